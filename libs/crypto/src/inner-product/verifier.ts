import type { GroupOperations, Scalars } from '../backend/backend.js';

/** The coefficients of the unrolled inner-product argument, computed from the challenges u₁ … uₖ. */
export interface InnerProductCoefficients {
  /** uᵢ², the coefficient of Lᵢ. */
  readonly uSquared: Scalars;
  /** uᵢ⁻², the coefficient of Rᵢ. */
  readonly uInverseSquared: Scalars;
  /** a·s, 2^k elements: sᵢ is the product of all uⱼ^±1, with + where bit k − j of i is set. */
  readonly ofG: Scalars;
  /** b·hⁱ·sᵢ⁻¹, 2^k elements. */
  readonly ofH: Scalars;
}

/**
 * The rounds fold G to ⟨s, G⟩, and H, whose factors are hⁱ, to ⟨hⁱ∘s⁻¹, H⟩. The argument then holds
 * if, for the point P of `proveInnerProduct`,
 * `P + Σ uᵢ²·Lᵢ + Σ uᵢ⁻²·Rᵢ = a·⟨s, G⟩ + b·⟨hⁱ∘s⁻¹, H⟩ + w·a·b·B` (Bünz et al. 2018, §3.1).
 *
 * Both coefficient vectors are Kronecker products of k pairs, one per bit of i: (uⱼ⁻¹, uⱼ) and
 * (uⱼ, uⱼ⁻¹·h^(2^(k−j))). The product of the first elements of all pairs is a common factor.
 *
 * @param u the challenges in the order of the rounds; uInverse their inverses
 * @param hPowers h^(2^(k−1)), …, h², h
 */
export function innerProductCoefficients(
  group: GroupOperations,
  u: Scalars,
  uInverse: Scalars,
  { a, b, hPowers }: { a: Scalars; b: Scalars; hPowers: Scalars },
): InnerProductCoefficients {
  const uSquared = group.multiply(u, u);
  const uInverseSquared = group.multiply(uInverse, uInverse);
  return {
    uSquared,
    uInverseSquared,
    ofG: group.subsetProducts(productOf(group, a, uInverse), uSquared),
    ofH: group.subsetProducts(productOf(group, b, u), group.multiply(uInverseSquared, hPowers)),
  };
}

function productOf(group: GroupOperations, first: Scalars, others: Scalars): Scalars {
  let product = first;
  for (let j = 0; j < others.length; j++) product = group.multiply(product, group.slice(others, j, j + 1));
  return product;
}
