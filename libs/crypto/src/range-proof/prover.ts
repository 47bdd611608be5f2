import { encodeInteger, encodeU64, split32 } from '../bytes.js';
import { decodeBlindings } from '../decode.js';
import type { Arithmetic, Engine, Scalars } from '../engine/engine.js';
import { currentEngine } from '../engine/select.js';
import { RangeProofError } from '../errors.js';
import { proveInnerProduct } from '../inner-product/prover.js';
import { platformRandom, type RandomSource } from '../randomness.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { commitToBits, commitToPolynomial, openPolynomial, sendCrossTerms, stateRange } from './dialogue.js';
import { type BitSize, checkAggregation, checkBitSize } from './parameters.js';
import { type RangeProof, serializeRangeProof } from './proof.js';

export interface RangeProofInput {
  /** Goes on from where it is, and is left advanced. */
  readonly transcript: Transcript;
  /** m values, 0 ≤ v < 2^bits. */
  readonly values: readonly bigint[];
  /** m blindings, 32 bytes each, canonical. */
  readonly blindings: readonly Uint8Array[];
  /** n ∈ {8, 16, 32, 64}. */
  readonly bits: number;
}

export interface ProvenRange {
  /** `32·(2·log₂(n·m) + 9)` bytes. */
  readonly proof: Uint8Array;
  /** `vⱼ·B + rⱼ·B_blinding`, in the order of the values. */
  readonly commitments: Uint8Array[];
}

/**
 * Proves that every value is in [0, 2^bits), in one aggregated Bulletproof: byte-compatible with
 * `RangeProof::prove_multiple` of dalek's `bulletproofs` 5.0.
 *
 * m is a power of two up to 16; one value is the case m = 1. Fresh randomness comes from the
 * platform's CSPRNG.
 *
 * Everything before the inner-product argument runs in constant time in values, blindings and nonces
 * (as far as the engine does); the argument itself works on vectors that are masked.
 *
 * @throws RangeProofError before the transcript is touched: 'InvalidTranscript', 'InvalidBitSize',
 *   'InvalidAggregation', 'WrongNumberOfBlindings', 'ValueOutOfRange', 'InvalidScalar'
 * @see Bünz, Bootle, Boneh, Poelstra, Wuille, Maxwell: Bulletproofs (2018), §4.1 and §4.3
 * @example
 * const blinding = randomScalar();
 * const { proof, commitments } = proveRange({
 *   transcript: new Transcript('example'), values: [1_000n], blindings: [blinding], bits: 64,
 * });
 */
export function proveRange(input: RangeProofInput): ProvenRange {
  return proveRangeWith(currentEngine(), platformRandom, input);
}

/** {@link proveRange} with a given engine and source of randomness. */
export function proveRangeWith(engine: Engine, random: RandomSource, input: RangeProofInput): ProvenRange {
  checkTranscript(input?.transcript);
  const { transcript, bits, values } = input;
  checkBitSize(bits);
  checkValues(values, bits);
  if (!Array.isArray(input.blindings) || input.blindings.length !== values.length)
    throw new RangeProofError('WrongNumberOfBlindings', 'Every value has one blinding.');

  const nonces = random(64 * nonceCount(bits * values.length));
  const witness = { values: encodeU64(values, 8), wideValues: encodeU64(values, 32) };
  try {
    return engine.withScratch((arith) => {
      const blindings = decodeBlindings(arith, input.blindings);
      const commitments = split32(
        arith.encodePoints(arith.commit(arith.decodeScalars(witness.wideValues), blindings)),
      );
      stateRange(transcript, bits, commitments);
      const proof = respond(arith, transcript, bits, witness.values, blindings, arith.reduceWide(nonces));
      return { proof: serializeRangeProof(proof), commitments };
    });
  } finally {
    nonces.fill(0);
    witness.values.fill(0);
    witness.wideValues.fill(0);
  }
}

function checkValues(values: unknown, bits: BitSize): asserts values is readonly bigint[] {
  checkAggregation(Array.isArray(values) ? values.length : undefined);
  for (const value of values as readonly unknown[]) {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << BigInt(bits))
      throw new RangeProofError('ValueOutOfRange', `A value is a bigint from 0 to 2^${bits} − 1.`);
  }
}

/** α, ρ, τ₁, τ₂, s_L and s_R. */
const nonceCount = (length: number) => 4 + 2 * length;

/**
 * The prover's moves after the statement, in the paper's letters:
 *
 * - `l(X) = a_L − z + s_L·X`
 * - `r(X) = yⁿ ∘ (a_R + z + s_R·X) + z²·(1, z, …) ⊗ (1, 2, 4, …)`
 * - `t(X) = ⟨l(X), r(X)⟩ = t₀ + t₁·X + t₂·X²`
 *
 * @param values 8·m bytes
 * @param nonces uniform, `nonceCount(n·m)` of them
 */
function respond(
  arith: Arithmetic,
  transcript: Transcript,
  bits: BitSize,
  values: Uint8Array,
  blindings: Scalars,
  nonces: Scalars,
): RangeProof {
  const m = blindings.length;
  const length = bits * m;
  const nonce = (i: number) => arith.slice(nonces, i, i + 1);
  const [alpha, rho, tau1, tau2] = [nonce(0), nonce(1), nonce(2), nonce(3)];
  const sL = arith.slice(nonces, 4, 4 + length);
  const sR = arith.slice(nonces, 4 + length, 4 + 2 * length);

  const A = arith.encodePoints(arith.commitBits(alpha, values, bits));
  const S = arith.encodePoints(arith.commitVectors(rho, sL, sR, bits));
  const { y: wideY, z: wideZ } = commitToBits(transcript, { A, S });
  const y = arith.reduceWide(wideY);
  const z = arith.reduceWide(wideZ);

  const one = arith.decodeScalars(encodeInteger(1n));
  const two = arith.decodeScalars(encodeInteger(2n));
  const aL = arith.bitsOf(values, bits);
  const aR = arith.subtract(aL, one);
  const yPowers = arith.powers(y, length);
  /** z², z³, …: one for each value. */
  const zSquared = arith.multiply(z, z);
  const zOfValue = arith.multiply(zSquared, arith.powers(z, m));
  const l0 = arith.subtract(aL, z);
  const l1 = sL;
  const r0 = arith.add(
    arith.multiply(yPowers, arith.add(aR, z)),
    arith.kronecker(zOfValue, arith.powers(two, bits)),
  );
  const r1 = arith.multiply(yPowers, sR);

  const t0 = arith.innerProduct(l0, r0);
  const t1 = arith.add(arith.innerProduct(l0, r1), arith.innerProduct(l1, r0));
  const t2 = arith.innerProduct(l1, r1);
  const [T1, T2] = split32(
    arith.encodePoints(arith.commit(arith.concat(t1, t2), arith.concat(tau1, tau2))),
  ) as [Uint8Array, Uint8Array];
  const x = arith.reduceWide(commitToPolynomial(transcript, { T1, T2 }));

  const atX = (c0: Scalars, c1: Scalars) => arith.add(c0, arith.multiply(x, c1));
  const tX = arith.encodeScalars(atX(t0, atX(t1, t2)));
  const tXBlinding = arith.encodeScalars(
    arith.add(arith.innerProduct(zOfValue, blindings), arith.multiply(x, atX(tau1, tau2))),
  );
  const eBlinding = arith.encodeScalars(atX(alpha, rho));
  const w = arith.reduceWide(openPolynomial(transcript, { tX, tXBlinding, eBlinding }, length));

  const innerProductProof = proveInnerProduct(
    arith,
    arith.innerProductGeneratorsVarTime(arith.powers(arith.invertVarTime(y), length), bits),
    w,
    atX(l0, l1),
    atX(r0, r1),
    (round) => sendCrossTerms(transcript, round),
  );
  return { A, S, T1, T2, tX, tXBlinding, eBlinding, innerProductProof };
}
