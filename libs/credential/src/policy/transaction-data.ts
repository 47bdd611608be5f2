import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import { canonicalJson, parseJsonBytes } from '../encoding/json.js';
import { decodeUtf8, utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { MAX_POLICY_BYTES } from '../limits.js';
import { parsePolicy } from './parse-policy.js';
import type { Policy, PolicyMode } from './policy.js';

/** The `transaction_data` string of a policy: base64url of its canonical JSON (RFC 8785). */
export const encodePolicy = (policy: Policy): string => encodeBase64url(utf8(canonicalJson(policy)));

const MAX_ENCODED_CHARACTERS = Math.ceil((MAX_POLICY_BYTES * 4) / 3);

/**
 * Decodes a `transaction_data` string.
 *
 * @throws ProtocolError `policy_invalid`, `policy_out_of_range`, or `policy_not_canonical` where the bytes differ
 * from the canonical form of the policy (which also detects duplicate members)
 */
export function decodePolicy(encoded: string, mode: PolicyMode = 'proof'): Policy {
  if (encoded.length > MAX_ENCODED_CHARACTERS) {
    throw new ProtocolError(
      'policy_invalid',
      `transaction_data: expected at most ${MAX_POLICY_BYTES} bytes.`,
    );
  }
  const bytes = decodeBase64url(encoded);
  const text = bytes && decodeUtf8(bytes);
  if (text === undefined) {
    throw new ProtocolError('policy_invalid', 'transaction_data: expected unpadded base64url of UTF-8.');
  }
  const policy = parsePolicy(parseJsonBytes(bytes), mode);
  if (canonicalJson(policy) !== text) throw new ProtocolError('policy_not_canonical');
  return policy;
}
