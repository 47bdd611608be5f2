import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import {
  ERRORS,
  examplePresentations,
  exampleRequest,
  exampleVerdict,
  type RefusalCode,
} from '@zk-income/credential';
import { ApiJsonBody, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import { RefusedDto, VerifiedDto, VerifyDto } from './dto/verify.dto.js';

export const verifyExample = { request_id: exampleRequest.id, presentations: examplePresentations };

/** A schema of its own, so that code generators name it. */
export const VERDICT_SCHEMA = {
  description: 'The verdict: verified, or refused with a code',
  oneOf: [{ $ref: getSchemaPath(VerifiedDto) }, { $ref: getSchemaPath(RefusedDto) }],
};

const refused = (code: RefusalCode) => ({
  summary: ERRORS[code].title,
  value: { verified: false, code, detail: ERRORS[code].title },
});

export const VerifyProofDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'verifyProof',
      summary: 'Submit a presentation for verification',
      description:
        'Requires no API key: the id of the request is the capability to answer it, once. ' +
        'A 200 with `verified: false` means that the presentation is well-formed and failed a check; it does not consume the request. ' +
        'If no response arrives, send exactly the same body again: for 20 minutes, the accepted presentation gets its verdict again, with `Idempotency-Replayed: true`. Any other presentation gets 409 `request_already_answered`.',
    }),
    ApiJsonBody(VerifyDto, { salary: { summary: 'One credential', value: verifyExample } }),
    ApiExtraModels(VerifiedDto, RefusedDto),
    ApiResponse({
      status: 200,
      description: 'The verdict: verified, or refused with a code',
      content: {
        'application/json': {
          schema: { $ref: getSchemaPath('Verdict') },
          examples: {
            verified: { summary: 'All checks passed', value: exampleVerdict },
            revoked: refused('credential_revoked'),
            otherRequest: refused('nonce_mismatch'),
            wrongProof: refused('range_proof_invalid'),
          },
        },
      },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'presentation_missing',
      'presentation_malformed',
      'request_unknown',
      'request_already_answered',
      'request_expired',
      'presentation_too_large',
      'too_many_attempts',
      'overloaded',
      'unavailable',
      'internal_error',
    ),
  );
