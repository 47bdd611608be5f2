import { concatBytes } from '@noble/hashes/utils.js';
import type { GroupOperations, MultiScalarMul, Points, Scalars } from '../backend/backend.js';
import { encodeInteger, encodeU64 } from '../bytes.js';
import { mapEncodingError } from '../decode.js';
import { innerProductCoefficients } from '../inner-product/verifier.js';
import type { RandomSource } from '../randomness.js';
import type { ParsedClaim } from './claim.js';
import { type BitSize, roundsOf } from './parameters.js';

/** The number of points of a claim: A, S, T1, T2, one L and one R per round, and the commitments. */
export const pointCount = ({ bits, commitments: { length: m } }: ParsedClaim): number =>
  4 + 2 * roundsOf(bits, m) + m;

/**
 * Random weights below 2^128. A sum of invalid equations with such weights is the identity with
 * probability 2^−128.
 */
export function randomWeights(group: GroupOperations, random: RandomSource, count: number): Scalars {
  const encodings = new Uint8Array(32 * count);
  const bytes = random(16 * count);
  for (let i = 0; i < count; i++) encodings.set(bytes.subarray(16 * i, 16 * i + 16), 32 * i);
  return group.decodeScalars(encodings);
}

/** The challenges of one claim as scalars, with the inverses that the equation needs. */
export interface ChallengeScalars {
  readonly y: Scalars;
  readonly z: Scalars;
  readonly x: Scalars;
  readonly w: Scalars;
  /** One per round. */
  readonly u: Scalars;
  readonly yInverse: Scalars;
  readonly uInverse: Scalars;
}

/** The challenges of all claims as scalars, with one shared inversion. */
export function challengeScalars(group: GroupOperations, claims: readonly ParsedClaim[]): ChallengeScalars[] {
  const reduced = group.reduceWide(
    concatBytes(
      ...claims.flatMap(({ challenges: { z, x, w } }) => [z, x, w]),
      ...claims.flatMap(({ challenges: { y, u } }) => [y, ...u]),
    ),
  );
  const invertible = group.slice(reduced, 3 * claims.length, reduced.length);
  const inverses = group.invertVarTime(invertible);
  let at = 0;
  return claims.map(({ challenges: { u } }, i) => {
    const [z, x, w] = [0, 1, 2].map((j) => group.slice(reduced, 3 * i + j, 3 * i + j + 1)) as Three;
    const [from, to] = [at + 1, at + 1 + u.length];
    const y = group.slice(invertible, at, from);
    const yInverse = group.slice(inverses, at, from);
    at = to;
    return {
      ...{ y, z, x, w, yInverse },
      u: group.slice(invertible, from, to),
      uInverse: group.slice(inverses, from, to),
    };
  });
}

/**
 * Adds `weight` times the verification equation of a claim to `msm`. The claim is valid if the added
 * term is the identity. The term combines two equations, kept independent by the random scalar c (Bünz
 * et al. 2018, §4.2, equations 72 and 73, with the inner-product argument unrolled as in §3.1):
 *
 * - the inner product: `A + x·S − eBlinding·B_blinding − ⟨z + a·s, G⟩
 *   + ⟨z + y⁻ⁱ∘(z²·(1, z, …)⊗(1, 2, 4, …) − b·s⁻¹), H⟩ + w·(tX − a·b)·B + Σ uᵢ²·Lᵢ + Σ uᵢ⁻²·Rᵢ`
 * - c times the polynomial: `(δ(y, z) − tX)·B − tXBlinding·B_blinding + x·T1 + x²·T2 + Σ z^(2+j)·Vⱼ`
 *
 * @param challenges of the claim, from {@link challengeScalars}
 * @throws RangeProofError if an encoding is not canonical: 'FormatError' for a scalar, 'InvalidPoint' for
 *   a point; nothing has been added then
 */
export function addVerificationEquation(
  group: GroupOperations,
  msm: MultiScalarMul,
  claim: ParsedClaim,
  challenges: ChallengeScalars,
  weight: Scalars,
  c: Scalars,
): void {
  const { bits, commitments } = claim;
  const { y, z, x, w, u, yInverse, uInverse } = challenges;
  const m = commitments.length;
  const { tX, tXBlinding, eBlinding, a, b, points } = decodeElements(group, claim);

  const one = group.decodeScalars(ONE);
  const zSquared = group.multiply(z, z);
  const zOfValue = group.multiply(zSquared, group.powers(z, m));
  const weighted = (vector: Scalars) => group.multiply(weight, vector);
  const cx = group.multiply(c, x);
  const innerProductError = group.multiply(w, group.subtract(tX, group.multiply(a, b)));
  const polynomialError = group.subtract(delta(group, bits, m, { y, z, zSquared, one }), tX);
  msm.addPedersen(
    weighted(group.add(innerProductError, group.multiply(c, polynomialError))),
    weighted(group.negate(group.add(eBlinding, group.multiply(c, tXBlinding)))),
  );
  // Multiplying the weight into the few factors is cheaper than multiplying it into the vectors.
  const weightedZ = weighted(z);
  const yInversePowers = squarings(group, yInverse, bits * m);
  const { uSquared, uInverseSquared, ofG, ofH } = innerProductCoefficients(group, u, uInverse, {
    a: weighted(a),
    b: weighted(b),
    hPowers: group.concat(...[...yInversePowers].reverse()),
  });
  // y⁻ⁱ∘z²·(1, z, …)⊗(1, 2, 4, …): one factor per value, times a power of 2·y⁻¹.
  const yOfValue = m === 1 ? one : group.powers(yInversePowers[Math.log2(bits)] as Scalars, m);
  const twoPowers = squarings(group, group.add(yInverse, yInverse), bits);
  const ofBits = group.subsetProducts(
    group.multiply(weighted(zOfValue), yOfValue),
    group.concat(...twoPowers.reverse()),
  );
  msm.addGenerators(
    group.subtract(group.negate(weightedZ), ofG),
    group.add(group.subtract(ofBits, ofH), weightedZ),
    bits,
  );
  msm.addPoints(
    weighted(
      group.concat(one, x, cx, group.multiply(cx, x), uSquared, uInverseSquared, group.multiply(c, zOfValue)),
    ),
    points,
  );
}

/** Decodes the scalars of a proof, and its points in the order A, S, T1, T2, L₁ …, R₁ …, V₁ …. */
function decodeElements(
  group: GroupOperations,
  { proof, commitments }: ParsedClaim,
): Readonly<Record<'tX' | 'tXBlinding' | 'eBlinding' | 'a' | 'b', Scalars>> & { readonly points: Points } {
  const { A, S, T1, T2, innerProductProof } = proof;
  const { rounds, ...last } = innerProductProof;
  const scalars = mapEncodingError('FormatError', 'Scalars of the proof', () =>
    group.decodeScalars(concatBytes(proof.tX, proof.tXBlinding, proof.eBlinding, last.a, last.b)),
  );
  const points = mapEncodingError('InvalidPoint', 'Points of the proof', () =>
    group.decodePoints(
      concatBytes(A, S, T1, T2, ...rounds.map(({ L }) => L), ...rounds.map(({ R }) => R), ...commitments),
    ),
  );
  const [tX, tXBlinding, eBlinding, a, b] = [0, 1, 2, 3, 4].map((i) =>
    group.slice(scalars, i, i + 1),
  ) as Five;
  return { tX, tXBlinding, eBlinding, a, b, points };
}

/** `δ(y, z) = (z − z²)·Σ yⁱ − z³·Σ 2ⁱ·Σ zʲ` over i < n·m in the first sum, i < n and j < m in the others. */
function delta(
  group: GroupOperations,
  bits: BitSize,
  m: number,
  { y, z, zSquared, one }: Readonly<Record<'y' | 'z' | 'zSquared' | 'one', Scalars>>,
): Scalars {
  const sumOfTwoPowers = group.decodeScalars(encodeU64([2n ** BigInt(bits) - 1n], 32));
  const sumOfZ = group.multiply(zSquared, sumOfPowers(group, one, squarings(group, z, m)));
  const sumOfY = sumOfPowers(group, one, squarings(group, y, bits * m));
  return group.subtract(
    group.multiply(group.subtract(z, zSquared), sumOfY),
    group.multiply(z, group.multiply(sumOfTwoPowers, sumOfZ)),
  );
}

/** x, x², x⁴, …: log₂(count) elements. */
function squarings(group: GroupOperations, x: Scalars, count: number): Scalars[] {
  const powers: Scalars[] = [];
  for (let power = x, length = 1; length < count; length *= 2) {
    powers.push(power);
    if (2 * length < count) power = group.multiply(power, power);
  }
  return powers;
}

/** 1 + x + … + x^(2^k − 1) = Π (1 + x^(2^j)), from the k squarings of x. */
const sumOfPowers = (group: GroupOperations, one: Scalars, powers: readonly Scalars[]): Scalars =>
  powers.reduce((sum, power) => group.multiply(sum, group.add(one, power)), one);

const ONE = encodeInteger(1n);

type Three = [Scalars, Scalars, Scalars];
type Five = [Scalars, Scalars, Scalars, Scalars, Scalars];
