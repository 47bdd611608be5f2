/**
 * The group operations under the protocol. Two backends implement this interface, and the range
 * proof is written once on top of it:
 *
 * - `noble`: bigint arithmetic of `@noble/curves`; the reference and the fallback.
 * - `wasm-simd`: all values live in WebAssembly linear memory.
 *
 * The interface works on whole vectors behind opaque handles, so that a backend never allocates one
 * JavaScript number or object per element. A 64-bit proof takes about a hundred calls.
 *
 * **Conventions.**
 * ℓ is the order of ristretto255. `Scalars` is a vector over GF(ℓ), `Points` a vector of group
 * elements. Indices start at 0. Handles are immutable: an operation returns a new handle (or a view
 * of an existing one) and never writes to its operands. Operands may be the same handle.
 * `bits` is n ∈ {8, 16, 32, 64}, the bits of one value; m is the number of values (parties), 1 to
 * 16. A vector over the generators of m parties has n·m elements; element `j·n + i` belongs to
 * generator i of party j. Each party uses the first n generators of its chain, so the number of
 * parties is `length / bits`.
 *
 * **Timing.** A plain name is constant-time: no branch and no memory address depends on the content
 * of the vectors (their lengths are public). A name that ends in `VarTime` takes public data only.
 * The noble backend executes one fixed sequence of operations, but bigint arithmetic itself is not
 * constant-time.
 *
 * **Errors.** The two decoders validate external input and throw an `EncodingError`. The protocol
 * computes all other operands; lengths that do not match are a bug in the caller. A backend may
 * throw a `RangeError` for them, but does not have to.
 */
export type BackendName = 'wasm-simd' | 'noble';

export interface Backend {
  readonly name: BackendName;

  /**
   * Runs `work` in a new memory scope. All handles created through `group` become invalid when
   * `work` returns or throws; a backend with its own memory then overwrites the scope's memory with
   * zeros. Only bytes and booleans leave a scope.
   *
   * Scopes nest: `work` may call `withScope` again, and the inner scope may read handles of the
   * outer one. A batch uses this to free the memory of each proof as it goes. `work` is synchronous.
   */
  withScope<T>(work: (group: GroupOperations) => T): T;

  /**
   * Keccak-f[1600] (FIPS 202, §3.3) in place, for the transcript: 25 lanes as 50 words in memory
   * order, little-endian.
   */
  keccakF1600(state: Uint32Array): void;
}

/** A vector of scalars mod ℓ, in the backend's own representation. */
export interface Scalars {
  readonly kind: 'scalars';
  readonly length: number;
}

/** A vector of group elements, in the backend's own representation. */
export interface Points {
  readonly kind: 'points';
  readonly length: number;
}

/** An encoding that is not the canonical encoding of a scalar or of a group element. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';

  constructor(
    readonly kind: 'scalar' | 'point',
    /** Index of the first invalid encoding in the vector. */
    readonly index: number,
  ) {
    super(`The ${kind} at index ${index} is not canonically encoded.`);
  }
}

export interface GroupOperations
  extends ScalarOperations,
    PointOperations,
    CommitmentOperations,
    MultiScalarOperations {}

export interface ScalarOperations {
  /**
   * k canonical scalars from 32·k bytes, little-endian.
   * @throws EncodingError('scalar') at the first encoding that is not below ℓ
   */
  decodeScalars(bytes: Uint8Array): Scalars;

  /** k scalars from 64·k bytes: each a 512-bit little-endian number mod ℓ (uniform if the bytes are). */
  reduceWide(bytes: Uint8Array): Scalars;

  /**
   * The binary digits of m values as scalars 0 and 1: `out[j·bits + i]` is bit i of value j.
   * @param values 8·m bytes, m little-endian 64-bit numbers
   */
  decomposeBits(values: Uint8Array, bits: number): Scalars;

  /** 32·k bytes: canonical, little-endian. */
  encodeScalars(a: Scalars): Uint8Array;

  /**
   * Element by element. The lengths are equal, or one operand has length 1 and is broadcast:
   * `multiply(a, b)` is the Hadamard product, or scales a vector by a 1-vector.
   */
  add(a: Scalars, b: Scalars): Scalars;
  subtract(a: Scalars, b: Scalars): Scalars;
  multiply(a: Scalars, b: Scalars): Scalars;
  negate(a: Scalars): Scalars;

  /** Σ aᵢ·bᵢ, a 1-vector. The lengths are equal. */
  innerProduct(a: Scalars, b: Scalars): Scalars;

  /** (1, x, x², …), `length` ≥ 1 elements, for a 1-vector x. */
  powers(x: Scalars, length: number): Scalars;

  /** `out[i·b.length + j] = aᵢ·bⱼ`. */
  kronecker(a: Scalars, b: Scalars): Scalars;

  /**
   * `out[i·2^k + b] = aᵢ·Π rⱼ` over the bits set in b, for k = `ratios.length` and b < 2^k; the
   * highest bit selects r₀. This is `a ⊗ (1, r₀) ⊗ (1, r₁) ⊗ …` with one product per new element.
   */
  subsetProducts(a: Scalars, ratios: Scalars): Scalars;

  /** Elements `from` to `to − 1`; may be a view. */
  slice(a: Scalars, from: number, to: number): Scalars;

  concat(...parts: Scalars[]): Scalars;

  /** The inverse of each element; the inverse of 0 is defined as 0. Variable time: for challenges. */
  invertVarTime(a: Scalars): Scalars;
}

export interface PointOperations {
  /**
   * k group elements from 32·k bytes (RFC 9496 §4.3.1). The identity, 32 zero bytes, is valid.
   * @throws EncodingError('point') at the first encoding that is not canonical
   */
  decodePoints(bytes: Uint8Array): Points;

  /** 32·k bytes (RFC 9496 §4.3.2), constant-time. */
  encodePoints(points: Points): Uint8Array;

  /**
   * k group elements from 64·k uniform bytes: the element derivation of RFC 9496 §4.3.4, dalek's
   * `RistrettoPoint::from_uniform_bytes`. Variable time: for generators.
   */
  derivePointsVarTime(uniform: Uint8Array): Points;

  /** Whether the element of a 1-vector is the identity, for any representative of the coset. */
  isIdentity(point: Points): boolean;
}

/**
 * Sums over fixed generators with secret scalars: constant-time. Zero is a scalar like any other:
 * no multiplication is skipped for it, and the identity is a valid result.
 */
export interface CommitmentOperations {
  /** `valuesᵢ·B + blindingsᵢ·B_blinding` for each i. */
  commit(values: Scalars, blindings: Scalars): Points;

  /**
   * `A = blinding·B_blinding + Σ (bitᵢ ? Gᵢ : −Hᵢ)`, a 1-vector. Each bit selects a point; nothing is
   * multiplied.
   * @param blinding a 1-vector
   * @param values 8·m bytes as in `decomposeBits`
   */
  commitBits(blinding: Scalars, values: Uint8Array, bits: number): Points;

  /** `S = blinding·B_blinding + ⟨left, G⟩ + ⟨right, H⟩`, a 1-vector; left and right have n·m elements. */
  commitVectors(blinding: Scalars, left: Scalars, right: Scalars, bits: number): Points;
}

/** Multi-scalar multiplications of public data: variable time. */
export interface MultiScalarOperations {
  /**
   * Starts an empty sum. Its memory is reserved in the current scope, before any nested scope opens:
   * `points` variable points in total, and the generators of up to `parties` parties.
   */
  newMultiScalarMulVarTime(capacity: { points: number; parties: number }): MultiScalarMul;

  /**
   * The generators of an inner-product argument: Gᵢ and `hFactorsᵢ·Hᵢ`, `hFactors.length` each.
   * A backend may fold the points, or keep the original generators and fold scalars instead.
   */
  innerProductGeneratorsVarTime(hFactors: Scalars, bits: number): InnerProductGenerators;
}

/**
 * `b·B + b'·B_blinding + Σ gᵢ·Gᵢ + Σ hᵢ·Hᵢ + Σ cₖ·Pₖ`, accumulated term by term and evaluated once,
 * as one multi-scalar multiplication. It copies its operands, so they may go out of scope before
 * the evaluation.
 */
export interface MultiScalarMul {
  /** Adds `b·B + bBlinding·B_blinding`; both operands are 1-vectors. */
  addPedersen(b: Scalars, bBlinding: Scalars): void;

  /**
   * Adds `⟨g, G⟩ + ⟨h, H⟩`; g and h have n·m elements. Calls may use different `bits` and numbers of
   * parties: generator i of party j is the same point in all of them, and its coefficients add up.
   */
  addGenerators(g: Scalars, h: Scalars, bits: number): void;

  /** Adds `⟨coefficients, points⟩`. */
  addPoints(coefficients: Scalars, points: Points): void;

  /** The sum, a 1-vector in the current scope. Called once. */
  evaluateVarTime(): Points;
}

/**
 * The generators of the inner-product argument in the current round: `length` each of G and H,
 * halved by `foldVarTime`. lo and hi are the first and second half of a vector.
 *
 * Variable time is safe here: the protocol would be allowed to reveal the scalars, because s_L·x and
 * s_R·x mask l(x) and r(x).
 */
export interface InnerProductGenerators {
  readonly length: number;

  /**
   * A 2-vector (L, R):
   *
   * - `L = ⟨a_lo, G_hi⟩ + ⟨b_hi, H_lo⟩ + cL·B`
   * - `R = ⟨a_hi, G_lo⟩ + ⟨b_lo, H_hi⟩ + cR·B`
   *
   * @param a `length` scalars, like b
   * @param cL a 1-vector, like cR
   */
  crossTermsVarTime(a: Scalars, b: Scalars, cL: Scalars, cR: Scalars): Points;

  /**
   * `G ← u⁻¹·G_lo + u·G_hi` and `H ← u·H_lo + u⁻¹·H_hi`, in place. Not called after the last round.
   * @param u a 1-vector, like uInverse
   */
  foldVarTime(u: Scalars, uInverse: Scalars): void;
}
