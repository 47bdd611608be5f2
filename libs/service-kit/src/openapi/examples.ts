import { Logger } from '@nestjs/common';
import type { OpenAPIObject, OperationObject } from '@nestjs/swagger';
import { operationsOf } from './complete-document.js';

/** Values to call an operation with. */
export interface OperationExamples {
  /** The body, by the name of the documented example that it replaces. */
  readonly body?: Readonly<Record<string, object>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** By `operationId`. */
export type Examples = Readonly<Record<string, OperationExamples>>;

const FETCH_MS = 10_000;
const logger = new Logger('Examples');

/** The examples that another process offers; none if it does not answer, because the document is useful without. */
export async function fetchExamples(url: string): Promise<Examples> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return (await response.json()) as Examples;
  } catch (error) {
    logger.warn(`Could not fetch the live examples of the OpenAPI document: ${(error as Error).message}.`);
    return {};
  }
}

/** A copy of the document with these examples; later ones take precedence. */
export function withExamples(document: OpenAPIObject, ...examples: readonly Examples[]): OpenAPIObject {
  const copy = structuredClone(document);
  for (const operation of operationsOf(copy)) {
    for (const all of examples) replaceExamples(operation, all[operation.operationId ?? ''] ?? {});
  }
  return copy;
}

function replaceExamples(
  { parameters = [], requestBody }: OperationObject,
  { body = {}, parameters: values = {} }: OperationExamples,
): void {
  for (const parameter of parameters) {
    if (!('name' in parameter) || !Object.hasOwn(values, parameter.name)) continue;
    parameter.example = values[parameter.name];
    // Nest puts the documented example here.
    if (parameter.schema !== undefined && 'example' in parameter.schema) delete parameter.schema.example;
  }
  if (requestBody === undefined || '$ref' in requestBody) return;
  for (const { examples = {} } of Object.values(requestBody.content)) {
    for (const [name, value] of Object.entries(body)) {
      examples[name] = { ...examples[name], value };
    }
  }
}
