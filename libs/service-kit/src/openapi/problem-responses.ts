import type { ResponseObject } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import { BUILT_IN_PLANS } from '@zk-income/api-clients';
import { LIMIT_TEXTS } from '../api-clients/limit-texts.js';
import { DETAILS, describeCode, type ProblemCode, problemType } from '../problems/catalogue.js';
import { ProblemDto } from './problem.dto.js';

const { standard } = BUILT_IN_PLANS;
/** What services say in a problem, by code, apart from what follows from the code. */
const TEXTS: Partial<Record<ProblemCode, object>> = {
  unauthorized: { detail: DETAILS.unauthorized },
  invalid_idempotency_key: { detail: DETAILS.invalid_idempotency_key },
  validation_failed: { errors: [{ pointer: '#/member', detail: 'Unknown member.' }] },
  rate_exceeded: { detail: LIMIT_TEXTS.rate_exceeded(standard), 'violated-policies': ['rate'] },
  quota_exceeded: { detail: LIMIT_TEXTS.quota_exceeded(standard), 'violated-policies': ['month'] },
};

function example(code: ProblemCode): object {
  const { status, title } = describeCode(code);
  const value = {
    type: problemType(code),
    title,
    status,
    detail: title,
    code,
    instance: 'urn:uuid:0b1f0a0e-6a4e-4f0e-9d4b-1d7c6f0c2a11',
    ...TEXTS[code],
  };
  return { summary: title, value };
}

function problemResponse(codes: readonly ProblemCode[]): ResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${describeCode(code).title}`).join('\n\n'),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(codes.map((code) => [code, example(code)])) as never,
      },
    },
  };
}

/** The error responses of an operation by status. */
export function problemResponses(codes: readonly ProblemCode[]): Record<string, ResponseObject> {
  const statuses = [...new Set(codes.map((code) => describeCode(code).status))].sort();
  const ofStatus = (status: number) => codes.filter((code) => describeCode(code).status === status);
  return Object.fromEntries(statuses.map((status) => [status, problemResponse(ofStatus(status))]));
}
