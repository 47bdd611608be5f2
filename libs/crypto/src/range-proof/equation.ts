import { concatBytes } from '@noble/hashes/utils.js';
import { encodeInteger } from '../bytes.js';
import { refuseAs } from '../decode.js';
import type { Arithmetic, MultiScalarSum, Scalars } from '../engine/engine.js';
import { innerProductCoefficients } from '../inner-product/verifier.js';
import type { RandomSource } from '../randomness.js';
import { roundsOf } from './parameters.js';
import type { ReadClaim } from './statement.js';

/** A, S, T1, T2, an L and an R each round, and the commitments. */
export const pointsOf = ({ bits, commitments: { length: m } }: ReadClaim): number =>
  4 + 2 * roundsOf(bits, m) + m;

/** A random weight below 2^128: with it before each, a sum of wrong terms vanishes with probability 2^−128. */
export function randomWeight(arith: Arithmetic, random: RandomSource): Scalars {
  const encoding = new Uint8Array(32);
  encoding.set(random(16));
  return arith.decodeScalars(encoding);
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
 * @throws RangeProofError('FormatError') for a scalar, ('InvalidPoint') for a point that is not
 *   canonical; nothing has been added then
 */
export function addEquation(
  arith: Arithmetic,
  sum: MultiScalarSum,
  claim: ReadClaim,
  weight: Scalars,
  c: Scalars,
): void {
  const { bits, commitments, proof, challenges } = claim;
  const { rounds } = proof.innerProductProof;
  const m = commitments.length;
  const length = bits * m;

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

  const { y: wideY, z: wideZ, x: wideX, w: wideW, u: wideU } = challenges;
  const drawn = arith.reduceWide(concatBytes(wideZ, wideX, wideW, wideY, ...wideU));
  const [z, x, w, y] = [0, 1, 2, 3].map((i) => at(drawn, i)) as Four;
  const inverses = arith.invertVarTime(arith.slice(drawn, 3, drawn.length));
  const { uSquared, uInverseSquared, s } = innerProductCoefficients(
    arith,
    arith.slice(drawn, 4, drawn.length),
    arith.slice(inverses, 1, inverses.length),
  );

  const one = arith.decodeScalars(encodeInteger(1n));
  const zSquared = arith.multiply(z, z);
  const zOfValue = arith.multiply(zSquared, arith.powers(z, m));
  const twoPowers = arith.powers(arith.decodeScalars(encodeInteger(2n)), bits);
  const sumOfTwoPowers = arith.decodeScalars(encodeInteger((1n << BigInt(bits)) - 1n));
  const sumOfZ = arith.multiply(zSquared, sumOfPowers(arith, z, m));
  const delta = arith.subtract(
    arith.multiply(arith.subtract(z, zSquared), sumOfPowers(arith, y, length)),
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
  const h = arith.subtract(
    arith.kronecker(weighted(zOfValue), twoPowers),
    arith.multiply(weighted(b), arith.reverse(s)),
  );
  sum.addGenerators(
    arith.subtract(arith.multiply(arith.negate(weighted(a)), s), weightedZ),
    arith.add(arith.multiply(arith.powers(at(inverses, 0), length), h), weightedZ),
    bits,
  );
  sum.addPoints(
    weighted(
      arith.concat(one, x, cx, arith.multiply(cx, x), uSquared, uInverseSquared, arith.multiply(c, zOfValue)),
    ),
    points,
  );
}

/** 1 + x + … + x^(count − 1) = Π (1 + x^(2^j)), for a power of two. */
function sumOfPowers(arith: Arithmetic, x: Scalars, count: number): Scalars {
  const one = arith.decodeScalars(encodeInteger(1n));
  let [sum, power] = [one, x];
  for (let length = 1; length < count; length *= 2) {
    sum = arith.multiply(sum, arith.add(one, power));
    power = arith.multiply(power, power);
  }
  return sum;
}

type Four = [Scalars, Scalars, Scalars, Scalars];
type Five = [...Four, Scalars];
