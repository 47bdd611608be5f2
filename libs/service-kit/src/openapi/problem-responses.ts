import type { ResponseObject } from '@nestjs/swagger';
import { getSchemaPath } from '@nestjs/swagger';
import { BUILT_IN_PLANS } from '@zk-income/api-clients';
import type { InputFault } from '@zk-income/credential';
import { LIMIT_TEXTS } from '../api-clients/limit-texts.js';
import { describeCode, type ProblemCode, problemType } from '../problems/catalogue.js';
import { ProblemDto } from './problem.dto.js';

/** What the service says in a problem, apart from what follows from its code. */
export interface ProblemText {
  readonly detail: string;
  readonly errors?: readonly InputFault[];
  readonly 'violated-policies'?: readonly string[];
}

/** By code. A code that is missing here has its title as the detail. */
export type ProblemTexts = Readonly<Partial<Record<ProblemCode, ProblemText>>>;

const { standard } = BUILT_IN_PLANS;
const DEFAULT_TEXTS: ProblemTexts = {
  rate_exceeded: { detail: LIMIT_TEXTS.rate_exceeded(standard), 'violated-policies': ['rate'] },
  quota_exceeded: { detail: LIMIT_TEXTS.quota_exceeded(standard), 'violated-policies': ['month'] },
};

function example(code: ProblemCode, text: ProblemText | undefined): object {
  const { status, title } = describeCode(code);
  const value = {
    type: problemType(code),
    title,
    status,
    detail: title,
    code,
    instance: 'urn:uuid:0b1f0a0e-6a4e-4f0e-9d4b-1d7c6f0c2a11',
    ...text,
  };
  return { summary: title, value };
}

function problemResponse(codes: readonly ProblemCode[], texts: ProblemTexts): ResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${describeCode(code).title}`).join('\n\n'),
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(ProblemDto) },
        examples: Object.fromEntries(
          codes.map((code) => [code, example(code, texts[code] ?? DEFAULT_TEXTS[code])]),
        ) as never,
      },
    },
  };
}

/** The error responses of an operation by status. */
export function problemResponses(
  codes: readonly ProblemCode[],
  texts: ProblemTexts = {},
): Record<string, ResponseObject> {
  const statuses = [...new Set(codes.map((code) => describeCode(code).status))].sort();
  const ofStatus = (status: number) => codes.filter((code) => describeCode(code).status === status);
  return Object.fromEntries(statuses.map((status) => [status, problemResponse(ofStatus(status), texts)]));
}
