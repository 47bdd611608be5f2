import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import {
  exampleLegalBasis,
  exampleListing,
  examplePolicy,
  exampleRequest,
  exampleTemplateInput,
  type ListingInvitation,
  type ListingView,
} from '@zk-income/credential';
import { ApiJsonBody, ApiJsonResponse, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import {
  ApplicationDto,
  CreatedListingDto,
  CreateListingDto,
  ListingInvitationDto,
  ListingViewDto,
} from '../dto/listing.dto.js';
import { exampleLink, exampleStatusId } from '../openid/openid.docs.js';
import { linkedExample } from '../requests.docs.js';
import type { Application, LinkedListing } from './applications.js';

const createdExample: LinkedListing = {
  ...exampleListing,
  link: `https://verifier.example/listing#${exampleLink}`,
  apply_url: `https://verifier.example/listings/${exampleLink}/requests`,
};

const viewExample: ListingView = {
  ...exampleListing,
  state: 'open',
  requests: [
    {
      id: exampleRequest.id,
      status_id: exampleStatusId,
      created_at: '2026-11-24T12:01:00.000Z',
      expires_at: '2026-11-25T12:01:00.000Z',
      state: 'answered',
      verdict: { verified: true, code: 'verified', answered_at: '2026-11-24T12:03:11.000Z' },
    },
    {
      id: 'Vb2Kc8Ls5Wd0Re3Zg6Hj9U',
      status_id: exampleRequest.nonce,
      created_at: '2026-11-24T12:02:30.000Z',
      expires_at: '2026-11-25T12:02:30.000Z',
      state: 'pending',
    },
  ],
};

const invitationExample: ListingInvitation = {
  title: exampleListing.title,
  purpose: examplePolicy.purpose,
  legal_basis: exampleLegalBasis,
  statements: exampleListing.statements,
  expires_at: exampleListing.expires_at,
};

const applicationExample: Application = {
  status_id: exampleStatusId,
  expires_at: '2026-11-25T12:01:00.000Z',
  wallet_link: linkedExample.wallet_link,
  link: linkedExample.link,
};

const ListingIdParam = () =>
  ApiParam({ name: 'id', description: 'The `id` of the listing', example: exampleListing.id });

const LinkParam = () =>
  ApiParam({
    name: 'link',
    description: 'The id of the listing and its secret, as its `link` contains them after `#`',
    example: exampleLink,
  });

export const CreateListingDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'createListing',
      summary: 'Create a listing: one link for all applicants',
      description:
        'Stores what each applicant is asked: a `policy`, or a `template` with `parameters`, as of POST /requests. Publish `link`. Each person that opens it and asks for a request gets one of their own, which counts as a call of yours. Requires that the verifier has a certificate.',
    }),
    ApiJsonBody(CreateListingDto, {
      income: {
        summary: 'One income with a lower bound',
        value: { title: exampleListing.title, policy: examplePolicy, legal_basis: exampleLegalBasis },
      },
      template: {
        summary: 'A template, for two weeks and at most 40 requests',
        value: {
          title: exampleListing.title,
          ...exampleTemplateInput,
          expires_in: 1_209_600,
          max_requests: 40,
        },
      },
    }),
    ApiJsonResponse(201, CreatedListingDto, 'The listing', { example: { value: createdExample } }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'invalid_input',
      'policy_or_template_required',
      'template_unknown',
      'template_parameter_missing',
      'template_parameter_unknown',
      'template_parameter_invalid',
      'policy_invalid',
      'policy_out_of_range',
      'policy_unanswerable',
      'invalid_expiry',
      'invalid_wallet_options',
      'wallets_unsupported',
      'unavailable',
      'internal_error',
    ),
  );

export const GetListingDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getListing',
      summary: 'Get a listing with the state and the verdict of each request',
      description:
        'Only for the client that created the listing. GET /requests/{id} has the receipt of a request.',
    }),
    ListingIdParam(),
    ApiJsonResponse(200, ListingViewDto, 'The listing', { example: { value: viewExample } }),
    ApiProblems('listing_unknown', 'unavailable', 'internal_error'),
  );

export const CloseListingDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'closeListing',
      summary: 'Close a listing',
      description:
        'The listing makes no further request. Applicants that have one may answer it until it expires. Closing a closed listing changes nothing.',
    }),
    ListingIdParam(),
    ApiResponse({ status: 204, description: 'Listing closed' }),
    ApiProblems('listing_unknown', 'unavailable', 'internal_error'),
  );

export const DeleteListingDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'deleteListing',
      summary: 'Delete a listing with all its requests and receipts',
      description:
        'Call it once you have decided. Requests that wait for an answer are gone. If the call fails, repeat it: it completes what is left.',
    }),
    ListingIdParam(),
    ApiResponse({ status: 204, description: 'Listing, requests and receipts deleted' }),
    ApiProblems('listing_unknown', 'unavailable', 'internal_error'),
  );

export const GetListingInvitationDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getListingInvitation',
      summary: 'Get what a listing asks of each applicant',
      description:
        'For the page behind the link of a listing. Requires no API key, and tells nothing about other applicants.',
    }),
    LinkParam(),
    ApiJsonResponse(200, ListingInvitationDto, 'What is asked', { example: { value: invitationExample } }),
    ApiProblems('listing_unknown', 'listing_closed', 'uri_too_long', 'unavailable', 'internal_error'),
  );

export const ApplyToListingDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'applyToListing',
      summary: 'Create the request of one applicant',
      description:
        'For the page behind the link of a listing. Requires no API key. Each call makes a request, so keep the response: a page that is loaded again shows the same request. The request counts as a call of the owner of the listing.',
    }),
    LinkParam(),
    ApiJsonResponse(201, ApplicationDto, 'The request of the applicant', {
      example: { value: applicationExample },
    }),
    ApiProblems('listing_unknown', 'listing_closed', 'uri_too_long', 'unavailable', 'internal_error'),
  );
