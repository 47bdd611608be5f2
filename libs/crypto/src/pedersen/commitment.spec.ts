import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeInteger } from '../bytes.js';
import { selectEngine } from '../engine/select.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { refusal } from '../testing/claims.js';
import {
  combineBlindings,
  commit,
  isGroupElement,
  linearCombination,
  opensCommitment,
  randomScalar,
} from './commitment.js';

const ORDER = ristretto255.Point.Fn.ORDER;
const ZERO = new Uint8Array(32);
const scalar = fc.bigInt({ min: 0n, max: ORDER - 1n });
const value = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.constantFrom(0n, 1n, 2n ** 64n - 1n));
const coefficient = fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n });

describe.each(['noble', 'wasm-simd'] as const)('on the engine %s', (engine) => {
  const runs = { numRuns: engine === 'noble' ? 8 : 60 };
  const use = () => selectEngine(engine);

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

  test('zero is a value and a blinding like any other', () => {
    use();
    const { B, BBlinding } = pedersenGenerators();
    const one = encodeInteger(1n);
    expect(commit(0n, ZERO)).toEqual(ZERO);
    expect(commit(1n, ZERO)).toEqual(B);
    expect(commit(0n, one)).toEqual(BBlinding);
    expect(opensCommitment(ZERO, 0n, ZERO)).toBe(true);
  });

  test('a value counts modulo the order', () => {
    use();
    const r = randomScalar();
    expect(commit(-1n, r)).toEqual(commit(ORDER - 1n, r));
    expect(commit(ORDER, r)).toEqual(commit(0n, r));
  });

  test('a linear combination is opened by the same combination of values and blindings', () => {
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
          expect(opensCommitment(D, combined, combineBlindings(openings))).toBe(true);
          expect(opensCommitment(D, combined + 1n, combineBlindings(openings))).toBe(false);
        },
      ),
      runs,
    );
  });

  test('a random scalar is canonical, and another each time', () => {
    use();
    const drawn = Array.from({ length: 50 }, randomScalar);
    for (const bytes of drawn) expect(bytesToNumberLE(bytes) < ORDER).toBe(true);
    expect(new Set(drawn.map((bytes) => bytesToHex(bytes))).size).toBe(50);
  });

  test.each([
    ['the identity', '00'.repeat(32), true],
    ['the base point', 'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76', true],
    ['p, a second encoding of the identity', `ed${'ff'.repeat(30)}7f`, false],
    [
      'the base point with the top bit set',
      'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6',
      false,
    ],
    ['a negative field element', `01${'00'.repeat(31)}`, false],
    ['no square', '26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371', false],
    ['negative x·y', '3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e', false],
    ['y = 0', `ec${'ff'.repeat(30)}7f`, false],
    ['only ones', 'ff'.repeat(32), false],
    ['31 bytes', '00'.repeat(31), false],
    ['33 bytes', '00'.repeat(33), false],
  ])('%s: group element or not', (_, encoding, expected) => {
    use();
    expect(isGroupElement(hexToBytes(encoding))).toBe(expected);
  });
});

describe('an opening opens nothing else', () => {
  const r = randomScalar();
  const C = commit(7n, r);
  test.each<[string, () => boolean]>([
    ['another value', () => opensCommitment(C, 8n, r)],
    ['another blinding', () => opensCommitment(C, 7n, randomScalar())],
    ['another commitment', () => opensCommitment(commit(7n, randomScalar()), 7n, r)],
    ['a blinding that is not canonical', () => opensCommitment(C, 7n, new Uint8Array(32).fill(255))],
    ['a blinding of 31 bytes', () => opensCommitment(C, 7n, r.subarray(1))],
    ['a commitment cut short', () => opensCommitment(C.subarray(1), 7n, r)],
    ['no commitment', () => opensCommitment(undefined as never, 7n, r)],
    ['a value that is no bigint', () => opensCommitment(C, 7 as never, r)],
  ])('%s', (_, opens) => {
    expect(opensCommitment(C, 7n, r)).toBe(true);
    expect(opens()).toBe(false);
  });
});

describe('refuses with a typed error', () => {
  const notCanonical = encodeInteger(ORDER - 1n).map((byte, i) => (i === 0 ? byte + 1 : byte));
  const bad = new Uint8Array(32).fill(255);
  test.each<[string, string, () => unknown]>([
    ['a blinding equal to the order', 'InvalidScalar', () => commit(1n, notCanonical)],
    ['a blinding of 33 bytes', 'InvalidScalar', () => commit(1n, new Uint8Array(33))],
    ['no blinding', 'InvalidScalar', () => commit(1n, undefined as never)],
    ['a value that is a number', 'InvalidScalar', () => commit(1 as never, ZERO)],
    [
      'a term with a bad point',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: bad }], 0n),
    ],
    [
      'a term with text for a point',
      'InvalidPoint',
      () => linearCombination([{ coefficient: 1n, commitment: 'a' as never }], 0n),
    ],
    [
      'a fractional coefficient',
      'InvalidScalar',
      () => linearCombination([{ coefficient: 0.5 as never, commitment: ZERO }], 0n),
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
    expect(refusal(misuse)).toBe(code);
  });
});
