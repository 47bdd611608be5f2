import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type OfferView } from '@zk-income/credential';
import {
  AuthenticatedClient,
  BodyLimit,
  Idempotent,
  OperationId,
  RequireScope,
} from '@zk-income/service-kit';
import { CreateOfferDto } from './dto/offer.dto.js';
import { IssuerConfig } from './issuer.config.js';
import { assertOffersSupported, type HandedOutOffer, handOut } from './offer-links.js';
import { CreateOfferDocs, GetOfferDocs, WithdrawOfferDocs } from './offers.docs.js';

const OFFER_BODY_BYTES = 16_384;

@ApiTags('Offers')
@Controller('offers')
export class OffersController {
  constructor(
    private readonly engine: CoreEngine,
    private readonly config: IssuerConfig,
  ) {}

  @Post()
  @BodyLimit(OFFER_BODY_BYTES)
  @Header('Cache-Control', 'no-store')
  @RequireScope('issue')
  @Idempotent()
  @CreateOfferDocs()
  async createOffer(
    @AuthenticatedClient() client: ApiClient,
    @Body() body: CreateOfferDto,
    @OperationId() operation?: string,
  ): Promise<HandedOutOffer> {
    assertOffersSupported(this.config.publicUrl);
    return handOut(await this.engine.createOffer(client, body, operation), this.config.publicUrl);
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @RequireScope('issue')
  @GetOfferDocs()
  getOffer(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<OfferView> {
    return this.engine.findOffer(client.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('revoke')
  @WithdrawOfferDocs()
  withdrawOffer(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.withdrawOffer(client.id, id);
  }
}
