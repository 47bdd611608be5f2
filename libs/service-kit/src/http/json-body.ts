import { ServiceError } from '../problems/service-error.js';

const MAX_DEPTH = 32;
const FORBIDDEN_MEMBERS = ['__proto__', 'constructor', 'prototype'];
/** Of a text that is JSON: a bracket, comma or colon, a string, or a number or literal. */
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

function refuse(detail: string): never {
  throw new ServiceError('invalid_json', detail);
}

/** The object around a token with the names that it has so far; null in a list. */
type Scope = { readonly names: Set<string>; expectsName: boolean } | null;

/**
 * Reads a body as I-JSON (RFC 7493): UTF-8, no member twice in an object, no lone surrogates, no number that a
 * double cannot hold. Readers disagree on which of two members counts, so that a text with both means two things.
 *
 * @throws ServiceError `invalid_json`
 */
export function parseJsonBody(body: Buffer): unknown {
  const text = decode(body);
  if (text.trim() === '') refuse('The body is empty.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The reason that the parser gives quotes the text.
    refuse('The body is not JSON.');
  }
  assertInteroperable(text);
  return value;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return refuse('The body is not UTF-8.');
  }
}

function assertInteroperable(text: string): void {
  const scopes: Scope[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const scope = scopes.at(-1);
    switch (token[0]) {
      case '{':
      case '[':
        scopes.push(token === '{' ? { names: new Set(), expectsName: true } : null);
        if (scopes.length > MAX_DEPTH) refuse(`The body is nested more than ${MAX_DEPTH} deep.`);
        break;
      case '}':
      case ']':
        scopes.pop();
        break;
      case ',':
        if (scope) scope.expectsName = true;
        break;
      case '"':
        readString(token, scope);
        break;
      default:
        // Of literals only 1e400 and the like are NaN or infinite as numbers.
        if (/^-?\d/.test(token) && !Number.isFinite(Number(token))) refuse('A number is too large.');
    }
  }
}

function readString(token: string, scope: Scope | undefined): void {
  const text: string = token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
  if (/\p{Surrogate}/u.test(text)) refuse('A string has half of a surrogate pair.');
  if (!scope?.expectsName) return;
  scope.expectsName = false;
  if (FORBIDDEN_MEMBERS.includes(text)) refuse('A member has a name that is not allowed.');
  if (scope.names.has(text)) refuse('An object has a member twice.');
  scope.names.add(text);
}
