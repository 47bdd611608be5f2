import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { selectBackend } from '../backend/select.js';
import { encodeInteger } from '../bytes.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { errorCodeOf } from '../testing/claims.js';
import { combineBlindings, commit, linearCombination, randomScalar, verifyOpening } from './commitment.js';

const ORDER = ristretto255.Point.Fn.ORDER;
const ZERO = new Uint8Array(32);
const scalar = fc.bigInt({ min: 0n, max: ORDER - 1n });
const value = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 1n, 2n ** 64n - 1n));
const coefficient = fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n });

describe.each(['noble', 'wasm-simd'] as const)('with the backend %s', (backend) => {
  const runs = { numRuns: backend === 'noble' ? 8 : 60 };
  const use = () => selectBackend(backend);

  test('a commitment is v·B + r·B_blinding', () => {
    use();
    const { B, BBlinding } = pedersenGenerators();
    const [base, blindingBase] = [B, BBlinding].map((bytes) => ristretto255.Point.fromBytes(bytes));
    fc.assert(
      fc.property(value, scalar, (v, r) => {
        const expected = base?.multiplyUnsafe(v).add(blindingBase?.multiplyUnsafe(r) as never);
        expect(commit(v, encodeInteger(r))).toEqual(expected?.toBytes());
      }),
      runs,
    );
  });

  test('a value or blinding of 0 is no special case', () => {
    use();
    const { B, BBlinding } = pedersenGenerators();
    const one = encodeInteger(1n);
    expect(commit(0n, ZERO)).toEqual(ZERO);
    expect(commit(1n, ZERO)).toEqual(B);
    expect(commit(0n, one)).toEqual(BBlinding);
    expect(verifyOpening(ZERO, 0n, ZERO)).toBe(true);
  });

  test('a value is reduced mod ℓ', () => {
    use();
    const r = randomScalar();
    expect(commit(-1n, r)).toEqual(commit(ORDER - 1n, r));
    expect(commit(ORDER, r)).toEqual(commit(0n, r));
  });

  test('the opening of a linear combination is the same combination of values and blindings', () => {
    use();
    const term = fc.record({ a: coefficient, v: value, r: scalar });
    fc.assert(
      fc.property(
        fc.array(term, { maxLength: 5 }),
        fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
        (terms, t) => {
          const openings = terms.map(({ a, v, r }) => {
            const blinding = encodeInteger(r);
            return { coefficient: a, blinding, commitment: commit(v, blinding) };
          });
          const combined = terms.reduce((total, { a, v }) => total + a * v, t);
          const D = linearCombination(openings, t);
          expect(verifyOpening(D, combined, combineBlindings(openings))).toBe(true);
          expect(verifyOpening(D, combined + 1n, combineBlindings(openings))).toBe(false);
        },
      ),
      runs,
    );
  });

  test('random scalars are canonical and distinct', () => {
    use();
    const scalars = Array.from({ length: 50 }, randomScalar);
    for (const bytes of scalars) expect(bytesToNumberLE(bytes) < ORDER).toBe(true);
    expect(new Set(scalars.map((bytes) => bytesToHex(bytes))).size).toBe(50);
  });

  test('a linear combination accepts the identity and the base point as commitments', () => {
    use();
    const { B } = pedersenGenerators();
    for (const commitment of [ZERO, B])
      expect(linearCombination([{ coefficient: 1n, commitment }], 0n)).toEqual(commitment);
  });
});

describe('verifyOpening rejects', () => {
  const r = randomScalar();
  const C = commit(7n, r);
  test.each<[string, () => boolean]>([
    ['another value', () => verifyOpening(C, 8n, r)],
    ['another blinding', () => verifyOpening(C, 7n, randomScalar())],
    ['another commitment', () => verifyOpening(commit(7n, randomScalar()), 7n, r)],
    ['a blinding that is not canonical', () => verifyOpening(C, 7n, new Uint8Array(32).fill(255))],
    ['a blinding of 31 bytes', () => verifyOpening(C, 7n, r.subarray(1))],
    ['a truncated commitment', () => verifyOpening(C.subarray(1), 7n, r)],
    ['no commitment', () => verifyOpening(undefined as never, 7n, r)],
    ['a value that is not a bigint', () => verifyOpening(C, 7 as never, r)],
  ])('%s', (_, verify) => {
    expect(verifyOpening(C, 7n, r)).toBe(true);
    expect(verify()).toBe(false);
  });
});

describe('throws a typed error for', () => {
  const notCanonical = encodeInteger(ORDER - 1n).map((byte, i) => (i === 0 ? byte + 1 : byte));
  const bad = new Uint8Array(32).fill(255);
  test.each<[string, string, () => unknown]>([
    ['a blinding equal to ℓ', 'InvalidScalar', () => commit(1n, notCanonical)],
    ['a blinding of 33 bytes', 'InvalidScalar', () => commit(1n, new Uint8Array(33))],
    ['no blinding', 'InvalidScalar', () => commit(1n, undefined as never)],
    ['a value that is a number', 'InvalidScalar', () => commit(1 as never, ZERO)],
    [
      'a term with a bad point',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: bad }], 0n),
    ],
    [
      'a term with a string for a point',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: 'a' as never }], 0n),
    ],
    [
      'a fractional coefficient',
      'InvalidScalar',
      () => linearCombination([{ coefficient: 0.5 as never, commitment: ZERO }], 0n),
    ],
    [
      'a term with a point of 31 bytes',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: new Uint8Array(31) }], 0n),
    ],
    [
      'a term with a point of 33 bytes',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: new Uint8Array(33) }], 0n),
    ],
    ['no constant', 'InvalidScalar', () => linearCombination([], undefined as never)],
    ['no terms', 'InvalidScalar', () => linearCombination(undefined as never, 0n)],
    ['a term that is null', 'InvalidScalar', () => combineBlindings([null as never])],
    [
      'a bad blinding in a combination',
      'InvalidScalar',
      () => combineBlindings([{ coefficient: 1n, blinding: bad }]),
    ],
  ])('%s', (_, code, misuse) => {
    expect(errorCodeOf(misuse)).toBe(code);
  });
});
