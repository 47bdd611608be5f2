/**
 * The group operations behind the protocol. Two engines implement this one interface, and the
 * range proof is written once over it:
 *
 * - `noble`: bigint arithmetic of `@noble/curves`; the reference and the fallback.
 * - `wasm-simd`: everything in WebAssembly linear memory.
 *
 * The interface works on whole vectors behind opaque handles, so that no engine has to make one
 * JavaScript number or object per element. A 64-bit proof takes about a hundred calls.
 *
 * **Conventions.**
 * ℓ is the order of ristretto255. `Scalars` is a vector over GF(ℓ), `Points` a vector of group
 * elements. Indices count from 0. Handles are immutable: an operation returns a new one (or a view
 * of an old one) and never writes into its operands, which may also be one and the same handle.
 * `bits` is n ∈ {8, 16, 32, 64}, the bits of one value; m is the number of values (parties), 1 to
 * 16. A vector over the generators of m parties has n·m elements, element `j·n + i` for generator i
 * of party j: the first n of each party's chain. The number of parties is thus `length / bits`.
 *
 * **Timing.** A plain name is constant-time: no branch and no memory address depends on what is in
 * the vectors (their lengths are public). A name that ends in `VarTime` is for public data only.
 * The noble engine takes one path through its algorithms, but bigint arithmetic itself is not
 * constant-time.
 *
 * **Errors.** What comes from outside is refused with an `EncodingError` by the two decoders.
 * All other operands are made by the protocol; lengths that do not fit are a defect of the caller,
 * for which an engine throws a `RangeError` or nothing in particular.
 */
export type EngineName = 'wasm-simd' | 'noble';

export interface Engine {
  readonly name: EngineName;

  /**
   * Runs `work` with an arena. Every handle made through `arith` dies when `work` returns or throws;
   * an engine with memory of its own then wipes the arena. What leaves is bytes and booleans.
   *
   * Calls nest like a stack: inside `work` another `withScratch` may run, and it may read the
   * handles of the outer one (so that a batch gives back the memory of each proof as it goes).
   * `work` is synchronous.
   */
  withScratch<T>(work: (arith: Arithmetic) => T): T;

  /**
   * Keccak-f[1600] (FIPS 202, §3.3) in place, for the transcript: 25 lanes as 50 words in memory
   * order, little-endian.
   */
  keccakF1600(state: Uint32Array): void;
}

/** A vector of scalars mod ℓ, in the engine's own representation. */
export interface Scalars {
  readonly kind: 'scalars';
  readonly length: number;
}

/** A vector of group elements, in the engine's own representation. */
export interface Points {
  readonly kind: 'points';
  readonly length: number;
}

/** An encoding that is not the canonical one of a scalar or of a group element. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';

  constructor(
    readonly what: 'scalar' | 'point',
    /** Which of the vector's encodings: the first that is wrong. */
    readonly index: number,
  ) {
    super(`The ${what} at index ${index} is not canonically encoded.`);
  }
}

export interface Arithmetic extends ScalarArithmetic, PointArithmetic, Commitments, PublicSums {}

export interface ScalarArithmetic {
  /**
   * k canonical scalars from 32·k bytes, little-endian.
   * @throws EncodingError('scalar') at the first that is not below ℓ.
   */
  decodeScalars(bytes: Uint8Array): Scalars;

  /** k scalars from 64·k bytes: each a 512-bit little-endian number mod ℓ (uniform if the bytes are). */
  reduceWide(bytes: Uint8Array): Scalars;

  /**
   * The bits of m values as scalars 0 and 1: `out[j·bits + i]` is bit i of value j.
   * @param values 8·m bytes, m little-endian 64-bit numbers
   */
  bitsOf(values: Uint8Array, bits: number): Scalars;

  /** 32·k bytes: canonical, little-endian. */
  encodeScalars(a: Scalars): Uint8Array;

  /**
   * Element by element. Lengths are equal, or one of them is 1 and that element serves for all:
   * `multiply(a, b)` is the Hadamard product, or the scaling of a vector by a 1-vector.
   */
  add(a: Scalars, b: Scalars): Scalars;
  subtract(a: Scalars, b: Scalars): Scalars;
  multiply(a: Scalars, b: Scalars): Scalars;
  negate(a: Scalars): Scalars;

  /** Σ aᵢ·bᵢ, a 1-vector. Lengths are equal. */
  innerProduct(a: Scalars, b: Scalars): Scalars;

  /** (1, x, x², …), `length` of them, for a 1-vector x. `length` ≥ 1. */
  powers(x: Scalars, length: number): Scalars;

  /** `out[i·b.length + j] = aᵢ·bⱼ`. */
  kronecker(a: Scalars, b: Scalars): Scalars;

  /**
   * `out[i·2^k + b] = aᵢ·Π rⱼ` over the bits that b has set, for k = `ratios.length` and b < 2^k; the
   * highest bit stands for r₀. It is `a ⊗ (1, r₀) ⊗ (1, r₁) ⊗ …` by one product for each new element.
   */
  subsetProducts(a: Scalars, ratios: Scalars): Scalars;

  /** Elements `from` to `to − 1`; may be a view. */
  slice(a: Scalars, from: number, to: number): Scalars;

  concat(...parts: Scalars[]): Scalars;

  /** Each element's inverse; that of 0 is 0. For challenges, so in variable time. */
  invertVarTime(a: Scalars): Scalars;
}

export interface PointArithmetic {
  /**
   * k group elements from 32·k bytes (RFC 9496 §4.3.1); the identity, 32 zero bytes, is one.
   * @throws EncodingError('point') at the first that is no canonical encoding.
   */
  decodePoints(bytes: Uint8Array): Points;

  /** 32·k bytes (RFC 9496 §4.3.2), constant-time. */
  encodePoints(points: Points): Uint8Array;

  /**
   * k group elements from 64·k uniform bytes: the element derivation of RFC 9496 §4.3.4, dalek's
   * `RistrettoPoint::from_uniform_bytes`. For generators, so in variable time.
   */
  derivePointsVarTime(uniform: Uint8Array): Points;

  /** Whether the single element of a 1-vector is the identity, whichever of the coset represents it. */
  isIdentity(point: Points): boolean;
}

/**
 * Sums over fixed generators with secret scalars: constant-time. Zero is a scalar like any other,
 * no multiplication is skipped for it, and a sum that is the identity is a valid result.
 */
export interface Commitments {
  /** `valuesᵢ·B + blindingsᵢ·B_blinding`, k of them. */
  commit(values: Scalars, blindings: Scalars): Points;

  /**
   * `A = blinding·B_blinding + Σ (bitᵢ ? Gᵢ : −Hᵢ)`, a 1-vector: the bit selects, nothing is multiplied.
   * @param blinding a 1-vector
   * @param values 8·m bytes as in `bitsOf`
   */
  commitBits(blinding: Scalars, values: Uint8Array, bits: number): Points;

  /** `S = blinding·B_blinding + ⟨left, G⟩ + ⟨right, H⟩`, a 1-vector, for n·m long left and right. */
  commitVectors(blinding: Scalars, left: Scalars, right: Scalars, bits: number): Points;
}

/** Sums of public data: variable time. */
export interface PublicSums {
  /**
   * An empty sum. Room for what it will hold is reserved now, outside of any scratch that is opened
   * after it: `points` variable points altogether, and the generators of up to `parties` parties.
   */
  newSumVarTime(capacity: { points: number; parties: number }): MultiScalarSum;

  /**
   * The generators of an inner-product argument: Gᵢ and `hFactorsᵢ·Hᵢ`, `hFactors.length` each.
   * Whether and when an engine folds points, or keeps the original generators and folds scalars
   * instead, is its own affair.
   */
  innerProductGeneratorsVarTime(hFactors: Scalars, bits: number): InnerProductGenerators;
}

/**
 * `b·B + b'·B_blinding + Σ gᵢ·Gᵢ + Σ hᵢ·Hᵢ + Σ cₖ·Pₖ`, collected piece by piece and evaluated once,
 * as one multi-scalar multiplication. It copies what it is given: the operands may die before it.
 */
export interface MultiScalarSum {
  /** Adds `B·b + B_blinding·b'`, 1-vectors, to what there is. */
  addPedersen(b: Scalars, bBlinding: Scalars): void;

  /**
   * Adds `⟨g, G⟩ + ⟨h, H⟩`, n·m long, to what there is. Calls with different `bits` and numbers of
   * parties mix: generator i of party j is one and the same in all of them, and its coefficients add up.
   */
  addGenerators(g: Scalars, h: Scalars, bits: number): void;

  /** Adds `⟨coefficients, points⟩`. */
  addPoints(coefficients: Scalars, points: Points): void;

  /** The sum, a 1-vector in the scratch that is open now. Called once. */
  evaluateVarTime(): Points;
}

/**
 * The generators of the inner-product argument as they are in the current round: `length` each of G
 * and H, halved by `fold`. lo and hi are the first and second half of a vector.
 *
 * Its scalars are those that the protocol would be allowed to reveal (l(x) and r(x) are masked by
 * s_L·x and s_R·x), so it may take variable time.
 */
export interface InnerProductGenerators {
  readonly length: number;

  /**
   * A 2-vector (L, R):
   *
   * - `L = ⟨a_lo, G_hi⟩ + ⟨b_hi, H_lo⟩ + cL·B`
   * - `R = ⟨a_hi, G_lo⟩ + ⟨b_lo, H_hi⟩ + cR·B`
   *
   * @param a `length` scalars, as are b
   * @param cL a 1-vector, as is cR
   */
  crossTermsVarTime(a: Scalars, b: Scalars, cL: Scalars, cR: Scalars): Points;

  /**
   * `G ← u⁻¹·G_lo + u·G_hi` and `H ← u·H_lo + u⁻¹·H_hi`, in place. Not called after the last round.
   * @param u a 1-vector, as is uInverse
   */
  foldVarTime(u: Scalars, uInverse: Scalars): void;
}
