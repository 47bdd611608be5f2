import { equalBytes } from '@noble/curves/utils.js';
import { currentBackend } from '../backend/select.js';
import { elementsOf, encodeInteger, viewOf } from '../bytes.js';
import { decodeBlindings, decodeCommitments } from '../decode.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';

/**
 * Maximum number of terms of a linear combination. It bounds the memory of an operation; a policy has at most
 * a few dozen.
 */
const MAX_TERMS = 1024;

const notIntegers = () => new RangeProofError('InvalidScalar', 'Values and coefficients must be bigints.');

/** Integers mod ℓ, 32 bytes each. @throws RangeProofError('InvalidScalar') */
function encodeIntegers(integers: readonly unknown[]): Uint8Array {
  const encodings = new Uint8Array(32 * integers.length);
  for (let i = 0; i < integers.length; i++) {
    const integer = integers[i];
    if (typeof integer !== 'bigint') throw notIntegers();
    encodings.set(encodeInteger(integer), 32 * i);
  }
  return encodings;
}

/** Splits untrusted terms into their coefficients and the other column. */
function columnsOf<K extends string>(terms: unknown, key: K): { coefficients: unknown[]; others: unknown[] } {
  if (!Array.isArray(terms)) throw notIntegers();
  const rows = elementsOf(terms, MAX_TERMS) as
    | (Partial<Record<K | 'coefficient', unknown>> | null | undefined)[]
    | undefined;
  if (rows === undefined)
    throw new RangeProofError('TooManyTerms', `A linear combination must have at most ${MAX_TERMS} terms.`);
  return { coefficients: rows.map((row) => row?.coefficient), others: rows.map((row) => row?.[key]) };
}

/**
 * A uniformly random scalar in [0, ℓ), 32 bytes little-endian: 64 bytes of the platform's CSPRNG mod ℓ.
 *
 * @example
 * const blinding = randomScalar();
 */
export function randomScalar(): Uint8Array {
  const wide = platformRandom(64);
  try {
    return currentBackend().withScope((group) => group.encodeScalars(group.reduceWide(wide)));
  } finally {
    wide.fill(0);
  }
}

/**
 * The Pedersen commitment `C = v·B + r·B_blinding`, 32 bytes. Constant-time, with no special case for 0:
 * the commitment to 0 with blinding 0 is the encoding of the identity.
 *
 * @param value v, any integer, reduced mod ℓ; constant-time among the integers in [0, 2^64)
 * @param blinding r, 32 bytes, canonical; generate it with {@link randomScalar} and never reuse it
 * @throws RangeProofError('InvalidScalar') if the value is not a bigint or the blinding is not canonical
 * @example
 * const blinding = randomScalar();
 * const commitment = commit(5_400_000n, blinding);
 */
export function commit(value: bigint, blinding: Uint8Array): Uint8Array {
  if (typeof value !== 'bigint') throw notIntegers();
  return currentBackend().withScope((group) => {
    const v = encodeInteger(value);
    try {
      return group.encodePoints(group.commit(group.decodeScalars(v), decodeBlindings(group, [blinding])));
    } finally {
      v.fill(0);
    }
  });
}

/**
 * Whether (value, blinding) is an opening of the commitment: `C = v·B + r·B_blinding`. Returns false for
 * malformed input (a value that is not a bigint, a blinding that is not canonical). Constant-time in the
 * opening.
 *
 * @example
 * verifyOpening(commit(7n, blinding), 7n, blinding); // true
 */
export function verifyOpening(commitment: Uint8Array, value: bigint, blinding: Uint8Array): boolean {
  const expected = viewOf(commitment);
  if (expected === undefined || typeof value !== 'bigint') return false;
  try {
    return equalBytes(commit(value, blinding), expected);
  } catch (error) {
    if (error instanceof RangeProofError && error.code === 'InvalidScalar') return false;
    throw error;
  }
}

/**
 * `Σ aᵢ·Cᵢ + t·B`, 32 bytes: the commitment to `Σ aᵢ·vᵢ + t`. **For public data only**: variable time.
 * Coefficients and constant are any integers, reduced mod ℓ.
 *
 * @throws RangeProofError('InvalidPoint') if a commitment is not canonical, ('InvalidScalar') if a
 *   coefficient or the constant is not a bigint, ('TooManyTerms') for more than 1,024 terms
 * @example
 * // income − threshold: its opening is the difference and the blinding of the income
 * linearCombination([{ coefficient: 1n, commitment: income }], -5_400_000n);
 */
export function linearCombination(
  terms: readonly { readonly coefficient: bigint; readonly commitment: Uint8Array }[],
  constant: bigint,
): Uint8Array {
  const { coefficients, others } = columnsOf(terms, 'commitment');
  const integers = encodeIntegers([...coefficients, constant]);
  return currentBackend().withScope((group) => {
    const scalars = group.decodeScalars(integers);
    const msm = group.newMultiScalarMulVarTime({ points: others.length, parties: 0 });
    msm.addPoints(group.slice(scalars, 0, others.length), decodeCommitments(group, others));
    const zero = group.decodeScalars(new Uint8Array(32));
    msm.addPedersen(group.slice(scalars, others.length, scalars.length), zero);
    return group.encodePoints(msm.evaluateVarTime());
  });
}

/**
 * `Σ aᵢ·rᵢ mod ℓ`, 32 bytes: the blinding of the {@link linearCombination} with the same coefficients.
 * Constant-time in the blindings.
 *
 * @throws RangeProofError('InvalidScalar') if a coefficient is not a bigint or a blinding is not canonical,
 *   ('TooManyTerms') for more than 1,024 terms
 * @example
 * combineBlindings([{ coefficient: 40n, blinding: income }, { coefficient: -100n, blinding: debt }]);
 */
export function combineBlindings(
  terms: readonly { readonly coefficient: bigint; readonly blinding: Uint8Array }[],
): Uint8Array {
  const { coefficients, others } = columnsOf(terms, 'blinding');
  const integers = encodeIntegers(coefficients);
  return currentBackend().withScope((group) =>
    group.encodeScalars(group.innerProduct(group.decodeScalars(integers), decodeBlindings(group, others))),
  );
}
