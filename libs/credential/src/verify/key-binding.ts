import { encodeBase64url } from '../encoding/base64url.js';
import type { Sha256 } from '../encoding/hash.js';
import { type JsonObject, own } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { KEY_BINDING_TYP } from '../format.js';
import type { ParsedJwt } from '../jwt.js';
import { readRegisteredClaims, timeFault } from '../jwt-claims.js';
import { isAlgorithmOf, type JwsVerifier, type PublicJwk } from '../keys.js';
import { KEY_BINDING_TIME_MARGIN_SECONDS } from '../limits.js';
import { check } from './check.js';

export interface KeyBindingContext {
  readonly verifyJws: JwsVerifier;
  readonly sha256: Sha256;
  readonly holderKey: PublicJwk;
  readonly audience: string;
  readonly nonce: string;
  /** Issuer-signed JWT and disclosures as received, each followed by `~`. */
  readonly hashedText: string;
  /** Seconds since the epoch. */
  readonly requestedAt: number;
  readonly now: number;
}

export interface KeyBinding {
  /** SHA-256 over issuer-signed JWT and disclosures, computed from the received text. */
  readonly sdHash: Uint8Array;
  /** What the holder signed. The claims of this protocol are not checked yet. */
  readonly signed: JsonObject;
}

/** Checks a key-binding JWT (RFC 9901, section 7.3) against the request as sent and the SD-JWT as received. */
export async function checkKeyBinding(
  jwt: ParsedJwt | undefined,
  context: KeyBindingContext,
): Promise<KeyBinding> {
  check(jwt !== undefined, 'key_binding_missing');
  const { header, payload } = jwt;
  check(own(header, 'typ') === KEY_BINDING_TYP, 'key_binding_type_wrong');
  check(!Object.hasOwn(header, 'crit'), 'header_not_allowed');
  check(isAlgorithmOf(context.holderKey, own(header, 'alg')), 'algorithm_not_allowed');
  check(await context.verifyJws(jwt.text, context.holderKey), 'key_binding_signature_invalid');

  const claims = readRegisteredClaims(payload);
  check(claims?.iat !== undefined, 'key_binding_malformed');
  // A list of audiences is rejected even if it contains ours.
  check(own(payload, 'aud') === context.audience, 'audience_mismatch');
  check(own(payload, 'nonce') === context.nonce, 'nonce_mismatch');
  const isFresh = claims.iat >= context.requestedAt - KEY_BINDING_TIME_MARGIN_SECONDS;
  const fault = timeFault(claims, context.now, KEY_BINDING_TIME_MARGIN_SECONDS);
  check(isFresh && fault === undefined, 'key_binding_time_invalid');
  const sdHash = context.sha256(utf8(context.hashedText));
  check(own(payload, 'sd_hash') === encodeBase64url(sdHash), 'sd_hash_mismatch');
  return { sdHash, signed: payload };
}
