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
 * Both vectors are Kronecker products of k pairs, one for each bit of i: (uⱼ⁻¹, uⱼ) and
 * (uⱼ, uⱼ⁻¹·h^(2^(k−j))). What the first elements of all pairs have in common is taken out of them.
 *
 * @param u the challenges, first round first; uInverse their inverses
 * @param hPowers h^(2^(k−1)), …, h², h
 */
export function innerProductCoefficients(
  arith: Arithmetic,
  u: Scalars,
  uInverse: Scalars,
  { a, b, hPowers }: { a: Scalars; b: Scalars; hPowers: Scalars },
): InnerProductCoefficients {
  const uSquared = arith.multiply(u, u);
  const uInverseSquared = arith.multiply(uInverse, uInverse);
  return {
    uSquared,
    uInverseSquared,
    ofG: arith.subsetProducts(productOf(arith, a, uInverse), uSquared),
    ofH: arith.subsetProducts(productOf(arith, b, u), arith.multiply(uInverseSquared, hPowers)),
  };
}

function productOf(arith: Arithmetic, first: Scalars, others: Scalars): Scalars {
  let product = first;
  for (let j = 0; j < others.length; j++) product = arith.multiply(product, arith.slice(others, j, j + 1));
  return product;
}
