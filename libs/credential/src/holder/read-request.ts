import { decodeBase64url } from '../encoding/base64url.js';
import { canonicalJson, isObject } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { assertDcqlAgrees } from '../policy/dcql.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy } from '../policy/transaction-data.js';
import type { PresentationRequest } from '../types.js';

function demand(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new ProtocolError('request_invalid', expected);
}

/**
 * Checks a request as its holder must: its own shape, a policy that is canonical, closed and in range, and that
 * what it says beside the policy agrees with it. Returns the policy.
 *
 * @throws ProtocolError `request_invalid`, `request_mismatch`, `request_expired`, and those of `decodePolicy`
 */
export function readRequest(request: PresentationRequest, now: number): Policy {
  demand(isObject(request), 'request: an object.');
  const { id, nonce, audience, transaction_data: data, expires_at: expiresAt } = request;
  demand(typeof id === 'string' && id !== '', 'request.id: a string.');
  const bytes = typeof nonce === 'string' ? decodeBase64url(nonce) : undefined;
  demand(bytes?.length === 32, 'request.nonce: 43 base64url characters.');
  demand(typeof audience === 'string' && audience !== '', 'request.audience: a string.');
  demand(
    Array.isArray(data) && data.length === 1 && typeof data[0] === 'string',
    'request.transaction_data: a list of one string.',
  );
  const policy = decodePolicy(data[0]);
  if (request.policy !== undefined && !sameJson(request.policy, policy)) {
    throw new ProtocolError('request_mismatch', 'request.policy: what the transaction data says.');
  }
  if (request.dcql_query !== undefined) assertDcqlAgrees(request.dcql_query, policy);
  if (expiresAt !== undefined) {
    const expiry = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
    demand(!Number.isNaN(expiry), 'request.expires_at: an ISO 8601 time.');
    if (now >= expiry) throw new ProtocolError('request_expired');
  }
  return policy;
}

function sameJson(stated: unknown, policy: Policy): boolean {
  try {
    return canonicalJson(stated) === canonicalJson(policy);
  } catch {
    // Not JSON, or nested beyond what any policy is.
    return false;
  }
}
