import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type ListingView } from '@zk-income/credential';
import {
  AuthenticatedClient,
  AuthenticatedKeyHash,
  BodyLimit,
  Idempotent,
  NoBody,
  OperationId,
  OperationSecret,
  RequireScope,
} from '@zk-income/service-kit';
import { CreateListingDto } from '../dto/listing.dto.js';
import { POLICY_BODY_BYTES } from '../requests.controller.js';
import { Applications, type LinkedListing } from './applications.js';
import { CloseListingDocs, CreateListingDocs, DeleteListingDocs, GetListingDocs } from './listings.docs.js';

@ApiTags('Listings')
@Controller('listings')
export class ListingsController {
  constructor(
    private readonly engine: CoreEngine,
    private readonly applications: Applications,
  ) {}

  @Post()
  @BodyLimit(POLICY_BODY_BYTES)
  @RequireScope('request')
  @Idempotent()
  @CreateListingDocs()
  createListing(
    @AuthenticatedClient() client: ApiClient,
    @AuthenticatedKeyHash() ownerKey: string,
    @Body() body: CreateListingDto,
    @OperationId() id?: string,
    @OperationSecret() secret?: string,
  ): Promise<LinkedListing> {
    return this.applications.createListing({ id: client.id, key: ownerKey }, body, { id, secret });
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @GetListingDocs()
  getListing(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<ListingView> {
    return this.engine.findListing(client.id, id);
  }

  @Post(':id/close')
  @HttpCode(204)
  @NoBody()
  @RequireScope('request')
  @CloseListingDocs()
  closeListing(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.closeListing(client.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('request')
  @DeleteListingDocs()
  deleteListing(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.deleteListing(client.id, id);
  }
}
