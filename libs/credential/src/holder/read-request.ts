import { decodeBase64url } from '../encoding/base64url.js';
import { canonicalJson, isObject } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { MAX_AUDIENCE_CHARACTERS, MAX_INPUT_CHARACTERS } from '../limits.js';
import { assertDcqlAgrees } from '../policy/dcql.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy } from '../policy/transaction-data.js';
import type { PresentationRequest } from '../types.js';

/** A time with its offset from UTC (RFC 3339). Without an offset, each device would read another time from it. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function assertRequest(condition: boolean, detail: string): asserts condition {
  if (!condition) throw new ProtocolError('request_invalid', detail);
}

const isText = (value: unknown, maxCharacters: number): boolean =>
  typeof value === 'string' && value !== '' && value.length <= maxCharacters;

/** The verifier's own words for the policy. The holder derives its own, and only checks that these are well-formed. */
function assertWords({ statements, warnings }: Readonly<Record<string, unknown>>): void {
  for (const [name, list] of Object.entries({ statements, warnings })) {
    assertRequest(
      list === undefined || (Array.isArray(list) && list.every(isObject)),
      `request.${name}: expected a list of objects.`,
    );
  }
}

/**
 * Checks a presentation request: its shape, a policy that is canonical, closed and in range, and that its other
 * members agree with the policy. Returns the policy.
 *
 * @param now milliseconds since the epoch
 * @throws ProtocolError `request_invalid`, `request_mismatch`, `request_expired`, and those of `decodePolicy`
 */
export function readRequest(request: PresentationRequest, now: number): Policy {
  assertRequest(isObject(request), 'request: expected an object.');
  const { id, nonce, audience, transaction_data: data, expires_at: expiresAt } = request;
  assertRequest(
    isText(id, MAX_INPUT_CHARACTERS),
    `request.id: expected a string of 1 to ${MAX_INPUT_CHARACTERS} characters.`,
  );
  const bytes = typeof nonce === 'string' ? decodeBase64url(nonce) : undefined;
  assertRequest(bytes?.length === 32, 'request.nonce: expected 43 base64url characters.');
  assertRequest(
    isText(audience, MAX_AUDIENCE_CHARACTERS),
    `request.audience: expected a string of 1 to ${MAX_AUDIENCE_CHARACTERS} characters.`,
  );
  assertRequest(
    Array.isArray(data) && data.length === 1 && typeof data[0] === 'string',
    'request.transaction_data: expected a list of one string.',
  );
  assertWords(request);
  const policy = decodePolicy(data[0]);
  if (request.policy !== undefined && !sameJson(request.policy, policy)) {
    throw new ProtocolError(
      'request_mismatch',
      'request.policy: expected the policy of the transaction data.',
    );
  }
  if (request.dcql_query !== undefined) assertDcqlAgrees(request.dcql_query, policy);
  if (expiresAt !== undefined) {
    const isTime = typeof expiresAt === 'string' && TIME.test(expiresAt);
    const expiry = isTime ? Date.parse(expiresAt) : Number.NaN;
    assertRequest(!Number.isNaN(expiry), 'request.expires_at: expected a time such as 2026-11-24T12:00:00Z.');
    if (now >= expiry) throw new ProtocolError('request_expired');
  }
  return policy;
}

function sameJson(stated: unknown, policy: Policy): boolean {
  try {
    return canonicalJson(stated) === canonicalJson(policy);
  } catch {
    // Not JSON, or nested deeper than any policy.
    return false;
  }
}
