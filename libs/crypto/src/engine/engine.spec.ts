import { describe, expect, test } from '@jest/globals';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import { concatBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { encodeInteger, encodeU64 } from '../bytes.js';
import { BulletproofGenerators } from '../generators/bulletproofs.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { randomNumbers } from '../testing/claims.js';
import { engines } from '../testing/engines.js';
import { type Arithmetic, EncodingError, type Points, type Scalars } from './engine.js';
import { RistrettoPoint } from './noble/points.js';

const { Fn } = RistrettoPoint;
const ORDER = Fn.ORDER;
const scalar = fc.oneof(
  fc.constantFrom(0n, 1n, 2n, ORDER - 1n, (ORDER - 1n) / 2n, 2n ** 64n, 2n ** 252n),
  fc.bigInt({ min: 0n, max: ORDER - 1n }),
);
const vector = (length: number) => fc.array(scalar, { minLength: length, maxLength: length });
const runs = { numRuns: 25 };

const { B, BBlinding } = pedersenGenerators();
const generators = new BulletproofGenerators();
const point = (encoding: Uint8Array) => RistrettoPoint.fromBytes(encoding);
const sum = (points: readonly RistrettoPoint[]) =>
  points.reduce((total, P) => total.add(P), RistrettoPoint.ZERO);
const times = (P: Uint8Array, k: bigint) => point(P).multiplyUnsafe(Fn.create(k));
const combine = (k: readonly bigint[], P: readonly Uint8Array[]) =>
  sum(k.map((coefficient, i) => times(P[i] as Uint8Array, coefficient)));
/** Generator i of party j at index bits·j + i. */
const family = (name: 'G' | 'H', bits: number, m: number) =>
  Array.from({ length: m }, (_, j) => generators[name](j).slice(0, bits)).flat();

describe.each(engines)('the engine $name', (engine) => {
  const inScratch = <T>(work: (arith: Arithmetic) => T) => engine.withScratch(work);
  const make = (arith: Arithmetic, values: readonly bigint[]) =>
    arith.decodeScalars(concatBytes(...values.map(encodeInteger)));
  const numbers = (arith: Arithmetic, a: Scalars) => {
    const bytes = arith.encodeScalars(a);
    return Array.from({ length: a.length }, (_, i) => bytesToNumberLE(bytes.subarray(32 * i, 32 * i + 32)));
  };
  const encoded = (arith: Arithmetic, points: Points) => arith.encodePoints(points);

  /** Runs an operation on vectors and compares the result with plain numbers. */
  const expectNumbers = (
    operands: readonly (readonly bigint[])[],
    operation: (arith: Arithmetic, ...operands: Scalars[]) => Scalars,
    expected: readonly bigint[],
  ) =>
    inScratch((arith) => {
      const result = operation(arith, ...operands.map((values) => make(arith, values)));
      expect(result.length).toBe(expected.length);
      expect(numbers(arith, result)).toEqual(expected.map((value) => Fn.create(value)));
    });

  describe('computes with scalars as with numbers mod the order', () => {
    const elementwise = [
      ['add', (x: bigint, y: bigint) => x + y],
      ['subtract', (x: bigint, y: bigint) => x - y],
      ['multiply', (x: bigint, y: bigint) => x * y],
    ] as const;
    test.each(elementwise)('%s, element by element, or one with all', (name, operation) => {
      fc.assert(
        fc.property(vector(5), vector(5), scalar, (a, b, c) => {
          expectNumbers(
            [a, b],
            (arith, x, y) => arith[name](x, y),
            a.map((x, i) => operation(x, b[i] as bigint)),
          );
          expectNumbers(
            [a, [c]],
            (arith, x, y) => arith[name](x, y),
            a.map((x) => operation(x, c)),
          );
          expectNumbers(
            [[c], a],
            (arith, x, y) => arith[name](x, y),
            a.map((x) => operation(c, x)),
          );
        }),
        runs,
      );
    });

    test('a vector with itself', () => {
      expectNumbers([[3n, 4n]], (arith, a) => arith.multiply(a, a), [9n, 16n]);
    });

    test('negate, innerProduct, kronecker', () => {
      fc.assert(
        fc.property(vector(3), vector(3), (a, b) => {
          expectNumbers(
            [a],
            (arith, x) => arith.negate(x),
            a.map((x) => -x),
          );
          const product = a.reduce((total, x, i) => total + x * (b[i] as bigint), 0n);
          expectNumbers([a, b], (arith, x, y) => arith.innerProduct(x, y), [product]);
          const outer = a.flatMap((x) => b.map((y) => x * y));
          expectNumbers([a, b], (arith, x, y) => arith.kronecker(x, y), outer);
        }),
        runs,
      );
    });

    test('subset products: the highest bit of an index stands for the first ratio', () => {
      expectNumbers([[1n], [7n, 5n, 3n]], (arith, a, r) => arith.subsetProducts(a, r), [
        ...[1n, 3n, 5n, 15n],
        ...[7n, 21n, 35n, 105n],
      ]);
      fc.assert(
        fc.property(vector(2), vector(3), (a, ratios) => {
          const product = (b: number) =>
            ratios.reduce((total, ratio, j) => ((b >> (2 - j)) & 1 ? total * ratio : total), 1n);
          const expected = a.flatMap((x) => [0, 1, 2, 3, 4, 5, 6, 7].map((b) => x * product(b)));
          expectNumbers([a, ratios], (arith, x, r) => arith.subsetProducts(x, r), expected);
        }),
        runs,
      );
    });

    test('powers begin with 1, also those of 0', () => {
      expectNumbers([[3n]], (arith, x) => arith.powers(x, 5), [1n, 3n, 9n, 27n, 81n]);
      expectNumbers([[0n]], (arith, x) => arith.powers(x, 3), [1n, 0n, 0n]);
      expectNumbers([[7n]], (arith, x) => arith.powers(x, 1), [1n]);
    });

    test('the inverse of 0 is 0, and spoils no other', () => {
      fc.assert(
        fc.property(fc.array(scalar, { minLength: 1, maxLength: 6 }), (a) => {
          const inverses = a.map((x) => (x === 0n ? 0n : Fn.inv(x)));
          expectNumbers([a], (arith, x) => arith.invertVarTime(x), inverses);
        }),
        runs,
      );
    });

    test('slice, concat', () => {
      const a = [1n, 2n, 3n, 4n, 5n];
      expectNumbers([a], (arith, x) => arith.slice(x, 1, 4), [2n, 3n, 4n]);
      expectNumbers([a], (arith, x) => arith.slice(x, 2, 2), []);
      expectNumbers([a, [9n]], (arith, x, y) => arith.concat(y, arith.slice(x, 3, 5), x), [9n, 4n, 5n, ...a]);
    });

    test('operands stay as they are', () => {
      inScratch((arith) => {
        const [a, b] = [make(arith, [1n, 2n]), make(arith, [3n, 4n])];
        for (const name of ['add', 'subtract', 'multiply', 'kronecker', 'innerProduct'] as const)
          arith[name](a, b);
        arith.subsetProducts(a, b);
        arith.invertVarTime(a);
        expect([numbers(arith, a), numbers(arith, b)]).toEqual([
          [1n, 2n],
          [3n, 4n],
        ]);
      });
    });

    test('64 bytes are reduced', () => {
      fc.assert(
        fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 512n - 1n }), { maxLength: 4 }), (wide) => {
          const bytes = concatBytes(...wide.map((value) => numberToBytesLE(value, 64)));
          inScratch((arith) =>
            expect(numbers(arith, arith.reduceWide(bytes))).toEqual(wide.map((value) => value % ORDER)),
          );
        }),
        runs,
      );
    });

    test.each([8, 16, 32, 64])('the bits of values of %d bits', (bits) => {
      const values = [0n, 2n ** BigInt(bits) - 1n, 0xa5n];
      const expected = values.flatMap((v) => Array.from({ length: bits }, (_, i) => (v >> BigInt(i)) & 1n));
      inScratch((arith) =>
        expect(numbers(arith, arith.bitsOf(encodeU64(values, 8), bits))).toEqual(expected),
      );
    });
  });

  describe('refuses an encoding, and says which', () => {
    const refused = (work: (arith: Arithmetic) => unknown) => {
      try {
        inScratch(work);
        return undefined;
      } catch (error) {
        return error instanceof EncodingError ? [error.what, error.index] : error;
      }
    };
    const one = encodeInteger(1n);

    test.each([
      ['the order', numberToBytesLE(ORDER, 32)],
      ['the order plus one', numberToBytesLE(ORDER + 1n, 32)],
      ['the greatest number of 32 bytes', new Uint8Array(32).fill(255)],
    ])('of a scalar: %s', (_, bad) => {
      for (const index of [0, 1, 2, 3]) {
        const list = [one, one, one, one].with(index, bad);
        expect(refused((arith) => arith.decodeScalars(concatBytes(...list)))).toEqual(['scalar', index]);
      }
      expect(refused((arith) => arith.decodeScalars(concatBytes(one, bad, bad)))).toEqual(['scalar', 1]);
    });

    test.each([
      ['p', numberToBytesLE(2n ** 255n - 19n, 32)],
      ['negative', numberToBytesLE(1n, 32)],
      ['the top bit set', B.map((byte, i) => (i === 31 ? byte | 0x80 : byte))],
    ])('of a point: %s', (_, bad) => {
      for (const index of [0, 1, 2, 3, 4]) {
        const list = [B, B, B, B, B].with(index, bad);
        expect(refused((arith) => arith.decodePoints(concatBytes(...list)))).toEqual(['point', index]);
      }
      expect(refused((arith) => arith.decodePoints(concatBytes(B, bad, bad)))).toEqual(['point', 1]);
    });

    test('of no scalar below the order', () => {
      const least = [0n, 1n, ORDER - 1n];
      inScratch((arith) => expect(numbers(arith, make(arith, least))).toEqual(least));
    });
  });

  test('points come back as they were encoded, and only the identity is the identity', () => {
    inScratch((arith) => {
      const list = [B, new Uint8Array(32), BBlinding];
      expect(encoded(arith, arith.decodePoints(concatBytes(...list)))).toEqual(concatBytes(...list));
      const isIdentity = list.map((encoding) => arith.isIdentity(arith.decodePoints(encoding)));
      expect(isIdentity).toEqual([false, true, false]);
      expect(arith.decodePoints(new Uint8Array(0)).length).toBe(0);
    });
  });

  describe('commits to secrets', () => {
    test('one by one', () => {
      fc.assert(
        fc.property(vector(3), vector(3), (v, r) => {
          const expected = v.map((value, i) =>
            times(B, value)
              .add(times(BBlinding, r[i] as bigint))
              .toBytes(),
          );
          inScratch((arith) =>
            expect(encoded(arith, arith.commit(make(arith, v), make(arith, r)))).toEqual(
              concatBytes(...expected),
            ),
          );
        }),
        { numRuns: 5 },
      );
    });

    test.each([
      [8, 1],
      [8, 4],
      [64, 2],
    ])('as vectors: %d bits, %d parties', (bits, m) => {
      const edges = [0n, 0n, 1n, ORDER - 1n];
      const [left, right] = [0, 1].map(() => [...edges, ...randomNumbers(bits * m - 4)]) as [
        bigint[],
        bigint[],
      ];
      const expected = sum([
        times(BBlinding, 5n),
        combine(left, family('G', bits, m)),
        combine(right, family('H', bits, m)),
      ]);
      inScratch((arith) => {
        const S = arith.commitVectors(make(arith, [5n]), make(arith, left), make(arith, right), bits);
        expect(encoded(arith, S)).toEqual(expected.toBytes());
      });
    });

    test.each([
      [8, [0n]],
      [8, [255n, 0n, 1n, 128n]],
      [64, [2n ** 64n - 1n, 2n ** 63n]],
    ])('to bits as to the vectors of bits and of bits less one: %d bits, %p', (bits, values) => {
      inScratch((arith) => {
        const bytes = encodeU64(values, 8);
        const aL = arith.bitsOf(bytes, bits);
        const aR = arith.subtract(aL, make(arith, [1n]));
        const alpha = make(arith, randomNumbers(1));
        const expected = encoded(arith, arith.commitVectors(alpha, aL, aR, bits));
        expect(encoded(arith, arith.commitBits(alpha, bytes, bits))).toEqual(expected);
      });
    });

    test('to nothing but zeros with the identity', () => {
      inScratch((arith) => {
        const zeros = make(arith, new Array(8).fill(0n));
        const zero = make(arith, [0n]);
        expect(arith.isIdentity(arith.commitVectors(zero, zeros, zeros, 8))).toBe(true);
        expect(arith.isIdentity(arith.commit(zero, zero))).toBe(true);
      });
    });
  });

  describe('sums up public data', () => {
    test.each([0, 1, 2, 33, 200])('of mixed sizes, with %d points', (count) => {
      const k = randomNumbers(count);
      const points = k.map((_, i) => generators.G(i % 16)[i % 64] as Uint8Array);
      const [g8, h8, g16, h16] = [16, 16, 16, 16].map(randomNumbers) as [
        bigint[],
        bigint[],
        bigint[],
        bigint[],
      ];
      const expected = sum([
        times(B, 3n + 4n),
        times(BBlinding, -5n),
        combine(g8, family('G', 8, 2)),
        combine(h8, family('H', 8, 2)),
        combine(g16, family('G', 16, 1)),
        combine(h16, family('H', 16, 1)),
        combine(k, points),
      ]);
      const result = inScratch((arith) => {
        const total = arith.newSumVarTime({ points: count, parties: 2 });
        engine.withScratch((inner) => {
          total.addPedersen(make(inner, [3n]), make(inner, [-5n]));
          total.addGenerators(make(inner, g8), make(inner, h8), 8);
        });
        total.addPedersen(make(arith, [4n]), make(arith, [0n]));
        total.addGenerators(make(arith, g16), make(arith, h16), 16);
        for (const half of [0, 1]) {
          engine.withScratch((inner) => {
            const [from, to] = half === 0 ? [0, count >> 1] : [count >> 1, count];
            const encodings = concatBytes(...points.slice(from, to));
            total.addPoints(make(inner, k.slice(from, to)), inner.decodePoints(encodings));
          });
        }
        return encoded(arith, total.evaluateVarTime());
      });
      expect(result).toEqual(expected.toBytes());
    });

    test('to the identity when everything cancels', () => {
      inScratch((arith) => {
        const total = arith.newSumVarTime({ points: 1, parties: 0 });
        total.addPedersen(make(arith, [-9n]), make(arith, [0n]));
        total.addPoints(make(arith, [9n]), arith.decodePoints(B));
        expect(arith.isIdentity(total.evaluateVarTime())).toBe(true);
      });
    });
  });

  test.each([
    [8, 1],
    [8, 4],
    [16, 2],
  ])('folds the generators of the inner-product argument: %d bits, %d parties', (bits, m) => {
    const halves = <T>(list: readonly T[]) =>
      [list.slice(0, list.length / 2), list.slice(list.length / 2)] as const;
    const hFactors = randomNumbers(bits * m);
    let G = family('G', bits, m);
    let H = family('H', bits, m).map((P, i) => times(P, hFactors[i] as bigint).toBytes());
    inScratch((arith) => {
      const folding = arith.innerProductGeneratorsVarTime(make(arith, hFactors), bits);
      while (folding.length > 1) {
        expect(folding.length).toBe(G.length);
        const [a, b, c] = [randomNumbers(G.length), randomNumbers(G.length), randomNumbers(2)];
        const [[aLo, aHi], [bLo, bHi], [GLo, GHi], [HLo, HHi]] = [halves(a), halves(b), halves(G), halves(H)];
        const L = sum([combine(aLo, GHi), combine(bHi, HLo), times(B, c[0] as bigint)]);
        const R = sum([combine(aHi, GLo), combine(bLo, HHi), times(B, c[1] as bigint)]);
        const [cL, cR] = c.map((value) => make(arith, [value])) as [Scalars, Scalars];
        const terms = folding.crossTermsVarTime(make(arith, a), make(arith, b), cL, cR);
        expect(encoded(arith, terms)).toEqual(concatBytes(L.toBytes(), R.toBytes()));

        const [u] = randomNumbers(1) as [bigint];
        const v = Fn.inv(u);
        G = GLo.map((P, i) =>
          times(P, v)
            .add(times(GHi[i] as Uint8Array, u))
            .toBytes(),
        );
        H = HLo.map((P, i) =>
          times(P, u)
            .add(times(HHi[i] as Uint8Array, v))
            .toBytes(),
        );
        folding.foldVarTime(make(arith, [u]), make(arith, [v]));
      }
    });
  });

  test('hands on what is thrown in a scratch, and works on', () => {
    const error = new Error('thrown');
    expect(() =>
      inScratch(() =>
        inScratch(() => {
          throw error;
        }),
      ),
    ).toThrow(error);
    expectNumbers([[2n], [3n]], (arith, a, b) => arith.multiply(a, b), [6n]);
  });
});
