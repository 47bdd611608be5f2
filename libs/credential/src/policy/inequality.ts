export interface InequalityTerm {
  readonly credential: string;
  readonly attribute: string;
  readonly coefficient: bigint;
}

/**
 * `Σ coefficient·attribute + constant ≥ 0`: the form of everything that is proved. The derived commitment is
 * `D = Σ coefficientᵢ·Cᵢ + constant·B`.
 */
export interface Inequality {
  readonly terms: readonly InequalityTerm[];
  readonly constant: bigint;
  /** The index of its predicate in the policy; undefined for bounds of attributes and comparisons of subjects. */
  readonly predicate?: number;
}
