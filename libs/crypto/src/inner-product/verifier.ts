import type { Arithmetic, Scalars } from '../engine/engine.js';

/** What the verifier of an inner-product argument computes from the challenges u₁ … uₖ. */
export interface InnerProductCoefficients {
  /** uᵢ², which stand before Lᵢ. */
  readonly uSquared: Scalars;
  /** uᵢ⁻², which stand before Rᵢ. */
  readonly uInverseSquared: Scalars;
  /** a·s, 2^k long: element i of s is the product of all uⱼ^±1, + where bit k − j of i is set. */
  readonly ofG: Scalars;
  /** b·hⁱ·sᵢ⁻¹. */
  readonly ofH: Scalars;
}

/**
 * After all rounds G has become ⟨s, G⟩, and H, whose factors are hⁱ, ⟨hⁱ∘s⁻¹, H⟩; the argument then
 * says, for the point P of the prover's docstring,
 * `P + Σ uᵢ²·Lᵢ + Σ uᵢ⁻²·Rᵢ = a·⟨s, G⟩ + b·⟨hⁱ∘s⁻¹, H⟩ + w·a·b·B` (Bünz et al. 2018, §3.1).
 *
 * Both vectors are Kronecker products of k pairs, one for each bit of i.
 *
 * @param u the challenges, first round first; uInverse their inverses
 * @param hPowers h, h², h⁴, … h^(2^(k−1))
 */
export function innerProductCoefficients(
  arith: Arithmetic,
  u: Scalars,
  uInverse: Scalars,
  { a, b, hPowers }: { a: Scalars; b: Scalars; hPowers: readonly Scalars[] },
): InnerProductCoefficients {
  const h = arith.multiply(uInverse, arith.concat(...[...hPowers].reverse()));
  const pairs = (low: Scalars, high: Scalars) => hPowers.map((_, j) => pairAt(arith, low, high, j));
  return {
    uSquared: arith.multiply(u, u),
    uInverseSquared: arith.multiply(uInverse, uInverse),
    ofG: kroneckerOf(arith, [a, ...pairs(uInverse, u)]),
    ofH: kroneckerOf(arith, [b, ...pairs(u, h)]),
  };
}

const pairAt = (arith: Arithmetic, low: Scalars, high: Scalars, j: number): Scalars =>
  arith.concat(arith.slice(low, j, j + 1), arith.slice(high, j, j + 1));

/** The Kronecker product of all, by halves: that takes few products more than it has elements. */
export function kroneckerOf(arith: Arithmetic, factors: readonly Scalars[]): Scalars {
  if (factors.length === 1) return factors[0] as Scalars;
  const middle = factors.length >> 1;
  return arith.kronecker(
    kroneckerOf(arith, factors.slice(0, middle)),
    kroneckerOf(arith, factors.slice(middle)),
  );
}
