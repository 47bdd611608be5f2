import { isPlainText } from '../encoding/text.js';
import type { ErrorCode } from '../errors.js';
import { faultError } from '../input-faults.js';
import { CREATE_LISTING_INPUT } from '../input-shapes.js';
import {
  LISTED_REQUEST_EXPIRY_SECONDS,
  LISTING_EXPIRY_SECONDS,
  LISTING_REQUESTS,
  MAX_TEXT_CHARACTERS,
} from '../limits.js';
import { assertShape } from '../shape.js';
import type { CreateListingInput } from '../types.js';

interface Range {
  readonly min: number;
  readonly max: number;
  readonly default: number;
}

/** An input of `POST /listings` but its policy. */
export interface ParsedListingInput {
  readonly expiresIn: number;
  readonly requestExpiresIn: number;
  readonly maxRequests: number;
}

function inRange(value: number | undefined, range: Range, name: string, code: ErrorCode): number {
  const number = value ?? range.default;
  if (number >= range.min && number <= range.max) return number;
  throw faultError(code, name, `expected an integer from ${range.min} to ${range.max}.`);
}

/** @throws ProtocolError `invalid_input`, `invalid_expiry`, and those of the shape */
export function parseListingInput(input: CreateListingInput): ParsedListingInput {
  assertShape(input, CREATE_LISTING_INPUT);
  if (!isPlainText(input.title, MAX_TEXT_CHARACTERS))
    throw faultError('invalid_input', 'title', `expected 1 to ${MAX_TEXT_CHARACTERS} printable characters.`);
  const seconds = (value: number | undefined, range: Range, name: string) =>
    inRange(value, range, name, 'invalid_expiry');
  return {
    expiresIn: seconds(input.expires_in, LISTING_EXPIRY_SECONDS, 'expires_in'),
    requestExpiresIn: seconds(input.request_expires_in, LISTED_REQUEST_EXPIRY_SECONDS, 'request_expires_in'),
    maxRequests: inRange(input.max_requests, LISTING_REQUESTS, 'max_requests', 'invalid_input'),
  };
}
