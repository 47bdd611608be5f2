import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type IssuedCredentials } from '@zk-income/credential';
import {
  ApiAnswer,
  ApiJsonBody,
  ApiProblems,
  BODY_PROBLEMS,
  BodyLimit,
  Client,
  Idempotent,
  RequireScope,
} from '@zk-income/service-kit';
import { issuedExample, issueExample, issueMinimalExample } from './dto/examples.js';
import { IssueDto, IssuedCopiesDto } from './dto/issue.dto.js';
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
  @ApiOperation({
    operationId: 'issueCredential',
    summary: 'Attest attributes to a holder',
    description:
      'Signs one copy per holder key. The income is in the answer, for the holder alone; the issuer keeps neither it nor the openings. ' +
      'The payer (`source_id`) is that of the API client and cannot be chosen.',
  })
  @ApiJsonBody(IssueDto, {
    salary: { summary: 'A salary with the name of the person', value: issueExample },
    minimal: { summary: 'No claims, default validity', value: issueMinimalExample },
  })
  @ApiAnswer(201, IssuedCopiesDto, 'The copies, in the order of the holder keys', issuedExample)
  @ApiProblems(
    ...BODY_PROBLEMS,
    'unknown_attribute',
    'value_out_of_range',
    'unknown_currency',
    'invalid_period',
    'invalid_identity',
    'invalid_claims',
    'invalid_holder_key',
    'duplicate_holder_key',
    'private_holder_key',
    'invalid_expiry',
    'source_missing',
    'status_list_full',
    'unavailable',
    'internal_error',
  )
  issueCredential(@Client() client: ApiClient, @Body() body: IssueDto): Promise<IssuedCredentials> {
    return this.engine.issueCredential(client, body);
  }

  @Post('credentials/:id/status')
  @HttpCode(204)
  @RequireScope('revoke')
  @ApiOperation({
    operationId: 'changeStatus',
    summary: 'Revoke, suspend or reinstate a batch',
    description:
      'Changes the status of all copies of a batch; only for the client that issued it. Verifiers notice when their copy of the status list runs out.',
  })
  @ApiParam({ name: 'id', description: 'The `id` of the batch', example: issuedExample.id })
  @ApiJsonBody(StatusDto, {
    revoke: { summary: 'Revoke for good', value: { status: 'revoked' } },
    suspend: { summary: 'Suspend for now', value: { status: 'suspended' } },
    reinstate: { summary: 'Make valid again', value: { status: 'valid' } },
  })
  @ApiResponse({ status: 204, description: 'It has this status from now on' })
  @ApiProblems(...BODY_PROBLEMS, 'credential_unknown', 'revocation_final', 'unavailable', 'internal_error')
  changeStatus(@Client() client: ApiClient, @Param('id') id: string, @Body() body: StatusDto): Promise<void> {
    return this.engine.changeStatus(client.id, id, body.status);
  }
}
