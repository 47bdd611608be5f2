import { decodeBase64url } from '../encoding/base64url.js';
import { type JsonObject, own } from '../encoding/json.js';
import { check } from './check.js';

export interface ProofBindingContext {
  /** SHA-256 over the transaction-data string as sent, base64url. */
  readonly transactionDataHash: string;
  /** Whether it has the proof of a person. */
  readonly isCarrier: boolean;
  /** The id of the credential in the policy. */
  readonly credentialId: string;
  /** The alternative that the presentations show; undefined where the policy has none. */
  readonly alternative?: string;
}

export interface ProofBinding {
  /** In the carrier only, unless it is malformed. Its length, which depends on all credentials, is not checked yet. */
  readonly rangeProof?: Uint8Array;
  /** The claim `with`. What it must be depends on all credentials, and is not checked yet. */
  readonly partners: unknown;
}

function readRangeProof(claim: unknown, { isCarrier }: ProofBindingContext): Uint8Array | undefined {
  check(isCarrier || claim === undefined, 'range_proof_misplaced');
  return typeof claim === 'string' ? decodeBase64url(claim) : undefined;
}

/** Checks the claims by which the payload of a key-binding JWT belongs to a policy and its proof. */
export function checkProofBinding(payload: JsonObject, context: ProofBindingContext): ProofBinding {
  const hashes = own(payload, 'transaction_data_hashes');
  const proof = own(payload, 'range_proof');
  // A wallet without the plug-in has nothing of what follows, or the hashes only. It is told what is missing, not what does
  // not match.
  check(!context.isCarrier || proof !== undefined, 'range_proof_missing');
  const algorithm = own(payload, 'transaction_data_hashes_alg');
  check(
    Array.isArray(hashes) && hashes.length === 1 && hashes[0] === context.transactionDataHash,
    'transaction_data_mismatch',
  );
  check(algorithm === undefined || algorithm === 'sha-256', 'transaction_data_mismatch');
  check(own(payload, 'alternative') === context.alternative, 'alternative_mismatch');
  check(own(payload, 'credential_id') === context.credentialId, 'credential_id_mismatch');
  const rangeProof = readRangeProof(proof, context);
  return { partners: own(payload, 'with'), ...(rangeProof && { rangeProof }) };
}
