import { isUtf8 } from 'node:buffer';
import { exceededStructure, MAX_JSON_STRUCTURE } from '@zk-income/credential';
import { ServiceError } from '../problems/service-error.js';
import { jsonFaultIndex, lineAndColumn } from './json-fault-position.js';

const EXCEEDED = {
  levels: `Expected at most ${MAX_JSON_STRUCTURE.levels} levels of nesting.`,
  values: `Expected at most ${MAX_JSON_STRUCTURE.values} values.`,
  digits: `Expected numbers of at most ${MAX_JSON_STRUCTURE.digits} characters, and strings in double quotes.`,
} as const;
const FORBIDDEN_MEMBERS = ['__proto__', 'constructor', 'prototype'];
const NOT_BLANK = /[^ \t\n\r]/;
/** An escape that may be half of a surrogate pair. */
const SURROGATE_ESCAPE = /\\u[dD]/;
const LONE_SURROGATE = /\p{Surrogate}/u;
/** A number or literal of valid JSON. */
const SCALAR = /[^\s{}[\],:"]+/y;

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
  if (!isUtf8(body)) reject('Expected a body encoded in UTF-8.');
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (!NOT_BLANK.test(text)) reject('Expected a JSON text; the body is empty.');
    // The parser's message is left out, because it quotes the body.
    const { line, column } = lineAndColumn(text, jsonFaultIndex(text));
    reject(`Expected a JSON text (RFC 8259): line ${line}, column ${column} does not belong there.`);
  }
  assertInteroperable(text);
  return value;
}

/** Checks what `JSON.parse` accepts silently, in a text that it accepted. */
function assertInteroperable(text: string): void {
  const scopes: Scope[] = [];
  let scope: Scope | undefined;
  const hasEscapes = text.includes('\\');
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '{':
        scope = { names: new Set(), expectsName: true };
        scopes.push(scope);
        break;
      case '[':
        scope = null;
        scopes.push(scope);
        break;
      case '}':
      case ']':
        scopes.pop();
        scope = scopes.at(-1);
        break;
      case ',':
        if (scope) scope.expectsName = true;
        break;
      case '"': {
        const end = hasEscapes ? endOfString(text, i + 1) : text.indexOf('"', i + 1);
        checkString(text.slice(i, end + 1), scope);
        i = end;
        break;
      }
      case ':':
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        break;
      default:
        i = checkScalar(text, i) - 1;
    }
  }
}

/** The index of the quote that ends a string. */
function endOfString(text: string, start: number): number {
  let end = start;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

/** Checks a number or literal, and returns the index of its end. */
function checkScalar(text: string, start: number): number {
  SCALAR.lastIndex = start;
  SCALAR.test(text);
  const end = SCALAR.lastIndex;
  // `JSON.parse` turns numbers such as 1e400 into Infinity.
  const number = Number(text.slice(start, end));
  if (number === Infinity || number === -Infinity) {
    reject('Expected numbers within the range of an IEEE 754 double.');
  }
  return end;
}

function checkString(token: string, scope: Scope | undefined): void {
  const isName = scope?.expectsName === true;
  // Without an escape, the text is valid because the body is valid UTF-8.
  const maySplitPair = token.includes('\\') && SURROGATE_ESCAPE.test(token);
  if (!isName && !maySplitPair) return;
  const text: string = token.includes('\\') ? JSON.parse(token) : token.slice(1, -1);
  if (maySplitPair && LONE_SURROGATE.test(text)) reject('Expected strings without unpaired surrogates.');
  if (!isName) return;
  scope.expectsName = false;
  if (FORBIDDEN_MEMBERS.includes(text))
    reject(`Member names ${FORBIDDEN_MEMBERS.join(', ')} are not allowed.`);
  if (scope.names.has(text)) reject('Expected unique member names in every object.');
  scope.names.add(text);
}
