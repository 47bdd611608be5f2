import { Controller, Get, Header, Ip, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ListingInvitation } from '@zk-income/credential';
import { NoBody, PublicRoute, ThrottleRefusals } from '@zk-income/service-kit';
import { LISTING_CALLS } from '../openid/request-link.js';
import { type Application, Applications } from './applications.js';
import { ApplyToListingDocs, GetListingInvitationDocs } from './listings.docs.js';

/** What a person with the link of a listing may do. */
@ApiTags('Listings')
@Controller('listings')
export class ApplicantsController {
  constructor(private readonly applications: Applications) {}

  @PublicRoute()
  @Get(':link/invitation')
  @Header('Cache-Control', 'no-store')
  @ThrottleRefusals(LISTING_CALLS)
  @GetListingInvitationDocs()
  getListingInvitation(@Param('link') link: string): Promise<ListingInvitation> {
    return this.applications.invitation(link);
  }

  @PublicRoute()
  @Post(':link/requests')
  @NoBody()
  @Header('Cache-Control', 'no-store')
  @ThrottleRefusals(LISTING_CALLS)
  @ApplyToListingDocs()
  applyToListing(@Param('link') link: string, @Ip() address: string): Promise<Application> {
    return this.applications.apply(link, address);
  }
}
