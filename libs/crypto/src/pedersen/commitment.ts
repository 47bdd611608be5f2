import { equalBytes } from '@noble/curves/utils.js';
import { concatBytes, isBytes } from '@noble/hashes/utils.js';
import { encodeInteger } from '../bytes.js';
import { decodeBlindings, decodeCommitments } from '../decode.js';
import { EncodingError } from '../engine/engine.js';
import { currentEngine } from '../engine/select.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';

const notIntegers = () => new RangeProofError('InvalidScalar', 'Values and coefficients are bigints.');

/** Integers mod ℓ, 32 bytes each. @throws RangeProofError('InvalidScalar') */
function encodeIntegers(integers: readonly unknown[]): Uint8Array {
  return concatBytes(
    ...integers.map((integer) => {
      if (typeof integer !== 'bigint') throw notIntegers();
      return encodeInteger(integer);
    }),
  );
}

/** What the caller gave as terms, column by column. */
function columnsOf<K extends string>(terms: unknown, key: K): { coefficients: unknown[]; others: unknown[] } {
  if (!Array.isArray(terms)) throw notIntegers();
  const rows = terms as readonly (Partial<Record<K | 'coefficient', unknown>> | null | undefined)[];
  return { coefficients: rows.map((row) => row?.coefficient), others: rows.map((row) => row?.[key]) };
}

/**
 * A uniform scalar in [0, ℓ), 32 bytes little-endian: 64 bytes of the platform's CSPRNG mod ℓ.
 *
 * @example
 * const blinding = randomScalar();
 */
export function randomScalar(): Uint8Array {
  const wide = platformRandom(64);
  try {
    return currentEngine().withScratch((arith) => arith.encodeScalars(arith.reduceWide(wide)));
  } finally {
    wide.fill(0);
  }
}

/**
 * The Pedersen commitment `C = v·B + r·B_blinding`, 32 bytes. One path whatever v and r are: 0 is a
 * value like any other, and with blinding 0 as well C is the encoding of the identity.
 *
 * @param value v, any integer; it counts mod ℓ
 * @param blinding r, 32 bytes, canonical; draw it with {@link randomScalar} and never use it twice
 * @throws RangeProofError('InvalidScalar')
 * @example
 * const blinding = randomScalar();
 * const commitment = commit(5_400_000n, blinding);
 */
export function commit(value: bigint, blinding: Uint8Array): Uint8Array {
  return currentEngine().withScratch((arith) => {
    const v = encodeIntegers([value]);
    try {
      return arith.encodePoints(arith.commit(arith.decodeScalars(v), decodeBlindings(arith, [blinding])));
    } finally {
      v.fill(0);
    }
  });
}

/**
 * Whether (value, blinding) opens the commitment, that is `C = v·B + r·B_blinding`. What is no
 * opening at all (a value that is no bigint, a blinding that is not canonical) opens nothing.
 *
 * @example
 * if (!opensCommitment(commitment, value, blinding)) throw new Error('not what was committed to');
 */
export function opensCommitment(commitment: Uint8Array, value: bigint, blinding: Uint8Array): boolean {
  try {
    return isBytes(commitment) && equalBytes(commit(value, blinding), commitment);
  } catch (error) {
    if (error instanceof RangeProofError) return false;
    throw error;
  }
}

/**
 * Whether these are the 32 bytes of a canonically encoded element of ristretto255 (RFC 9496 §4.3.1).
 * The identity is one. Variable time.
 *
 * @example
 * isGroupElement(new Uint8Array(32)); // true: the identity
 */
export function isGroupElement(bytes: Uint8Array): boolean {
  if (!isBytes(bytes) || bytes.length !== 32) return false;
  return currentEngine().withScratch((arith) => {
    try {
      return arith.decodePoints(bytes).length === 1;
    } catch (error) {
      if (error instanceof EncodingError) return false;
      throw error;
    }
  });
}

/**
 * `Σ aᵢ·Cᵢ + t·B`, 32 bytes: what public arithmetic on hidden values is. **Public data only**, it
 * runs in variable time. Coefficients and constant are any integers, they count mod ℓ.
 *
 * @throws RangeProofError('InvalidPoint') if a commitment is not canonical, ('InvalidScalar') if a
 *   coefficient or the constant is no bigint
 * @example
 * // income − threshold: opened by the difference and by the income's own blinding
 * linearCombination([{ coefficient: 1n, commitment: income }], -5_400_000n);
 */
export function linearCombination(
  terms: readonly { readonly coefficient: bigint; readonly commitment: Uint8Array }[],
  constant: bigint,
): Uint8Array {
  const { coefficients, others } = columnsOf(terms, 'commitment');
  const integers = encodeIntegers([...coefficients, constant]);
  return currentEngine().withScratch((arith) => {
    const scalars = arith.decodeScalars(integers);
    const sum = arith.newSumVarTime({ points: others.length, parties: 0 });
    sum.addPoints(arith.slice(scalars, 0, others.length), decodeCommitments(arith, others));
    const zero = arith.decodeScalars(new Uint8Array(32));
    sum.addPedersen(arith.slice(scalars, others.length, scalars.length), zero);
    return arith.encodePoints(sum.evaluateVarTime());
  });
}

/**
 * `Σ aᵢ·rᵢ mod ℓ`, 32 bytes: the blinding that opens {@link linearCombination} of the same terms.
 * Constant-time in the blindings.
 *
 * @throws RangeProofError('InvalidScalar')
 * @example
 * combineBlindings([{ coefficient: 40n, blinding: income }, { coefficient: -100n, blinding: debt }]);
 */
export function combineBlindings(
  terms: readonly { readonly coefficient: bigint; readonly blinding: Uint8Array }[],
): Uint8Array {
  const { coefficients, others } = columnsOf(terms, 'blinding');
  const integers = encodeIntegers(coefficients);
  return currentEngine().withScratch((arith) =>
    arith.encodeScalars(arith.innerProduct(arith.decodeScalars(integers), decodeBlindings(arith, others))),
  );
}
