import type { Backend, GroupOperations, Scalars } from '../backend/backend.js';
import { currentBackend } from '../backend/select.js';
import { elementsOf, encodeInteger, encodeU64, split32 } from '../bytes.js';
import { decodeBlindings } from '../decode.js';
import { RangeProofError } from '../errors.js';
import { PARTY_CAPACITY } from '../generators/chain.js';
import { proveInnerProduct } from '../inner-product/prover.js';
import { platformRandom, type RandomSource } from '../randomness.js';
import { checkTranscript, type Transcript } from '../transcript/transcript.js';
import { type BitSize, checkAggregation, checkBitSize } from './parameters.js';
import { type RangeProof, serializeRangeProof } from './proof.js';
import {
  appendInnerProductDomain,
  appendStatement,
  challengeU,
  challengeW,
  challengeX,
  challengeYZ,
} from './transcript-messages.js';

export interface RangeProofInput {
  /** The proof continues this transcript and leaves it advanced. */
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
 * Proves that all values are in [0, 2^bits), in one aggregated Bulletproof: byte-compatible with
 * `RangeProof::prove_multiple` of dalek's `bulletproofs` 5.0.
 *
 * m is a power of two up to 16; a single value is the case m = 1. The blinding factors of the proof come
 * from the platform's CSPRNG.
 *
 * Constant-time in values, blindings and blinding factors up to the inner-product argument (within the
 * limits of the backend). The argument itself takes variable time: it works on masked vectors.
 *
 * @throws RangeProofError before the transcript changes: 'InvalidTranscript', 'InvalidBitSize',
 *   'InvalidAggregation', 'WrongNumberOfBlindings', 'ValueOutOfRange', 'InvalidScalar'
 * @see Bünz, Bootle, Boneh, Poelstra, Wuille, Maxwell: Bulletproofs (2018), §4.1 and §4.3
 * @example
 * const blinding = randomScalar();
 * const { proof, commitments } = proveRange({
 *   transcript: new Transcript('example'), values: [1_000n], blindings: [blinding], bits: 64,
 * });
 */
export function proveRange(input: RangeProofInput): ProvenRange {
  return proveRangeWith(currentBackend(), platformRandom, input);
}

/** {@link proveRange} with a given backend and source of randomness. */
export function proveRangeWith(backend: Backend, random: RandomSource, input: RangeProofInput): ProvenRange {
  const { transcript, bits, values: givenValues, blindings: givenBlindings } = input ?? {};
  checkTranscript(transcript);
  checkBitSize(bits);
  const values = checkValues(givenValues, bits);
  const blindingBytes = elementsOf(givenBlindings, values.length);
  if (blindingBytes?.length !== values.length)
    throw new RangeProofError('WrongNumberOfBlindings', 'Each value must have exactly one blinding.');

  const wideBlindingFactors = random(64 * blindingFactorCount(bits * values.length));
  const witness = { values: encodeU64(values, 8), wideValues: encodeU64(values, 32) };
  try {
    return backend.withScope((group) => {
      const blindings = decodeBlindings(group, blindingBytes);
      const commitments = split32(
        group.encodePoints(group.commit(group.decodeScalars(witness.wideValues), blindings)),
      );
      appendStatement(transcript, bits, commitments);
      const blindingFactors = group.reduceWide(wideBlindingFactors);
      const proof = buildProof(group, transcript, bits, witness.values, blindings, blindingFactors);
      return { proof: serializeRangeProof(proof), commitments };
    });
  } finally {
    wideBlindingFactors.fill(0);
    witness.values.fill(0);
    witness.wideValues.fill(0);
  }
}

function checkValues(given: unknown, bits: BitSize): bigint[] {
  const values = elementsOf(given, PARTY_CAPACITY);
  checkAggregation(values?.length);
  for (const value of values as unknown[]) {
    if (typeof value !== 'bigint' || value < 0n || value >= 1n << BigInt(bits))
      throw new RangeProofError('ValueOutOfRange', `A value must be a bigint from 0 to 2^${bits} − 1.`);
  }
  return values as bigint[];
}

/** α, ρ, τ₁, τ₂, s_L and s_R. */
const blindingFactorCount = (length: number) => 4 + 2 * length;

/**
 * The proof after the statement has been appended, in the letters of the paper.
 *
 * @param values 8·m bytes
 * @param blindingFactors uniform, `blindingFactorCount(n·m)` of them
 */
function buildProof(
  group: GroupOperations,
  transcript: Transcript,
  bits: BitSize,
  values: Uint8Array,
  blindings: Scalars,
  blindingFactors: Scalars,
): RangeProof {
  const m = blindings.length;
  const length = bits * m;
  const factor = (i: number) => group.slice(blindingFactors, i, i + 1);
  const [alpha, rho, tau1, tau2] = [factor(0), factor(1), factor(2), factor(3)];
  const sL = group.slice(blindingFactors, 4, 4 + length);
  const sR = group.slice(blindingFactors, 4 + length, 4 + 2 * length);

  const A = group.encodePoints(group.commitBits(alpha, values, bits));
  const S = group.encodePoints(group.commitVectors(rho, sL, sR, bits));
  const wide = challengeYZ(transcript, { A, S });
  const y = group.reduceWide(wide.y);
  const z = group.reduceWide(wide.z);
  /** z², z³, …: one per value. */
  const zOfValue = group.multiply(group.multiply(z, z), group.powers(z, m));
  const { l0, l1, r0, r1 } = vectorPolynomials(group, bits, values, { sL, sR, y, z, zOfValue });

  // t(X) = ⟨l(X), r(X)⟩ = t₀ + t₁·X + t₂·X²
  const t0 = group.innerProduct(l0, r0);
  const t1 = group.add(group.innerProduct(l0, r1), group.innerProduct(l1, r0));
  const t2 = group.innerProduct(l1, r1);
  const [T1, T2] = split32(
    group.encodePoints(group.commit(group.concat(t1, t2), group.concat(tau1, tau2))),
  ) as [Uint8Array, Uint8Array];
  const x = group.reduceWide(challengeX(transcript, { T1, T2 }));

  const atX = (c0: Scalars, c1: Scalars) => group.add(c0, group.multiply(x, c1));
  const tX = group.encodeScalars(atX(t0, atX(t1, t2)));
  const tXBlinding = group.encodeScalars(
    group.add(group.innerProduct(zOfValue, blindings), group.multiply(x, atX(tau1, tau2))),
  );
  const eBlinding = group.encodeScalars(atX(alpha, rho));
  const w = group.reduceWide(challengeW(transcript, { tX, tXBlinding, eBlinding }));

  appendInnerProductDomain(transcript, length);
  const innerProductProof = proveInnerProduct(
    group,
    group.innerProductGeneratorsVarTime(group.powers(group.invertVarTime(y), length), bits),
    w,
    atX(l0, l1),
    atX(r0, r1),
    (round) => challengeU(transcript, round),
  );
  return { A, S, T1, T2, tX, tXBlinding, eBlinding, innerProductProof };
}

/**
 * The coefficients of the vector polynomials l(X) = l₀ + l₁·X and r(X) = r₀ + r₁·X:
 *
 * - `l(X) = a_L − z + s_L·X`
 * - `r(X) = yⁿ ∘ (a_R + z + s_R·X) + z²·(1, z, …) ⊗ (1, 2, 4, …)`
 *
 * for the bits a_L of the values and a_R = a_L − 1.
 */
function vectorPolynomials(
  group: GroupOperations,
  bits: BitSize,
  values: Uint8Array,
  { sL, sR, y, z, zOfValue }: Readonly<Record<'sL' | 'sR' | 'y' | 'z' | 'zOfValue', Scalars>>,
): { l0: Scalars; l1: Scalars; r0: Scalars; r1: Scalars } {
  const one = group.decodeScalars(encodeInteger(1n));
  const two = group.decodeScalars(encodeInteger(2n));
  const aL = group.decomposeBits(values, bits);
  const aR = group.subtract(aL, one);
  const yPowers = group.powers(y, sL.length);
  return {
    l0: group.subtract(aL, z),
    l1: sL,
    r0: group.add(
      group.multiply(yPowers, group.add(aR, z)),
      group.kronecker(zOfValue, group.powers(two, bits)),
    ),
    r1: group.multiply(yPowers, sR),
  };
}
