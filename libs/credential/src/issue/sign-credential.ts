import { sha256 } from '@noble/hashes/sha2.js';
import { Jwt, pack, SDJwt } from '@sd-jwt/core';
import { commit, randomScalar } from '@zk-income/crypto';
import { encodeBase64url } from '../encoding/base64url.js';
import { midnight } from '../encoding/calendar.js';
import { randomBase64url } from '../encoding/random.js';
import { utf8 } from '../encoding/text.js';
import { CLAIM_SALT_BYTES, CREDENTIAL_TYP, OPENING_SALT_BYTES, VCT } from '../format.js';
import type { PublicJwk } from '../keys.js';
import { PERSONAL_CLAIMS } from '../policy/policy.js';
import type { SigningKey } from '../ports/index.js';
import type { ValidatedIssueInput } from './issue-input.js';

const hash = {
  alg: 'sha-256',
  hasher: (data: string | ArrayBuffer) =>
    sha256(typeof data === 'string' ? utf8(data) : new Uint8Array(data)),
};

// Random digests stand for absent claims, so that the number of digests reveals nothing.
const CLAIM_SLOTS = PERSONAL_CLAIMS.length + 1;

/** What differs between the credential instances of a batch, and who attests it. */
export interface InstanceParts {
  readonly iss: string;
  readonly sourceId: string;
  readonly holderKey: PublicJwk;
  readonly status: { readonly idx: number; readonly uri: string };
}

/** Makes each member selectively disclosable on its own. */
function makeDisclosable(members: Record<string, unknown>, saltBytes: number, decoys = 0) {
  const frame = { _sd: Object.keys(members), ...(decoys > 0 ? { _sd_decoy: decoys } : {}) };
  return pack(members, frame as Parameters<typeof pack>[1], hash, () => randomBase64url(saltBytes));
}

/**
 * Signs one credential instance with fresh blindings and salts, its own holder key and status index, so that verifiers
 * cannot link two instances of a batch. Returns the SD-JWT with all disclosures.
 */
export async function signCredential(
  input: ValidatedIssueInput,
  parts: InstanceParts,
  key: SigningKey,
): Promise<string> {
  const commitments: Record<string, string> = {};
  const openings: Record<string, { value: string; blinding: string }> = {};
  for (const [name, value] of input.attributes) {
    const blinding = randomScalar();
    commitments[name] = encodeBase64url(commit(value, blinding));
    openings[name] = { value: value.toString(), blinding: encodeBase64url(blinding) };
    blinding.fill(0);
  }
  const claims = { ...input.claims, source_id: parts.sourceId };

  // Two passes, because the library does not tell its salt generator which member a salt is for.
  const disclosableOpenings = await makeDisclosable(openings, OPENING_SALT_BYTES);
  const disclosableClaims = await makeDisclosable(
    claims,
    CLAIM_SALT_BYTES,
    CLAIM_SLOTS - Object.keys(claims).length,
  );

  const payload = {
    iss: parts.iss,
    vct: VCT,
    iat: midnight(input.issueDay),
    exp: midnight(input.expiryDay),
    cnf: { jwk: parts.holderKey },
    status: { status_list: parts.status },
    currency: input.currency,
    period: input.period,
    commitments,
    openings: disclosableOpenings.packedClaims,
    ...disclosableClaims.packedClaims,
    _sd_alg: hash.alg,
  };
  const { alg, kid, certificates } = key;
  const header = { alg, kid, typ: CREDENTIAL_TYP, ...(certificates && { x5c: [...certificates] }) };
  const jwt = new Jwt({ header, payload });
  await jwt.sign((data) => key.sign(data));
  return new SDJwt({
    jwt,
    disclosures: [...disclosableOpenings.disclosures, ...disclosableClaims.disclosures],
  }).encodeSDJwt();
}
