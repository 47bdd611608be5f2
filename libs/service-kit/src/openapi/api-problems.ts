import { ApiExtension } from '@nestjs/swagger';
import type { ProblemCode } from '../problems/catalogue.js';
import { takeListed } from './listed-extension.js';

/** The errors of every route with a request body. */
export const BODY_PROBLEMS = [
  'bad_request',
  'invalid_json',
  'validation_failed',
  'payload_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];

const EXTENSION = 'x-problem-codes-';
let decorators = 0;

/**
 * Documents error responses of a route. Several decorators on one route add up. Each leaves its codes in an extension
 * of the operation, from which `completeDocument` generates the responses: only then are all codes of a status known.
 */
export const ApiProblems = (...codes: readonly ProblemCode[]): MethodDecorator =>
  ApiExtension(`${EXTENSION}${decorators++}`, [...codes]) as MethodDecorator;

/** Removes the extensions of an operation, and returns the codes that they listed. */
export const takeProblemCodes = (operation: object): ProblemCode[] => takeListed(operation, EXTENSION);
