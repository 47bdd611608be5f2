/** `Σ coefficient·variable + constant ≥ 0`. Integers are decimal strings, so that an entry is JSON. */
export interface LinearFact {
  readonly terms: readonly { readonly variable: string; readonly coefficient: string }[];
  readonly constant: string;
}

/** How a holder answered a request, and what its verifier can conclude from that. */
export interface LedgerEntry {
  /** Identifies the request by its content, so that a retry is not counted again. */
  readonly request: string;
  readonly verifier: string;
  /** Seconds since the epoch. */
  readonly answeredAt: number;
  /** A verifier takes silence for `not_satisfied`. */
  readonly outcome: 'proved' | 'not_satisfied';
  readonly facts: readonly LinearFact[];
  /** Whether another person of the request learned an exact amount. */
  readonly shared?: true;
}

/**
 * What one holder remembers of its answers. It contains no attribute values, but intervals that contain them, and from
 * joint predicates of several people the exact sums that others told: store it where the credentials are.
 */
export interface PresentationLedger {
  /**
   * Binds a credential instance permanently to one (audience, request), so that no two verifiers see the same instance.
   *
   * @param instance the hash that identifies the instance
   * @returns false where the instance is already bound to another one
   */
  bind(instance: string, audience: string, requestId: string): Promise<boolean>;
  /** All entries, in the order in which they were appended. The ledger may drop those of more than a year ago. */
  entries(): Promise<readonly LedgerEntry[]>;
  /**
   * Appends an entry, if the ledger has exactly `count` entries; false otherwise. Two devices or processes can therefore
   * not both rely on what the other one does not know yet.
   */
  append(entry: LedgerEntry, count: number): Promise<boolean>;
}
