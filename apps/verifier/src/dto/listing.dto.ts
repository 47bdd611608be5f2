import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import {
  CREATE_LISTING_INPUT,
  type CreateListingInput,
  exampleLegalBasis,
  exampleListing,
  exampleRequest,
  LISTED_REQUEST_EXPIRY_SECONDS,
  LISTING_EXPIRY_SECONDS,
  LISTING_REQUESTS,
  type ListedRequestView,
  type ListingInvitation,
  type ListingView,
  MAX_INEQUALITIES,
  MAX_TEXT_CHARACTERS,
} from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';
import type { Application, LinkedListing } from '../listings/applications.js';
import { exampleLink, exampleStatusId } from '../openid/openid.docs.js';
import { PolicyDto } from './policy.dto.js';
import {
  AskedDto,
  DescribedAlternativeDto,
  ListingWalletOptionsDto,
  OwnerVerdictDto,
  WarningDto,
} from './request.dto.js';
import { WordsDto } from './words.dto.js';

const TITLE = 'Your words for people who see the link';

@HasShape(CREATE_LISTING_INPUT)
@ApiSchema({ name: 'CreateListing' })
export class CreateListingDto extends AskedDto implements CreateListingInput {
  @ApiProperty({
    minLength: 1,
    maxLength: MAX_TEXT_CHARACTERS,
    description: TITLE,
    example: exampleListing.title,
  })
  readonly title!: string;

  @ApiProperty({
    type: 'integer',
    minimum: LISTING_EXPIRY_SECONDS.min,
    maximum: LISTING_EXPIRY_SECONDS.max,
    required: false,
    description: `Seconds for which the listing takes applicants; ${LISTING_EXPIRY_SECONDS.default} if absent`,
  })
  readonly expires_in?: number;

  @ApiProperty({
    type: 'integer',
    minimum: LISTED_REQUEST_EXPIRY_SECONDS.min,
    maximum: LISTED_REQUEST_EXPIRY_SECONDS.max,
    required: false,
    description: `Seconds that each applicant has for an answer; ${LISTED_REQUEST_EXPIRY_SECONDS.default} if absent`,
  })
  readonly request_expires_in?: number;

  @ApiProperty({
    type: 'integer',
    minimum: LISTING_REQUESTS.min,
    maximum: LISTING_REQUESTS.max,
    required: false,
    description: `How many requests the listing makes; ${LISTING_REQUESTS.default} if absent. One person can make several.`,
  })
  readonly max_requests?: number;

  @ApiProperty({
    type: ListingWalletOptionsDto,
    required: false,
    description: 'How OpenID wallets answer. Without it, with the defaults',
  })
  readonly wallet?: ListingWalletOptionsDto;
}

/** What every view of a listing says. */
class DescribedListingDto {
  @ApiProperty({ description: TITLE, example: exampleListing.title })
  readonly title!: string;

  @ApiProperty({
    required: false,
    description: 'On what basis the owner asks, if the owner recorded it',
    example: exampleLegalBasis,
  })
  readonly legal_basis?: string;

  @ApiProperty({
    type: [WordsDto],
    maxItems: MAX_INEQUALITIES,
    description:
      'Each predicate in words made from its terms, in order: what each applicant is asked to prove',
    example: exampleListing.statements,
  })
  readonly statements!: WordsDto[];

  @ApiProperty({
    type: [DescribedAlternativeDto],
    required: false,
    description: 'The alternatives of the policy (`any_of`) in words',
  })
  readonly alternatives?: DescribedAlternativeDto[];

  @ApiProperty({
    format: 'date-time',
    description: 'Until when the listing takes applicants',
    example: exampleListing.expires_at,
  })
  readonly expires_at!: string;
}

@ApiSchema({
  name: 'CreatedListing',
  description: 'Publish `link`. The links contain a secret and are not shown again.',
})
export class CreatedListingDto extends DescribedListingDto implements LinkedListing {
  @ApiProperty({ example: exampleListing.id })
  readonly id!: string;

  @ApiProperty({ type: PolicyDto, description: 'What each applicant is asked' })
  readonly policy!: PolicyDto;

  @ApiProperty({
    type: [WarningDto],
    description: 'What you probably did not mean, as of POST /requests',
    example: exampleListing.warnings,
  })
  readonly warnings!: WarningDto[];

  @ApiProperty({ format: 'date-time', example: exampleListing.created_at })
  readonly created_at!: string;

  @ApiProperty({ type: 'integer', example: exampleListing.request_expires_in })
  readonly request_expires_in!: number;

  @ApiProperty({ type: 'integer', example: exampleListing.max_requests })
  readonly max_requests!: number;

  @ApiProperty({
    format: 'uri',
    description: 'A page for applicants. The secret is in its fragment.',
    example: `https://verifier.example/listing#${exampleLink}`,
  })
  readonly link!: string;

  @ApiProperty({
    format: 'uri',
    description: 'What the page calls for each applicant: POST /listings/{link}/requests',
    example: `https://verifier.example/listings/${exampleLink}/requests`,
  })
  readonly apply_url!: string;
}

@ApiSchema({
  name: 'ListedRequest',
  description: 'One request of a listing. GET /requests/{id} has its receipt.',
})
export class ListedRequestDto implements ListedRequestView {
  @ApiProperty({ example: exampleRequest.id })
  readonly id!: string;

  @ApiProperty({ required: false, description: 'For GET /requests/status/{status_id}' })
  readonly status_id?: string;

  @ApiProperty({ format: 'date-time' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly expires_at!: string;

  @ApiProperty({
    enum: ['pending', 'answered', 'answered_unbound', 'disclosed', 'expired'],
    description: 'As in GET /requests/{id}',
  })
  readonly state!: ListedRequestView['state'];

  @ApiProperty({ type: OwnerVerdictDto, required: false, description: 'Only if answered' })
  readonly verdict?: NonNullable<ListedRequestView['verdict']>;
}

@ApiSchema({
  name: 'ListingView',
  description: 'A listing with its requests, for the client that created it.',
})
export class ListingViewDto
  extends OmitType(CreatedListingDto, ['link', 'apply_url'] as const)
  implements ListingView
{
  @ApiProperty({
    enum: ['open', 'closed', 'expired'],
    description: '`open`: takes applicants, unless it has made `max_requests`',
  })
  readonly state!: ListingView['state'];

  @ApiProperty({
    type: [ListedRequestDto],
    maxItems: LISTING_REQUESTS.max,
    description: 'The requests that exist, the oldest first. A person can have made several.',
  })
  readonly requests!: ListedRequestDto[];
}

@ApiSchema({ name: 'ListingInvitation', description: 'What a person sees before a request is made.' })
export class ListingInvitationDto extends DescribedListingDto implements ListingInvitation {
  @ApiProperty({ description: "The owner's words: the purpose of the policy", example: 'Lease of a flat' })
  readonly purpose!: string;
}

@ApiSchema({
  name: 'Application',
  description: 'The request of one applicant. Keep it: a second call makes another request.',
})
export class ApplicationDto implements Application {
  @ApiProperty({ description: 'For GET /requests/status/{status_id}', example: exampleStatusId })
  readonly status_id!: string;

  @ApiProperty({ format: 'date-time', example: exampleRequest.expires_at })
  readonly expires_at!: string;

  @ApiProperty({ format: 'uri', description: 'Opens an OpenID wallet, also as a QR code' })
  readonly wallet_link!: string;

  @ApiProperty({ format: 'uri', description: 'A page, for wallets that are web pages' })
  readonly link!: string;
}
