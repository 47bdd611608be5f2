import { equalBytes } from '@noble/curves/utils.js';
import { concatBytes, isBytes } from '@noble/hashes/utils.js';
import { currentBackend } from '../backend/select.js';
import { encodeInteger } from '../bytes.js';
import { decodeBlindings, decodeCommitments } from '../decode.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';

const notIntegers = () => new RangeProofError('InvalidScalar', 'Values and coefficients must be bigints.');

/** Integers mod ℓ, 32 bytes each. @throws RangeProofError('InvalidScalar') */
function encodeIntegers(integers: readonly unknown[]): Uint8Array {
  return concatBytes(
    ...integers.map((integer) => {
      if (typeof integer !== 'bigint') throw notIntegers();
      return encodeInteger(integer);
    }),
  );
}

/** Splits untrusted terms into their coefficients and the other column. */
function columnsOf<K extends string>(terms: unknown, key: K): { coefficients: unknown[]; others: unknown[] } {
  if (!Array.isArray(terms)) throw notIntegers();
  const rows = terms as readonly (Partial<Record<K | 'coefficient', unknown>> | null | undefined)[];
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
 * @param value v, any integer, reduced mod ℓ
 * @param blinding r, 32 bytes, canonical; generate it with {@link randomScalar} and never reuse it
 * @throws RangeProofError('InvalidScalar') if the value is not a bigint or the blinding is not canonical
 * @example
 * const blinding = randomScalar();
 * const commitment = commit(5_400_000n, blinding);
 */
export function commit(value: bigint, blinding: Uint8Array): Uint8Array {
  return currentBackend().withScope((group) => {
    const v = encodeIntegers([value]);
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
  try {
    return isBytes(commitment) && equalBytes(commit(value, blinding), commitment);
  } catch (error) {
    if (error instanceof RangeProofError) return false;
    throw error;
  }
}

/**
 * `Σ aᵢ·Cᵢ + t·B`, 32 bytes: the commitment to `Σ aᵢ·vᵢ + t`. **For public data only**: variable time.
 * Coefficients and constant are any integers, reduced mod ℓ.
 *
 * @throws RangeProofError('InvalidPoint') if a commitment is not canonical, ('InvalidScalar') if a
 *   coefficient or the constant is not a bigint
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
 * @throws RangeProofError('InvalidScalar') if a coefficient is not a bigint or a blinding is not canonical
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
