import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import {
  exampleHolderPrivateKey,
  exampleIssued,
  examplePresentations,
  exampleRequest,
} from '@zk-income/credential';
import { ApiJsonBody, ApiJsonResponse, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import { PresentationsDto, ProveDto } from './prove.dto.js';

const {
  policy: _policy,
  expires_at: _expiry,
  statements: _statements,
  warnings: _warnings,
  ...request
} = exampleRequest;

export const proveExample = {
  request,
  credentials: {
    salary: { credential: exampleIssued.credentials[0]!, holder_key: exampleHolderPrivateKey },
  },
};

export const GenerateProofDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'generateProof',
      summary: 'Prove a policy, for tests and curl only',
      description:
        "Real holders prove on their own device: this endpoint receives the income and the holder's private key. " +
        'It stores and logs neither of them, is disabled by default, and must never be deployed. It keeps no ledger of ' +
        'answers, so it also answers requests for which a wallet would ask the person. Where a policy has several people, it ' +
        'plays the wallets of all, and gets the credentials of all.',
    }),
    ApiJsonBody(ProveDto, { salary: { summary: 'One credential', value: proveExample } }),
    ApiJsonResponse(200, PresentationsDto, 'The presentations for the verifier', {
      example: { value: { presentations: examplePresentations } },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'request_invalid',
      'request_mismatch',
      'request_expired',
      'policy_invalid',
      'policy_not_canonical',
      'policy_out_of_range',
      'credential_invalid',
      'credential_missing',
      'credential_unexpected',
      'credential_unsuitable',
      'alternative_required',
      'predicate_not_satisfied',
      'overloaded',
      'internal_error',
    ),
  );
