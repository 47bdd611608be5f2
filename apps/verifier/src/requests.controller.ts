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
  RequireScope,
} from '@zk-income/service-kit';
import { CreateRequestDto } from './dto/request.dto.js';
import { CreateRequestDocs, DeleteRequestDocs, GetRequestDocs } from './requests.docs.js';

const POLICY_BODY_BYTES = 65_536;

@ApiTags('Requests')
@Controller('requests')
export class RequestsController {
  constructor(
    private readonly engine: CoreEngine,
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
    @OperationId() operation?: string,
  ): Promise<CreatedRequest> {
    const request = await this.engine.createRequest(client.id, body, operation);
    this.known.add(request.id);
    return request;
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @GetRequestDocs()
  getRequest(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<RequestView> {
    return this.engine.findRequest(client.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('request')
  @DeleteRequestDocs()
  deleteRequest(@AuthenticatedClient() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.deleteRequest(client.id, id);
  }
}
