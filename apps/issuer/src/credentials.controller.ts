import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type IssuedCredentials } from '@zk-income/credential';
import {
  AuthenticatedClient,
  BodyLimit,
  Idempotent,
  OperationId,
  RequireScope,
} from '@zk-income/service-kit';
import { ChangeStatusDocs, IssueCredentialDocs } from './credentials.docs.js';
import { IssueDto } from './dto/issue.dto.js';
import { StatusDto } from './dto/status.dto.js';

const ISSUE_BODY_BYTES = 32_768;

@ApiTags('Credentials')
@Controller()
export class CredentialsController {
  constructor(private readonly engine: CoreEngine) {}

  @Post('issue')
  @BodyLimit(ISSUE_BODY_BYTES)
  @RequireScope('issue')
  @Idempotent()
  @IssueCredentialDocs()
  issueCredential(
    @AuthenticatedClient() client: ApiClient,
    @Body() body: IssueDto,
    @OperationId() operation?: string,
  ): Promise<IssuedCredentials> {
    return this.engine.issueCredential(client, body, operation);
  }

  @Post('credentials/:id/status')
  @HttpCode(204)
  @RequireScope('revoke')
  @ChangeStatusDocs()
  changeStatus(
    @AuthenticatedClient() client: ApiClient,
    @Param('id') id: string,
    @Body() body: StatusDto,
  ): Promise<void> {
    return this.engine.changeStatus(client.id, id, body.status);
  }
}
