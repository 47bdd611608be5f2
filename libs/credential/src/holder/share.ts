import { combineBlindings, linearCombination, RangeProofError, verifyOpening } from '@zk-income/crypto';
import { CompactEncrypt, compactDecrypt, importJWK, type JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import { canonicalJson, isObject, own, parseJsonBytes } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { ATTRIBUTE_MAXIMUM, MAX_INTRODUCTION_BYTES } from '../limits.js';
import type { Inequality, InequalityTerm } from '../policy/inequality.js';
import { countedPeople, type Person } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import type { Opening } from '../proof/proof-runner.js';
import type { CheckedHeldCredential } from './held-credential.js';
import type { Introduction } from './introduction.js';
import { knownTerms } from './known-terms.js';

const ALGORITHM = 'ECDH-ES';
const ENCRYPTION = 'A256GCM';
/** `Σ aᵢ·vᵢ` is below 2^139 in absolute value. */
const SUM = /^(0|-?[1-9][0-9]{0,41})$/;

/** The terms of an inequality that count credentials of a person. */
export const termsOfPerson = ({ terms }: Inequality, { credentials }: Person): InequalityTerm[] =>
  terms.filter(({ credential }) => credentials.includes(credential));

/** The inequalities that one person proves and that count credentials of another one, in the order of the proof. */
export const sharedInequalities = (
  policy: Policy,
  inequalities: readonly Inequality[],
  proving: Person,
  other: Person,
): Inequality[] =>
  inequalities.filter((inequality) => {
    const [first, ...others] = countedPeople(policy, inequality).map(({ id }) => id);
    return first === proving.id && others.includes(other.id);
  });

/** The opening of `Σ aᵢ·Cᵢ` over the terms of one person. */
export function sumOpening(
  terms: readonly InequalityTerm[],
  credentials: ReadonlyMap<string, CheckedHeldCredential>,
): Opening {
  const known = knownTerms(terms, credentials);
  return {
    value: known.reduce((sum, { coefficient, value }) => sum + coefficient * value, 0n),
    blinding: combineBlindings(known),
  };
}

interface ShareContext {
  /** See `sessionOf`: a share is of use with these introductions only. */
  readonly session: string;
  readonly from: Person;
  readonly to: Person;
}

/** Encrypts the sums of a person to the wallet of the person that proves them: a JWE (ECDH-ES, A256GCM). */
export async function encryptShare(
  sums: readonly Opening[],
  { session, from, to }: ShareContext,
  encryptionKey: Introduction['encryptionKey'],
): Promise<string> {
  const text = canonicalJson({
    session,
    from: from.id,
    to: to.id,
    sums: sums.map(({ value, blinding }) => ({ value: String(value), blinding: encodeBase64url(blinding) })),
  });
  return new CompactEncrypt(utf8(text))
    .setProtectedHeader({ alg: ALGORITHM, enc: ENCRYPTION })
    .encrypt(await importJWK(encryptionKey as JWK, ALGORITHM));
}

function reject(from: Person, detail: string): never {
  throw new ProtocolError('share_invalid', `share of ${from.id}: ${detail}`);
}

function readSum(value: unknown): Opening | undefined {
  if (!isObject(value)) return undefined;
  const [sum, text] = [own(value, 'value'), own(value, 'blinding')];
  const blinding = typeof text === 'string' ? decodeBase64url(text) : undefined;
  if (typeof sum !== 'string' || !SUM.test(sum) || blinding?.length !== 32) return undefined;
  return { value: BigInt(sum), blinding };
}

async function decrypt(jwe: unknown, key: CryptoKey): Promise<unknown> {
  if (typeof jwe !== 'string' || jwe.length > MAX_INTRODUCTION_BYTES) return undefined;
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: [ALGORITHM],
      contentEncryptionAlgorithms: [ENCRYPTION],
    });
    return parseJsonBytes(plaintext);
  } catch {
    return undefined;
  }
}

/** Whether an opening is that of `Σ aᵢ·Cᵢ` over the terms, with the commitments that the person introduced. */
function opens(sum: Opening, terms: readonly InequalityTerm[], { credentials }: Introduction): boolean {
  const known = terms.map(({ credential, attribute, coefficient }) => ({
    coefficient,
    commitment: credentials.get(credential)!.commitments.get(attribute)!,
  }));
  try {
    return verifyOpening(linearCombination(known, 0n), sum.value, sum.blinding);
  } catch (error) {
    if (error instanceof RangeProofError) return false;
    throw error;
  }
}

/** Whether some attributes in [0, 2^53) have a sum. With any other, the proof could not be made. */
function isPossible({ value }: Opening, terms: readonly InequalityTerm[]): boolean {
  const total = (sign: bigint) =>
    terms.reduce(
      (sum, { coefficient }) => (coefficient * sign > 0n ? sum + coefficient * ATTRIBUTE_MAXIMUM : sum),
      0n,
    );
  return total(-1n) <= value && value <= total(1n);
}

/**
 * Decrypts the share of a person, and verifies that it opens the commitments of their introduction. The wallet does not see
 * the credential, so that the commitments may be false.
 *
 * @param inequalities see `sharedInequalities`
 * @returns one sum for each inequality
 * @throws ProtocolError `share_invalid`
 */
export async function decryptShare(
  jwe: unknown,
  { session, from, to }: ShareContext,
  key: CryptoKey,
  introduction: Introduction,
  inequalities: readonly Inequality[],
): Promise<readonly Opening[]> {
  const share = await decrypt(jwe, key);
  if (!isObject(share)) return reject(from, 'expected a JWE that is encrypted to this wallet.');
  if (own(share, 'session') !== session || own(share, 'from') !== from.id || own(share, 'to') !== to.id)
    return reject(from, 'expected one for these introductions.');
  const list = own(share, 'sums');
  const sums = Array.isArray(list) ? list.map(readSum) : [];
  if (sums.length !== inequalities.length) return reject(from, `expected ${inequalities.length} sums.`);
  for (const [i, inequality] of inequalities.entries()) {
    const sum = sums[i];
    const terms = termsOfPerson(inequality, from);
    if (!sum || !isPossible(sum, terms) || !opens(sum, terms, introduction))
      return reject(from, "expected the sums of the person's commitments.");
  }
  return sums as readonly Opening[];
}
