import { ApiExtension, getSchemaPath, type OperationObject, type ResponseObject } from '@nestjs/swagger';
import { takeListed } from '../openapi/listed-extension.js';
import { describeCode, type ProblemCode } from '../problems/catalogue.js';
import { OpenidErrorDto } from './openid-error.dto.js';
import { openidErrorOf } from './openid-error-body.js';

/** An error that a standard defines, for the documentation of a route. */
export interface ListedOpenidError {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

const EXTENSION = 'x-openid-errors-';
let decorators = 0;

/** Documents errors of a route under `/openid/` that the standards define. `ApiProblems` documents all others. */
export const ApiOpenidErrors = (...errors: readonly ListedOpenidError[]): MethodDecorator =>
  ApiExtension(`${EXTENSION}${decorators++}`, [...errors]) as MethodDecorator;

const ofProblem = (code: ProblemCode) => {
  const { status, title } = describeCode(code);
  return { status, name: code as string, title, value: openidErrorOf({ code, detail: title }) };
};

const ofStandard = ({ status, error, description }: ListedOpenidError) => ({
  status,
  name: error,
  title: description,
  value: { error, error_description: description },
});

/** The error responses by status of an operation under `/openid/` with these problem codes. */
export function openidErrorResponses(
  operation: OperationObject,
  codes: readonly ProblemCode[],
): Record<string, ResponseObject> {
  const errors = [
    ...takeListed<ListedOpenidError>(operation, EXTENSION).map(ofStandard),
    ...codes.map(ofProblem),
  ];
  const statuses = [...new Set(errors.map(({ status }) => status))].sort();
  return Object.fromEntries(
    statuses.map((status) => {
      const listed = errors.filter((error) => error.status === status);
      const response: ResponseObject = {
        description: listed.map(({ name, title }) => `\`${name}\`: ${title}`).join('\n\n'),
        content: {
          'application/json': {
            schema: { $ref: getSchemaPath(OpenidErrorDto) },
            examples: Object.fromEntries(
              listed.map(({ name, title, value }) => [name, { summary: title, value }]),
            ) as never,
          },
        },
      };
      return [status, response];
    }),
  );
}
