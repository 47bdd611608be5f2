import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { exampleIssued, exampleIssueInput, type Period } from '@zk-income/credential';
import { ApiJsonBody, ApiJsonResponse, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import { IssueDto, IssuedCredentialsDto } from './dto/issue.dto.js';
import { StatusDto } from './dto/status.dto.js';

/** The example bodies of `POST /issue` for a period. */
export function issueExamples(period: Period) {
  const salary = { ...exampleIssueInput, period };
  const { claims: _claims, expires_in_days: _days, ...minimal } = salary;
  return {
    salary: { summary: 'A salary, with claims about the person', value: salary },
    minimal: { summary: 'Without claims, default validity', value: minimal },
  };
}

export const IssueCredentialDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'issueCredential',
      summary: 'Issue a batch of credentials to a holder',
      description:
        'Signs one credential instance for each holder key. Only the response contains the income. The issuer stores neither the income nor the openings. ' +
        'The payer (`source_id`) is the one registered for the API client; the body cannot set it.',
    }),
    ApiJsonBody(IssueDto, issueExamples(exampleIssueInput.period)),
    ApiJsonResponse(201, IssuedCredentialsDto, 'The credential instances, in the order of the holder keys', {
      example: { value: exampleIssued },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'unknown_attribute',
      'value_out_of_range',
      'unknown_currency',
      'invalid_period',
      'invalid_identity',
      'invalid_contract',
      'invalid_claims',
      'invalid_holder_key',
      'duplicate_holder_key',
      'private_holder_key',
      'invalid_expiry',
      'source_missing',
      'source_invalid',
      'status_list_full',
      'unavailable',
      'internal_error',
    ),
  );

export const ChangeStatusDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'changeStatus',
      summary: 'Revoke, suspend or reinstate a batch',
      description:
        'Changes the status of all credential instances of a batch. Only the client that issued the batch may do so. Verifiers see the change once their cached status list expires.',
    }),
    ApiParam({ name: 'id', description: 'The `id` of the batch', example: exampleIssued.id }),
    ApiJsonBody(StatusDto, {
      suspend: { summary: 'Suspend', value: { status: 'suspended' } },
      reinstate: { summary: 'Reinstate', value: { status: 'valid' } },
      revoke: { summary: 'Revoke permanently', value: { status: 'revoked' } },
    }),
    ApiResponse({ status: 204, description: 'Status changed' }),
    ApiProblems(...BODY_PROBLEMS, 'credential_unknown', 'revocation_final', 'unavailable', 'internal_error'),
  );
