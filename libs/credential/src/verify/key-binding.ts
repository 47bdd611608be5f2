import { decodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { own } from '../encoding/json.js';
import { KEY_BINDING_TYP } from '../format.js';
import type { ParsedJwt } from '../jwt.js';
import { algorithmOf, type JwsCheck, type PublicJwk } from '../keys.js';
import { demand } from './refuse.js';

/** How far the time of a presentation may be outside of [creation of the request, now]. */
const TIME_MARGIN_SECONDS = 600;

export interface KeyBindingContext {
  readonly isSignedBy: JwsCheck;
  readonly holderKey: PublicJwk;
  readonly audience: string;
  readonly nonce: string;
  readonly transactionData: string;
  /** Issuer JWT and disclosures as received, each followed by `~`. */
  readonly hashedText: string;
  /** Seconds since the epoch. */
  readonly requestedAt: number;
  readonly now: number;
  readonly isCarrier: boolean;
  /** Bytes of the range proof that the policy needs. */
  readonly proofLength: number;
}

function readRangeProof(claim: unknown, context: KeyBindingContext): Uint8Array | undefined {
  if (!context.isCarrier) {
    demand(claim === undefined, 'range_proof_misplaced');
    return undefined;
  }
  demand(claim !== undefined, 'range_proof_missing');
  const proof = typeof claim === 'string' ? decodeBase64url(claim) : undefined;
  demand(proof?.length === context.proofLength, 'range_proof_malformed');
  return proof;
}

/** Checks a key-binding JWT against what was sent and received; returns the carrier's range proof. */
export async function checkKeyBinding(
  jwt: ParsedJwt | undefined,
  context: KeyBindingContext,
): Promise<Uint8Array | undefined> {
  demand(jwt !== undefined, 'key_binding_missing');
  const { header, payload } = jwt;
  demand(own(header, 'typ') === KEY_BINDING_TYP, 'key_binding_type_wrong');
  demand(!Object.hasOwn(header, 'crit'), 'header_not_allowed');
  demand(own(header, 'alg') === algorithmOf(context.holderKey), 'algorithm_not_allowed');
  demand(await context.isSignedBy(jwt.text, context.holderKey), 'key_binding_signature_invalid');

  // A list of audiences is refused even when ours is in it.
  demand(own(payload, 'aud') === context.audience, 'audience_mismatch');
  demand(own(payload, 'nonce') === context.nonce, 'nonce_mismatch');
  const iat = own(payload, 'iat');
  demand(typeof iat === 'number', 'key_binding_malformed');
  const inTime = iat >= context.requestedAt - TIME_MARGIN_SECONDS && iat <= context.now + TIME_MARGIN_SECONDS;
  demand(inTime, 'key_binding_time_invalid');
  demand(own(payload, 'sd_hash') === sha256Base64url(context.hashedText), 'sd_hash_mismatch');

  const hashes = own(payload, 'transaction_data_hashes');
  const algorithm = own(payload, 'transaction_data_hashes_alg');
  demand(
    Array.isArray(hashes) && hashes.length === 1 && hashes[0] === sha256Base64url(context.transactionData),
    'transaction_data_mismatch',
  );
  demand(algorithm === undefined || algorithm === 'sha-256', 'transaction_data_mismatch');
  return readRangeProof(own(payload, 'range_proof'), context);
}
