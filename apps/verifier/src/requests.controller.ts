import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type CreatedRequest, type RequestView } from '@zk-income/credential';
import {
  AuthenticatedClient,
  BodyLimit,
  Idempotent,
  KnownRequests,
  OperationId,
  OperationSecret,
  RequireScope,
} from '@zk-income/service-kit';
import { RedeemDto } from './dto/openid.dto.js';
import { CreateRequestDto } from './dto/request.dto.js';
import { addLink, sha256Base64url } from './openid/request-link.js';
import { type RequestUrls, WalletChannels } from './openid/wallet-channels.js';
import {
  CreateRequestDocs,
  DeleteRequestDocs,
  GetRequestDocs,
  RedeemResponseCodeDocs,
} from './requests.docs.js';

/** A body with a policy. */
export const POLICY_BODY_BYTES = 65_536;

@ApiTags('Requests')
@Controller('requests')
export class RequestsController {
  constructor(
    private readonly engine: CoreEngine,
    private readonly wallets: WalletChannels,
    private readonly known: KnownRequests,
  ) {}

  @Post()
  @BodyLimit(POLICY_BODY_BYTES)
  @RequireScope('request')
  @Idempotent()
  @CreateRequestDocs()
  async createRequest(
    @AuthenticatedClient() client: ApiClient,
    @Body() body: CreateRequestDto,
    @OperationId() id?: string,
    @OperationSecret() secret?: string,
  ): Promise<CreatedRequest & Partial<RequestUrls>> {
    const opened = await this.wallets.open(body.wallet ?? {}, { id, secret });
    const request = await this.engine.createRequest(client.id, body, opened?.link.id ?? id, opened?.channel);
    this.known.add(request.id);
    if (opened) addLink(this.known, opened.link, request.status_id!);
    return { ...request, ...opened?.urls(request.status_id!) };
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @GetRequestDocs()
  getRequest(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<RequestView> {
    return this.engine.findRequest(client.id, id);
  }

  @Post(':id/redeem')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @RedeemResponseCodeDocs()
  redeemResponseCode(
    @AuthenticatedClient() client: ApiClient,
    @Param('id') id: string,
    @Body() { response_code }: RedeemDto,
  ): Promise<RequestView> {
    return this.engine.redeemResponseCode(client.id, id, sha256Base64url(response_code));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('request')
  @DeleteRequestDocs()
  deleteRequest(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.deleteRequest(client.id, id);
  }
}
