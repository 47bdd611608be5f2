import type { Arithmetic, Scalars } from '../engine/engine.js';

/** What the verifier of an inner-product argument computes from the challenges u₁ … uₖ. */
export interface InnerProductCoefficients {
  /** uᵢ², which stand before Lᵢ. */
  readonly uSquared: Scalars;
  /** uᵢ⁻², which stand before Rᵢ. */
  readonly uInverseSquared: Scalars;
  /**
   * s, 2^k long: element i is the product of all uⱼ^±1, + where bit k − j of i is set. After all
   * rounds G has become ⟨s, G⟩, and H has become ⟨s⁻¹, H⟩, where s⁻¹ is s reversed.
   */
  readonly s: Scalars;
}

/**
 * The argument then says, for the point P of the prover's docstring,
 * `P + Σ uᵢ²·Lᵢ + Σ uᵢ⁻²·Rᵢ = a·⟨s, G⟩ + b·⟨s⁻¹, H⟩ + w·a·b·B` (Bünz et al. 2018, §3.1).
 *
 * @param u the challenges, first round first; uInverse their inverses
 */
export function innerProductCoefficients(
  arith: Arithmetic,
  u: Scalars,
  uInverse: Scalars,
): InnerProductCoefficients {
  const pair = (j: number) => arith.concat(arith.slice(uInverse, j, j + 1), arith.slice(u, j, j + 1));
  let s = pair(0);
  for (let j = 1; j < u.length; j++) s = arith.kronecker(s, pair(j));
  return { uSquared: arith.multiply(u, u), uInverseSquared: arith.multiply(uInverse, uInverse), s };
}
