import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { describeCode, type ProblemCode } from '../problems/catalogue.js';

interface Media {
  readonly schema?: Record<string, unknown>;
  readonly examples?: Record<string, { readonly value: Record<string, unknown> }>;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly parameters?: readonly {
    readonly name: string;
    readonly example?: unknown;
    readonly schema?: unknown;
  }[];
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, Media> }
  >;
}

interface ApiDocument {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, { readonly properties?: object }>;
    readonly securitySchemes?: object;
  };
}

export async function fetchDocument(app: NestFastifyApplication): Promise<ApiDocument> {
  return (await request(app.getHttpServer()).get('/openapi.json').expect(200)).body;
}

export const operationsOf = (document: ApiDocument): Operation[] =>
  Object.values(document.paths).flatMap((path) => Object.values(path));

/** The codes of the problems that an operation documents. */
export const codesOf = (operation: Operation): string[] =>
  Object.values(operation.responses).flatMap(({ content }) =>
    Object.keys(content?.['application/problem+json']?.examples ?? {}),
  );

/** The faults of a document that hinder readers and code generators; empty for a complete one. */
export function faultsOf(document: ApiDocument): string[] {
  const faults: string[] = [];
  const operations = operationsOf(document);
  const ids = operations.map(({ operationId }) => operationId);
  for (const id of ids)
    if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`duplicate operationId ${id}`);
  for (const operation of operations) faults.push(...operationFaults(operation, document));
  for (const reference of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (!document.components.schemas[reference[1]!]) faults.push(`missing schema ${reference[1]}`);
  }
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (Object.keys(schema.properties ?? {}).length === 0) faults.push(`schema ${name} has no properties`);
  }
  return faults;
}

function operationFaults(operation: Operation, document: ApiDocument): string[] {
  const faults: string[] = [];
  const {
    operationId,
    summary,
    tags = [],
    security = [],
    requestBody,
    parameters = [],
    responses,
  } = operation;
  const fault = (text: string) => faults.push(`${operationId}: ${text}`);
  if (!summary) fault('no summary');
  if (!tags.every((tag) => document.tags.some(({ name }) => name === tag)) || tags.length === 0)
    fault('no tag');
  for (const parameter of parameters) if (!parameter.schema) fault(`no schema for ${parameter.name}`);
  for (const { schema, examples = {} } of Object.values(requestBody?.content ?? {})) {
    if (!schema || Object.keys(examples).length === 0) fault('request body without schema or example');
  }
  if (!Object.keys(responses).some((status) => /^2/.test(status))) fault('no 2xx response');
  if (!Object.keys(responses).some((status) => /^5/.test(status))) fault('no 5xx response');
  if (requestBody && !responses['400']) fault('request body without a 400 response');
  if (security.length > 0 !== Object.hasOwn(responses, '401'))
    fault('security and the 401 response do not match');
  for (const [status, { description, content = {} }] of Object.entries(responses)) {
    if (!description) fault(`no description of ${status}`);
    if (!/^(204|304)$/.test(status) && Object.keys(content).length === 0) fault(`no content of ${status}`);
    for (const [type, { schema, examples = {} }] of Object.entries(content)) {
      if (!schema || Object.keys(examples).length === 0) fault(`${status} without schema or example`);
      if (/^[45]/.test(status) && type !== 'application/problem+json')
        fault(`${status} is not application/problem+json`);
      if (type === 'application/problem+json') faults.push(...problemFaults(operationId, status, examples));
    }
  }
  return faults;
}

function problemFaults(id: string, status: string, examples: NonNullable<Media['examples']>): string[] {
  return Object.entries(examples).flatMap(([code, { value }]) => {
    const matches = describeCode(code as ProblemCode).status === Number(status) && value.code === code;
    return matches ? [] : [`${id}: ${code} is not an error with status ${status}`];
  });
}
