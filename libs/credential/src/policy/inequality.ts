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
  /** The index of its predicate in the policy; undefined for bounds of attributes. */
  readonly predicate?: number;
  /**
   * Whether attributes in [0, 2^53) can make the left side 2^64 or more. A wide inequality is proved with two derived
   * commitments: to the low and to the high 64 bits.
   */
  readonly isWide?: true;
}
