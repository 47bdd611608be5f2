import { concatBytes } from '@noble/hashes/utils.js';
import { encodeInteger, encodeU64 } from '../bytes.js';
import { refuseAs } from '../decode.js';
import type { Arithmetic, MultiScalarSum, Scalars } from '../engine/engine.js';
import { innerProductCoefficients } from '../inner-product/verifier.js';
import type { RandomSource } from '../randomness.js';
import { roundsOf } from './parameters.js';
import type { ReadClaim } from './statement.js';

/** A, S, T1, T2, an L and an R each round, and the commitments. */
export const pointsOf = ({ bits, commitments: { length: m } }: ReadClaim): number =>
  4 + 2 * roundsOf(bits, m) + m;

/** Random weights below 2^128: with one before each, a sum of wrong terms vanishes with probability 2^−128. */
export function randomWeights(arith: Arithmetic, random: RandomSource, count: number): Scalars {
  const encodings = new Uint8Array(32 * count);
  const bytes = random(16 * count);
  for (let i = 0; i < count; i++) encodings.set(bytes.subarray(16 * i, 16 * i + 16), 32 * i);
  return arith.decodeScalars(encodings);
}

/** The challenges of one claim as scalars. */
export interface Drawn {
  readonly y: Scalars;
  readonly z: Scalars;
  readonly x: Scalars;
  readonly w: Scalars;
  /** One for each round. */
  readonly u: Scalars;
  readonly yInverse: Scalars;
  readonly uInverse: Scalars;
}

/** The challenges of all claims, and by one inversion for all of them the inverses that are needed. */
export function drawChallenges(arith: Arithmetic, claims: readonly ReadClaim[]): Drawn[] {
  const reduced = arith.reduceWide(
    concatBytes(
      ...claims.flatMap(({ challenges: { z, x, w } }) => [z, x, w]),
      ...claims.flatMap(({ challenges: { y, u } }) => [y, ...u]),
    ),
  );
  const invertible = arith.slice(reduced, 3 * claims.length, reduced.length);
  const inverses = arith.invertVarTime(invertible);
  let at = 0;
  return claims.map(({ challenges: { u } }, i) => {
    const [z, x, w] = [0, 1, 2].map((j) => arith.slice(reduced, 3 * i + j, 3 * i + j + 1)) as Three;
    const [from, to] = [at + 1, at + 1 + u.length];
    const y = arith.slice(invertible, at, from);
    const yInverse = arith.slice(inverses, at, from);
    at = to;
    return {
      ...{ y, z, x, w, yInverse },
      u: arith.slice(invertible, from, to),
      uInverse: arith.slice(inverses, from, to),
    };
  });
}

/**
 * Adds `weight` times a claim's verification equation to `sum`. The claim is true if what is added
 * is the identity; two equations in one, kept apart by the random scalar c (Bünz et al. 2018, §4.2,
 * equations 72 and 73, the inner-product argument unrolled as in §3.1):
 *
 * - the inner product: `A + x·S − eBlinding·B_blinding − ⟨z + a·s, G⟩
 *   + ⟨z + y⁻ⁱ∘(z²·(1, z, …)⊗(1, 2, 4, …) − b·s⁻¹), H⟩ + w·(tX − a·b)·B + Σ uᵢ²·Lᵢ + Σ uᵢ⁻²·Rᵢ`
 * - c times the polynomial: `(δ(y, z) − tX)·B − tXBlinding·B_blinding + x·T1 + x²·T2 + Σ z^(2+j)·Vⱼ`
 *
 * with `δ(y, z) = (z − z²)·Σ yⁱ − z³·Σ 2ⁱ·Σ zʲ`.
 *
 * @param drawn the claim's challenges, of {@link drawChallenges}
 * @throws RangeProofError('FormatError') for a scalar, ('InvalidPoint') for a point that is not
 *   canonical; nothing has been added then
 */
export function addEquation(
  arith: Arithmetic,
  sum: MultiScalarSum,
  claim: ReadClaim,
  { y, z, x, w, u, yInverse, uInverse }: Drawn,
  weight: Scalars,
  c: Scalars,
): void {
  const { bits, commitments, proof } = claim;
  const { rounds } = proof.innerProductProof;
  const m = commitments.length;

  const scalars = refuseAs('FormatError', 'Scalars of a proof', () =>
    arith.decodeScalars(
      concatBytes(
        proof.tX,
        proof.tXBlinding,
        proof.eBlinding,
        proof.innerProductProof.a,
        proof.innerProductProof.b,
      ),
    ),
  );
  const points = refuseAs('InvalidPoint', 'Points of a proof', () =>
    arith.decodePoints(
      concatBytes(
        proof.A,
        proof.S,
        proof.T1,
        proof.T2,
        ...rounds.map(({ L }) => L),
        ...rounds.map(({ R }) => R),
        ...commitments,
      ),
    ),
  );
  const at = (vector: Scalars, i: number) => arith.slice(vector, i, i + 1);
  const [tX, tXBlinding, eBlinding, a, b] = [0, 1, 2, 3, 4].map((i) => at(scalars, i)) as Five;

  const one = arith.decodeScalars(ONE);
  const zSquared = arith.multiply(z, z);
  const zOfValue = arith.multiply(zSquared, arith.powers(z, m));
  const sumOfTwoPowers = arith.decodeScalars(encodeU64([2n ** BigInt(bits) - 1n], 32));
  const sumOfZ = arith.multiply(zSquared, sumOfPowers(arith, one, squarings(arith, z, m)));
  const sumOfY = sumOfPowers(arith, one, squarings(arith, y, bits * m));
  const delta = arith.subtract(
    arith.multiply(arith.subtract(z, zSquared), sumOfY),
    arith.multiply(z, arith.multiply(sumOfTwoPowers, sumOfZ)),
  );

  const weighted = (vector: Scalars) => arith.multiply(weight, vector);
  const cx = arith.multiply(c, x);
  const claimedProduct = arith.multiply(w, arith.subtract(tX, arith.multiply(a, b)));
  sum.addPedersen(
    weighted(arith.add(claimedProduct, arith.multiply(c, arith.subtract(delta, tX)))),
    weighted(arith.negate(arith.add(eBlinding, arith.multiply(c, tXBlinding)))),
  );
  // The weight goes into the factors, which are few, rather than over the vectors.
  const weightedZ = weighted(z);
  const yPowers = squarings(arith, yInverse, bits * m);
  const { uSquared, uInverseSquared, ofG, ofH } = innerProductCoefficients(arith, u, uInverse, {
    a: weighted(a),
    b: weighted(b),
    hPowers: arith.concat(...[...yPowers].reverse()),
  });
  // y⁻ⁱ∘z²·(1, z, …)⊗(1, 2, 4, …): a factor for each value, and a power of 2·y⁻¹.
  const yOfValue = m === 1 ? one : arith.powers(yPowers[Math.log2(bits)] as Scalars, m);
  const twoPowers = squarings(arith, arith.add(yInverse, yInverse), bits);
  const ofBits = arith.subsetProducts(
    arith.multiply(weighted(zOfValue), yOfValue),
    arith.concat(...twoPowers.reverse()),
  );
  sum.addGenerators(
    arith.subtract(arith.negate(weightedZ), ofG),
    arith.add(arith.subtract(ofBits, ofH), weightedZ),
    bits,
  );
  sum.addPoints(
    weighted(
      arith.concat(one, x, cx, arith.multiply(cx, x), uSquared, uInverseSquared, arith.multiply(c, zOfValue)),
    ),
    points,
  );
}

/** x, x², x⁴, …, log₂(count) of them. */
function squarings(arith: Arithmetic, x: Scalars, count: number): Scalars[] {
  const powers: Scalars[] = [];
  for (let power = x, length = 1; length < count; length *= 2) {
    powers.push(power);
    if (2 * length < count) power = arith.multiply(power, power);
  }
  return powers;
}

/** 1 + x + … + x^(2^k − 1) = Π (1 + x^(2^j)) over the squarings of x. */
const sumOfPowers = (arith: Arithmetic, one: Scalars, powers: readonly Scalars[]): Scalars =>
  powers.reduce((sum, power) => arith.multiply(sum, arith.add(one, power)), one);

const ONE = encodeInteger(1n);

type Three = [Scalars, Scalars, Scalars];
type Five = [Scalars, Scalars, Scalars, Scalars, Scalars];
