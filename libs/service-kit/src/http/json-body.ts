import { exceededStructure, MAX_JSON_STRUCTURE } from '@zk-income/credential';
import { ServiceError } from '../problems/service-error.js';
import { jsonFaultIndex, lineAndColumn } from './json-fault-position.js';

const EXCEEDED = {
  levels: `Expected at most ${MAX_JSON_STRUCTURE.levels} levels of nesting.`,
  values: `Expected at most ${MAX_JSON_STRUCTURE.values} values.`,
} as const;
const FORBIDDEN_MEMBERS = ['__proto__', 'constructor', 'prototype'];
/** A token of valid JSON: a bracket, comma or colon, a string, or a number or literal. */
const TOKEN = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/g;

function reject(detail: string): never {
  throw new ServiceError('invalid_json', detail);
}

/** The object that contains a token, with its member names so far; null for an array. */
type Scope = { readonly names: Set<string>; expectsName: boolean } | null;

/**
 * Parses a body as I-JSON (RFC 7493): UTF-8, unique member names, no unpaired surrogates, no numbers beyond the range of
 * a double. Parsers disagree on which of two members with the same name counts, so a body with both is ambiguous. The
 * number of values and their nesting are checked before anything is parsed, so that no body is expensive to reject.
 *
 * @throws ServiceError `invalid_json`
 */
export function parseJsonBody(body: Buffer): unknown {
  const exceeded = exceededStructure(body, MAX_JSON_STRUCTURE);
  if (exceeded) reject(EXCEEDED[exceeded]);
  const text = decode(body);
  if (text.trim() === '') reject('Expected a JSON text; the body is empty.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message is left out, because it quotes the body.
    const { line, column } = lineAndColumn(text, jsonFaultIndex(text));
    reject(`Expected a JSON text (RFC 8259): line ${line}, column ${column} does not belong there.`);
  }
  assertInteroperable(text);
  return value;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return reject('Expected a body encoded in UTF-8.');
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
        break;
      case '}':
      case ']':
        scopes.pop();
        break;
      case ',':
        if (scope) scope.expectsName = true;
        break;
      case '"':
        checkString(token, scope);
        break;
      default:
        // `JSON.parse` turns numbers such as 1e400 into Infinity.
        if (/^-?\d/.test(token) && !Number.isFinite(Number(token)))
          reject('Expected numbers within the range of an IEEE 754 double.');
    }
  }
}

function checkString(token: string, scope: Scope | undefined): void {
  const text: string = token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
  // Without an escape, the text is valid because the body is valid UTF-8.
  if (token.includes('\\') && /\p{Surrogate}/u.test(text))
    reject('Expected strings without unpaired surrogates.');
  if (!scope?.expectsName) return;
  scope.expectsName = false;
  if (FORBIDDEN_MEMBERS.includes(text))
    reject(`Member names ${FORBIDDEN_MEMBERS.join(', ')} are not allowed.`);
  if (scope.names.has(text)) reject('Expected unique member names in every object.');
  scope.names.add(text);
}
