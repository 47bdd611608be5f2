import { expect } from '@jest/globals';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Backend, Scalars } from '../backend/backend.js';
import { BulletproofGenerators } from '../generators/bulletproofs.js';
import { pedersenGenerators } from '../generators/pedersen.js';
import { randomNumbers } from './claims.js';
import { combine, decodeNumbers, Fn, generatorsOf, ORDER, sum, times } from './group.js';

// Checks of sums over many points, which specs call with small sizes and sweeps with large ones.

const { B, BBlinding } = pedersenGenerators();

/** Checks `commitVectors` for m values of `bits` bits. */
export function expectVectorCommitment(backend: Backend, bits: number, m: number): void {
  const edges = [0n, 0n, 1n, ORDER - 1n];
  const [left, right] = [0, 1].map(() => [...edges, ...randomNumbers(bits * m - 4)]) as [bigint[], bigint[]];
  const expected = sum([
    times(BBlinding, 5n),
    combine(left, generatorsOf('G', bits, m)),
    combine(right, generatorsOf('H', bits, m)),
  ]);
  backend.withScope((group) => {
    const vectors = [left, right].map((values) => decodeNumbers(group, values)) as [Scalars, Scalars];
    const S = group.commitVectors(decodeNumbers(group, [5n]), ...vectors, bits);
    expect(group.encodePoints(S)).toEqual(expected.toBytes());
  });
}

/** Checks a multi-scalar multiplication of `count` points and of generators with two different sizes. */
export function expectMultiScalarMul(backend: Backend, count: number): void {
  const generators = new BulletproofGenerators();
  const k = randomNumbers(count);
  const points = k.map((_, i) => generators.G(i % 16)[i % 64] as Uint8Array);
  const [g8, h8, g16, h16] = [16, 16, 16, 16].map(randomNumbers) as [bigint[], bigint[], bigint[], bigint[]];
  const expected = sum([
    times(B, 3n + 4n),
    times(BBlinding, -5n),
    combine(g8, generatorsOf('G', 8, 2)),
    combine(h8, generatorsOf('H', 8, 2)),
    combine(g16, generatorsOf('G', 16, 1)),
    combine(h16, generatorsOf('H', 16, 1)),
    combine(k, points),
  ]);
  const result = backend.withScope((group) => {
    const msm = group.newMultiScalarMulVarTime({ points: count, parties: 2 });
    backend.withScope((inner) => {
      msm.addPedersen(decodeNumbers(inner, [3n]), decodeNumbers(inner, [-5n]));
      msm.addGenerators(decodeNumbers(inner, g8), decodeNumbers(inner, h8), 8);
    });
    msm.addPedersen(decodeNumbers(group, [4n]), decodeNumbers(group, [0n]));
    msm.addGenerators(decodeNumbers(group, g16), decodeNumbers(group, h16), 16);
    for (const [from, to] of [
      [0, count >> 1],
      [count >> 1, count],
    ] as const) {
      backend.withScope((inner) => {
        const encodings = concatBytes(...points.slice(from, to));
        msm.addPoints(decodeNumbers(inner, k.slice(from, to)), inner.decodePoints(encodings));
      });
    }
    return group.encodePoints(msm.evaluateVarTime());
  });
  expect(result).toEqual(expected.toBytes());
}

/** Checks all rounds of the inner-product generators for m values of `bits` bits. */
export function expectFoldedGenerators(backend: Backend, bits: number, m: number): void {
  const halves = <T>(list: readonly T[]) =>
    [list.slice(0, list.length / 2), list.slice(list.length / 2)] as const;
  const fold = (lo: readonly Uint8Array[], hi: readonly Uint8Array[], x: bigint, y: bigint) =>
    lo.map((P, i) =>
      times(P, x)
        .add(times(hi[i] as Uint8Array, y))
        .toBytes(),
    );
  const hFactors = randomNumbers(bits * m);
  let G = generatorsOf('G', bits, m);
  let H = generatorsOf('H', bits, m).map((P, i) => times(P, hFactors[i] as bigint).toBytes());
  backend.withScope((group) => {
    const generators = group.innerProductGeneratorsVarTime(decodeNumbers(group, hFactors), bits);
    while (generators.length > 1) {
      expect(generators.length).toBe(G.length);
      const [a, b, c] = [randomNumbers(G.length), randomNumbers(G.length), randomNumbers(2)];
      const [[aLo, aHi], [bLo, bHi], [GLo, GHi], [HLo, HHi]] = [halves(a), halves(b), halves(G), halves(H)];
      const L = sum([combine(aLo, GHi), combine(bHi, HLo), times(B, c[0] as bigint)]);
      const R = sum([combine(aHi, GLo), combine(bLo, HHi), times(B, c[1] as bigint)]);
      const [cL, cR] = c.map((value) => decodeNumbers(group, [value])) as [Scalars, Scalars];
      const terms = generators.crossTermsVarTime(decodeNumbers(group, a), decodeNumbers(group, b), cL, cR);
      expect(group.encodePoints(terms)).toEqual(concatBytes(L.toBytes(), R.toBytes()));

      const [u] = randomNumbers(1) as [bigint];
      const v = Fn.inv(u);
      G = fold(GLo, GHi, v, u);
      H = fold(HLo, HHi, u, v);
      generators.foldVarTime(decodeNumbers(group, [u]), decodeNumbers(group, [v]));
    }
  });
}
