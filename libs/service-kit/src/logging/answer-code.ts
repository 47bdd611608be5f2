import { ERRORS } from '@zk-income/credential';
import type { FastifyRequest } from 'fastify';
import { HTTP_ERRORS } from '../problems/catalogue.js';

const codes = new WeakMap<object, string>();

const isCode = (code: unknown): code is string =>
  typeof code === 'string' &&
  (code === 'verified' || Object.hasOwn(ERRORS, code) || Object.hasOwn(HTTP_ERRORS, code));

/** Remembers the code of an answer for the log: of a problem, or of a verdict. Other texts are ignored. */
export function rememberAnswerCode(request: FastifyRequest, answer: unknown): void {
  const { code } = (answer ?? {}) as { readonly code?: unknown };
  if (isCode(code)) rememberErrorCode(request, code);
}

/** Remembers the code of an error for the log: one of this project, or of OAuth. */
export function rememberErrorCode(request: FastifyRequest, code: string): void {
  codes.set(request.raw, code);
}

export const answerCode = (request: FastifyRequest): string | undefined => codes.get(request.raw);
