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
    readonly in: string;
    readonly required?: boolean;
    readonly example?: unknown;
    readonly schema?: unknown;
  }[];
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, Media> }
  >;
}

interface Schema {
  readonly type?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly additionalProperties?: unknown;
  readonly oneOf?: readonly object[];
  readonly enum?: readonly unknown[];
}

interface ApiDocument {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly schemas: Record<string, Schema>;
    readonly securitySchemes?: Record<string, { readonly bearerFormat?: string }>;
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
  const { schemas, securitySchemes = {} } = document.components;
  for (const [name, schema] of Object.entries(schemas)) faults.push(...schemaFaults(name, schema));
  // Code generators generate no base URL, or one that does not exist.
  if (!document.servers?.every(({ url }) => URL.canParse(url)) || document.servers.length === 0)
    faults.push('no servers');
  for (const { bearerFormat } of Object.values(securitySchemes)) {
    // API keys are opaque.
    if (bearerFormat !== undefined) faults.push(`bearerFormat ${bearerFormat}`);
  }
  const texts = operations.flatMap(({ responses }) => Object.values(responses)).map((one) => one.description);
  for (const text of texts) {
    const paragraphs = text.split('\n\n');
    if (new Set(paragraphs).size < paragraphs.length) faults.push(`repetition in "${text.slice(0, 60)}"`);
  }
  return faults;
}

function schemaFaults(name: string, schema: Schema): string[] {
  const { properties = {}, oneOf = [] } = schema;
  const faults: string[] = [];
  // A named enumeration is a list of values.
  if (!schema.enum && Object.keys(properties).length + oneOf.length === 0)
    faults.push(`schema ${name} has no properties`);
  for (const [member, { default: byDefault }] of Object.entries<{ default?: unknown }>(properties)) {
    // Code generators make members with a default mandatory.
    if (byDefault !== undefined) faults.push(`${name}.${member} has a default`);
  }
  return faults;
}

/** The names of the schemas, among those that request bodies refer to, that allow unknown members. */
export function openInputSchemas(document: ApiDocument): string[] {
  const found = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (found.has(name!)) continue;
      found.add(name!);
      visit(document.components.schemas[name!]);
    }
  };
  for (const { requestBody } of operationsOf(document)) visit(requestBody ?? null);
  return [...found].filter((name) => {
    const schema = document.components.schemas[name]!;
    return schema.enum === undefined && schema.additionalProperties !== false;
  });
}

function operationFaults(operation: Operation, document: ApiDocument): string[] {
  const faults: string[] = [];
  const { operationId, summary, tags = [], security, requestBody, parameters = [], responses } = operation;
  const fault = (text: string) => faults.push(`${operationId}: ${text}`);
  if (!summary) fault('no summary');
  if (!tags.every((tag) => document.tags.some(({ name }) => name === tag)) || tags.length === 0)
    fault('no tag');
  for (const parameter of parameters) if (!parameter.schema) fault(`no schema for ${parameter.name}`);
  const headers = parameters.filter((one) => one.in === 'header');
  const names = headers.map(({ name }) => name.toLowerCase());
  if (new Set(names).size < names.length) fault('a header twice');
  for (const { name, required } of headers) if (required) fault(`required header ${name}`);
  if (security === undefined) fault('neither requires a key nor says that it requires none');
  for (const { schema, examples = {} } of Object.values(requestBody?.content ?? {})) {
    if (!schema || Object.keys(examples).length === 0) fault('request body without schema or example');
  }
  if (!Object.keys(responses).some((status) => /^2/.test(status))) fault('no 2xx response');
  if (!Object.keys(responses).some((status) => /^5/.test(status))) fault('no 5xx response');
  if (requestBody && !responses['400']) fault('request body without a 400 response');
  if ((security ?? []).length > 0 !== Object.hasOwn(responses, '401'))
    fault('security and the 401 response do not match');
  for (const [status, { description, content = {} }] of Object.entries(responses)) {
    if (!description) fault(`no description of ${status}`);
    if (!/^(204|304)$/.test(status) && Object.keys(content).length === 0) fault(`no content of ${status}`);
    for (const [type, { schema, examples = {} }] of Object.entries(content)) {
      if (!schema || Object.keys(examples).length === 0) fault(`${status} without schema or example`);
      if (/^[45]/.test(status) && type !== 'application/problem+json' && !isOpenidError(schema))
        fault(`${status} is not application/problem+json`);
      if (type === 'application/problem+json') faults.push(...problemFaults(operationId, status, examples));
    }
  }
  return faults;
}

/** Routes for wallets have the errors of OAuth. */
const isOpenidError = (schema: Record<string, unknown> | undefined): boolean =>
  schema?.$ref === '#/components/schemas/OpenidError';

function problemFaults(id: string, status: string, examples: NonNullable<Media['examples']>): string[] {
  return Object.entries(examples).flatMap(([code, { value }]) => {
    const matches = describeCode(code as ProblemCode).status === Number(status) && value.code === code;
    return matches ? [] : [`${id}: ${code} is not an error with status ${status}`];
  });
}
