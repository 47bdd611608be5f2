import { describe, expect, test } from '@jest/globals';
import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, concatBytes, numberToBytesLE, randomBytes } from '@noble/curves/utils.js';
import fc from 'fast-check';
import { type Arithmetic, EncodingError, type Engine, type Points, type Scalars } from '../engine.js';
import { nobleEngine } from '../noble/engine.js';
import { createContext } from './context.js';
import { createWasmEngine, loadWasmEngine } from './engine.js';
import { loadKernel } from './kernel.js';

const { Fn } = ristretto255.Point;
const ORDER = Fn.ORDER;
const wasm = createWasmEngine() as Engine;

const bytesOf = (...values: bigint[]) => concatBytes(...values.map((value) => numberToBytesLE(value, 32)));

/** Runs the same calls on both engines and expects the same bytes. */
function expectSame(calls: (arith: Arithmetic) => Uint8Array | Uint8Array[]): void {
  expect(wasm.withScratch(calls)).toEqual(nobleEngine.withScratch(calls));
}

const R = 1n << 261n;
const EDGES = [
  0n,
  1n,
  2n,
  ORDER - 1n,
  ORDER - 2n,
  ORDER >> 1n,
  (1n << 252n) - 1n,
  1n << 252n,
  R % ORDER,
].concat(
  Array.from({ length: 8 }, (_, i) => 1n << BigInt(29 * (i + 1))),
  Array.from({ length: 8 }, (_, i) => (1n << BigInt(29 * (i + 1))) - 1n),
);
const scalar = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: 0n, max: ORDER - 1n }));
const vector = (length: number) => fc.array(scalar, { minLength: length, maxLength: length });
const vectors = fc
  .integer({ min: 1, max: 9 })
  .chain((n) => fc.record({ a: vector(n), b: vector(n), x: scalar }));
const SOME = { numRuns: 40 };
const FEW = { numRuns: 6 };

/** Encodings of some group elements, the identity among them. */
const encodingsOf = (multiples: bigint[]) =>
  concatBytes(
    ...multiples.map((k) =>
      (k === 0n ? ristretto255.Point.ZERO : ristretto255.Point.BASE.multiply(k)).toBytes(),
    ),
  );

describe('scalars are those of the noble engine', () => {
  test('element by element, and scaled by one', () => {
    fc.assert(
      fc.property(vectors, ({ a, b, x }) =>
        expectSame((arith) => {
          const [left, right] = [arith.decodeScalars(bytesOf(...a)), arith.decodeScalars(bytesOf(...b))];
          const one = arith.decodeScalars(bytesOf(x));
          const results: Scalars[] = [];
          for (const operation of ['add', 'subtract', 'multiply'] as const)
            results.push(
              arith[operation](left, right),
              arith[operation](left, one),
              arith[operation](one, right),
              arith[operation](left, left),
            );
          results.push(arith.negate(left), arith.subsetProducts(left, right), arith.invertVarTime(left));
          results.push(
            arith.concat(left, one, right),
            arith.slice(arith.concat(left, right), 1, a.length + 1),
          );
          return results.map((result) => arith.encodeScalars(result));
        }),
      ),
      SOME,
    );
  });

  test('inner product, powers, Kronecker product', () => {
    fc.assert(
      fc.property(vectors, ({ a, b, x }) =>
        expectSame((arith) => {
          const [left, right] = [arith.decodeScalars(bytesOf(...a)), arith.decodeScalars(bytesOf(...b))];
          const one = arith.decodeScalars(bytesOf(x));
          return [arith.innerProduct(left, right), arith.powers(one, 5), arith.kronecker(left, right)].map(
            (result) => arith.encodeScalars(result),
          );
        }),
      ),
      SOME,
    );
  });

  test('64 bytes reduced, with all-ones and multiples of ℓ', () => {
    const wide = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }),
      fc.constantFrom(
        new Uint8Array(64).fill(255),
        new Uint8Array(64),
        numberToBytesLE(ORDER, 64),
        numberToBytesLE(ORDER << 259n, 64),
        numberToBytesLE((ORDER << 259n) - 1n, 64),
        numberToBytesLE(1n << 256n, 64),
      ),
    );
    fc.assert(
      fc.property(fc.array(wide, { minLength: 1, maxLength: 4 }), (blocks) =>
        expectSame((arith) => arith.encodeScalars(arith.reduceWide(concatBytes(...blocks)))),
      ),
      SOME,
    );
  });

  test('bits of values', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(0n, 1n, 2n ** 64n - 1n, 2n ** 63n),
            fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        fc.constantFrom(8, 16, 32, 64),
        (values, bits) =>
          expectSame((arith) => {
            const bytes = concatBytes(...values.map((value) => numberToBytesLE(value, 8)));
            return arith.encodeScalars(arith.bitsOf(bytes, bits));
          }),
      ),
      SOME,
    );
  });

  test('refuses what is not below ℓ and says which', () => {
    const valid = bytesOf(1n, ORDER - 1n);
    for (const bad of [ORDER, ORDER + 1n, (1n << 253n) - 1n, (1n << 255n) - 19n, (1n << 256n) - 1n])
      for (const arith of [wasm, nobleEngine])
        expect(() =>
          arith.withScratch((a) => a.decodeScalars(concatBytes(valid, bytesOf(bad, 0n, bad)))),
        ).toThrow(new EncodingError('scalar', 2));
  });
});

describe('group elements are those of the noble engine', () => {
  test('decoded and encoded again, any number at once', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1, maxLength: 11 }), (multiples) => {
        const bytes = encodingsOf(multiples);
        expectSame((arith) => arith.encodePoints(arith.decodePoints(bytes)));
        expect(wasm.withScratch((arith) => arith.encodePoints(arith.decodePoints(bytes)))).toEqual(bytes);
      }),
      FEW,
    );
  });

  test('random bytes decode in both or in neither', () => {
    const P = 2n ** 255n - 19n;
    const edge = fc.constantFrom(
      0n,
      1n,
      2n,
      4n,
      P - 1n,
      P - 2n,
      P,
      P + 1n,
      P + 2n,
      2n ** 255n - 1n,
      2n ** 255n,
      2n ** 256n - 1n,
    );
    const encoding = fc.oneof(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.bigInt({ min: 0n, max: P }).map((s) => numberToBytesLE(s & ~1n, 32)),
      edge.map((s) => numberToBytesLE(s, 32)),
    );
    const verdict = (engine: Engine, bytes: Uint8Array) =>
      engine.withScratch((arith) => {
        try {
          return arith.encodePoints(arith.decodePoints(bytes));
        } catch (error) {
          return error;
        }
      });
    fc.assert(
      fc.property(fc.array(encoding, { minLength: 1, maxLength: 9 }), (encodings) => {
        const bytes = concatBytes(...encodings);
        expect(verdict(wasm, bytes)).toEqual(verdict(nobleEngine, bytes));
        for (const one of encodings) expect(verdict(wasm, one)).toEqual(verdict(nobleEngine, one));
      }),
      { numRuns: 150 },
    );
  });

  test('derived from uniform bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ minLength: 64, maxLength: 64 }),
            fc.constantFrom(new Uint8Array(64), new Uint8Array(64).fill(255)),
          ),
          { minLength: 1, maxLength: 5 },
        ),
        (blocks) =>
          expectSame((arith) => arith.encodePoints(arith.derivePointsVarTime(concatBytes(...blocks)))),
      ),
      SOME,
    );
  });

  test('the identity is recognized, also as a sum', () => {
    wasm.withScratch((arith) => {
      expect(arith.isIdentity(arith.decodePoints(new Uint8Array(32)))).toBe(true);
      expect(arith.isIdentity(arith.decodePoints(encodingsOf([5n])))).toBe(false);
      const sum = arith.newSumVarTime({ points: 2, parties: 0 });
      sum.addPoints(arith.decodeScalars(bytesOf(3n, ORDER - 1n)), arith.decodePoints(encodingsOf([5n, 15n])));
      expect(arith.isIdentity(sum.evaluateVarTime())).toBe(true);
    });
  });
});

describe('sums over the generators are those of the noble engine', () => {
  test('commitments, with zeros among values and blindings', () => {
    fc.assert(
      fc.property(vectors, ({ a, b }) =>
        expectSame((arith) =>
          arith.encodePoints(
            arith.commit(arith.decodeScalars(bytesOf(...a)), arith.decodeScalars(bytesOf(...b))),
          ),
        ),
      ),
      FEW,
    );
  });

  test.each([
    [64, 1],
    [32, 1],
    [8, 2],
    [16, 8],
  ])('bits and vectors, %i bits of %i values', (bits, m) => {
    const random = (n: number) =>
      Array.from({ length: n }, () => BigInt(Fn.create(bytesToNumberLE(randomBytes(40)))));
    expectSame((arith) => {
      const values = new Uint8Array(8 * m).map((_, i) => (37 * i + 11) & 255);
      const blinding = arith.decodeScalars(bytesOf(ORDER - 5n));
      const left = arith.powers(arith.decodeScalars(bytesOf(12345n << 200n)), bits * m);
      const right = arith.multiply(left, left);
      return [arith.commitBits(blinding, values, bits), arith.commitVectors(blinding, left, right, bits)].map(
        (point) => arith.encodePoints(point),
      );
    });
    const [a, b] = [random(bits * m), [0n, 1n, ORDER - 1n, ...random(bits * m - 3)]];
    expectSame((arith) =>
      arith.encodePoints(
        arith.commitVectors(
          arith.decodeScalars(bytesOf(0n)),
          arith.decodeScalars(bytesOf(...a)),
          arith.decodeScalars(bytesOf(...b)),
          bits,
        ),
      ),
    );
  });

  test.each([
    [64, 1],
    [8, 4],
  ])('the rounds of an inner-product argument, %i bits of %i values', (bits, m) => {
    expectSame((arith) => {
      const n = bits * m;
      const one = (k: bigint) => arith.decodeScalars(bytesOf(k));
      let a = arith.powers(one(ORDER - 3n), n);
      let b = arith.powers(one(1n << 251n), n);
      const generators = arith.innerProductGeneratorsVarTime(arith.powers(one(ORDER / 3n), n), bits);
      const results: Uint8Array[] = [];
      while (generators.length > 1) {
        const k = generators.length;
        results.push(
          arith.encodePoints(generators.crossTermsVarTime(a, b, one(7n << 100n), one(ORDER - 9n))),
        );
        const u = one((1n << 250n) + BigInt(k));
        const uInverse = arith.invertVarTime(u);
        const fold = (v: Scalars, lo: Scalars, hi: Scalars) =>
          arith.add(
            arith.multiply(arith.slice(v, 0, k / 2), lo),
            arith.multiply(arith.slice(v, k / 2, k), hi),
          );
        a = fold(a, u, uInverse);
        b = fold(b, uInverse, u);
        if (k > 2) generators.foldVarTime(u, uInverse);
        else break;
      }
      return results;
    });
  });

  test.each([0, 1, 2, 17, 149, 150, 151, 330])('everything and %i points', (count) => {
    const encodings = nobleEngine.withScratch((arith) =>
      arith.encodePoints(arith.derivePointsVarTime(new Uint8Array(64 * count).map((_, i) => (i * i) % 251))),
    );
    expectSame((arith) => {
      const one = (k: bigint) => arith.decodeScalars(bytesOf(k));
      const sum = arith.newSumVarTime({ points: count + 1, parties: 2 });
      sum.addPedersen(one(ORDER - 1n), one(1n << 130n));
      const g = arith.powers(one((1n << 129n) - 1n), 64);
      sum.addGenerators(g, arith.negate(g), 64);
      sum.addGenerators(arith.slice(g, 3, 19), arith.slice(g, 40, 56), 8);
      const coefficients = arith.powers(one(ORDER - 2n), Math.max(count, 1));
      const half = count >> 1;
      const add = (from: number, to: number) => {
        if (to > from)
          sum.addPoints(
            arith.slice(coefficients, from, to),
            arith.decodePoints(encodings.subarray(32 * from, 32 * to)),
          );
      };
      add(0, half);
      add(half, count);
      const derived: Points = arith.derivePointsVarTime(new Uint8Array(64).fill(9));
      sum.addPoints(one(0n), derived);
      return arith.encodePoints(sum.evaluateVarTime());
    });
  });
});

describe('the first party’s tables, narrow at first', () => {
  test('become wide operation by operation, and those in use stay', () => {
    const { tables, arena } = createContext(loadKernel());
    tables.widen(arena);
    const atFirst = tables.party(0, arena);
    expect(atFirst.G.width).toBe(6);
    const held = arena.take(atFirst.G.address, 64 * atFirst.G.stride);
    let calls = 0;
    while (tables.party(0, arena).G.width === 6) {
      tables.widen(arena);
      calls++;
    }
    expect(calls).toBe(8);
    expect(tables.party(0, arena)).toMatchObject({ G: { width: 9 }, H: { width: 9 } });
    expect(arena.take(atFirst.G.address, 64 * atFirst.G.stride)).toEqual(held);
    expect(arena.isEmpty).toBe(true);
  });

  test('give the same sums at every stage', () => {
    const calls = (arith: Arithmetic) => {
      const left = arith.powers(arith.decodeScalars(bytesOf(ORDER - 12345n)), 64);
      const right = arith.negate(arith.multiply(left, left));
      const one = arith.slice(left, 1, 2);
      const generators = arith.innerProductGeneratorsVarTime(right, 64);
      const sum = arith.newSumVarTime({ points: 0, parties: 1 });
      sum.addGenerators(right, left, 64);
      return concatBytes(
        arith.encodePoints(arith.commitBits(one, new Uint8Array(8).fill(0x5a), 64)),
        arith.encodePoints(arith.commitVectors(one, left, right, 64)),
        arith.encodePoints(generators.crossTermsVarTime(left, right, one, one)),
        arith.encodePoints(sum.evaluateVarTime()),
      );
    };
    const expected = nobleEngine.withScratch(calls);
    const fresh = createWasmEngine() as Engine;
    for (let operation = 0; operation < 11; operation++) expect(fresh.withScratch(calls)).toEqual(expected);
  });
});

describe('sums over the generators of many parties are those of the noble engine', () => {
  const digit = (value: bigint, windows: number) =>
    Array.from({ length: windows }).reduce<bigint>((sum) => (sum << 11n) + value, 0n);
  /** Digits of eleven bits at their limits, all equal, all zero but one; what buckets meet. */
  const digits = [
    0n,
    1n,
    ORDER - 1n,
    1n << 252n,
    (1n << 252n) - 1n,
    digit(1023n, 22),
    digit(1024n, 22),
    digit(1025n, 22),
    digit(1n, 23) % ORDER,
    1024n << 110n,
    2047n << 231n,
  ];
  const coefficient = (i: number) => digits[i % digits.length] as bigint;

  test.each([
    [4, 64],
    [8, 64],
    [16, 64],
    [4, 8],
    [16, 16],
  ])('%i parties of %i bits', (parties, bits) => {
    const n = parties * bits;
    const edges = Array.from({ length: n }, (_, i) => coefficient(i + Math.floor(i / 7)));
    const random = Array.from({ length: n }, () => Fn.create(bytesToNumberLE(randomBytes(40))));
    expectSame((arith) => {
      const sumOf = (g: readonly bigint[], h: readonly bigint[], points: number) => {
        const sum = arith.newSumVarTime({ points, parties });
        const one = (k: bigint) => arith.decodeScalars(bytesOf(k));
        sum.addPedersen(one(3n), one(ORDER - 4n));
        sum.addGenerators(arith.decodeScalars(bytesOf(...g)), arith.decodeScalars(bytesOf(...h)), bits);
        if (points > 0)
          sum.addPoints(
            arith.powers(one(ORDER - 2n), points),
            arith.derivePointsVarTime(new Uint8Array(64 * points).map((_, i) => (i * i) % 251)),
          );
        return arith.encodePoints(sum.evaluateVarTime());
      };
      const zeros = edges.map(() => 0n);
      return [
        sumOf(zeros, zeros, 0),
        sumOf(edges, zeros, 0),
        sumOf(edges, random, 3),
        sumOf([...random].reverse(), [...edges].reverse(), 151),
      ];
    });
  });
});

describe('the permutation of the transcript', () => {
  test('is that of the noble engine', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 200, maxLength: 200 }), (bytes) => {
        const [ours, theirs] = [wasm, nobleEngine].map((engine) => {
          const state = new Uint32Array(bytes.slice().buffer);
          engine.keccakF1600(state);
          return state;
        });
        expect(ours).toEqual(theirs);
      }),
      SOME,
    );
  });
});

describe('memory', () => {
  test('a scratch can be opened in a scratch, and reads what is outside of it', () => {
    const bytes = wasm.withScratch((outer) => {
      const a = outer.decodeScalars(bytesOf(5n));
      wasm.withScratch((inner) => inner.add(a, a));
      return outer.encodeScalars(a);
    });
    expect(bytes).toEqual(bytesOf(5n));
  });

  test('what a scratch held is gone after it, also when it throws', () => {
    const secret = (1n << 200n) + 987654321n;
    let handle: Scalars | undefined;
    expect(() =>
      wasm.withScratch((arith) => {
        handle = arith.decodeScalars(bytesOf(secret, secret));
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(wasm.withScratch((arith) => arith.encodeScalars(handle as Scalars))).toEqual(new Uint8Array(64));
  });

  test('a sum that does not fit is refused', () => {
    expect(() => wasm.withScratch((arith) => arith.newSumVarTime({ points: 10 ** 6, parties: 1 }))).toThrow(
      RangeError,
    );
    expect(() =>
      wasm.withScratch((arith) =>
        arith
          .newSumVarTime({ points: 0, parties: 1 })
          .addPoints(arith.decodeScalars(bytesOf(1n)), arith.decodePoints(new Uint8Array(32))),
      ),
    ).toThrow(RangeError);
  });

  test('the engine compiled in the background is the same', async () => {
    const engine = (await loadWasmEngine()) as Engine;
    expect(engine.name).toBe('wasm-simd');
    expect(engine.withScratch((arith) => arith.encodeScalars(arith.decodeScalars(bytesOf(5n))))).toEqual(
      bytesOf(5n),
    );
  });
});
