import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import type { Sha256 } from '../encoding/hash.js';
import { own } from '../encoding/json.js';
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
  /** SHA-256 over the transaction-data string as sent, base64url. */
  readonly transactionDataHash: string;
  /** Issuer-signed JWT and disclosures as received, each followed by `~`. */
  readonly hashedText: string;
  /** Seconds since the epoch. */
  readonly requestedAt: number;
  readonly now: number;
  /** Whether it has the proof of a person. */
  readonly isCarrier: boolean;
  /** The id of the credential in the policy. */
  readonly credentialId: string;
  /** The alternative that the presentations show; undefined where the policy has none. */
  readonly alternative?: string;
}

export interface KeyBinding {
  /** SHA-256 over issuer-signed JWT and disclosures, computed from the received text. */
  readonly sdHash: Uint8Array;
  /** In the carrier only, unless it is malformed. Its length, which depends on all credentials, is not checked yet. */
  readonly rangeProof?: Uint8Array;
  /** The claim `with`. What it must be depends on all credentials, and is not checked yet. */
  readonly partners: unknown;
}

function readRangeProof(claim: unknown, context: KeyBindingContext): Uint8Array | undefined {
  if (!context.isCarrier) {
    check(claim === undefined, 'range_proof_misplaced');
    return undefined;
  }
  check(claim !== undefined, 'range_proof_missing');
  return typeof claim === 'string' ? decodeBase64url(claim) : undefined;
}

/** Checks a key-binding JWT against the request as sent and the SD-JWT as received. */
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

  const hashes = own(payload, 'transaction_data_hashes');
  const algorithm = own(payload, 'transaction_data_hashes_alg');
  check(
    Array.isArray(hashes) && hashes.length === 1 && hashes[0] === context.transactionDataHash,
    'transaction_data_mismatch',
  );
  check(algorithm === undefined || algorithm === 'sha-256', 'transaction_data_mismatch');
  check(own(payload, 'alternative') === context.alternative, 'alternative_mismatch');
  check(own(payload, 'credential_id') === context.credentialId, 'credential_id_mismatch');
  const rangeProof = readRangeProof(own(payload, 'range_proof'), context);
  return { sdHash, partners: own(payload, 'with'), ...(rangeProof && { rangeProof }) };
}
