import { bytesToNumberLE } from '@noble/curves/utils.js';
import { derivePoint, RistrettoPoint } from '../backend/noble/points.js';
import { encodeInteger } from '../bytes.js';
import { BASE_POINT_ENCODING, blindingGeneratorBytes, generatorChain } from '../generators/chain.js';
import { type BitSize } from '../range-proof/parameters.js';
import { type CrossTerms, serializeRangeProof } from '../range-proof/proof.js';
import {
  appendInnerProductDomain,
  appendStatement,
  challengeU,
  challengeW,
  challengeX,
  challengeYZ,
} from '../range-proof/transcript-messages.js';
import type { Transcript } from '../transcript/transcript.js';

const { Fn } = RistrettoPoint;
const ZERO = RistrettoPoint.ZERO;
const B = RistrettoPoint.fromBytes(BASE_POINT_ENCODING);
const BBlinding = derivePoint(blindingGeneratorBytes());

/** Where a dishonest prover deviates from the protocol. Otherwise it follows the honest prover. */
export interface Deviations {
  /** The vectors a_L and a_R instead of the bits and the bits minus one. */
  readonly digits?: (aL: readonly bigint[]) => { aL: readonly bigint[]; aR: readonly bigint[] };
  /** The value sent as t(x); `expected` is the value that satisfies the equation of the commitments. */
  readonly tX?: (honest: bigint, expected: bigint) => bigint;
  readonly tXBlinding?: (honest: bigint) => bigint;
  readonly eBlinding?: (honest: bigint) => bigint;
}

export interface NaiveInput {
  readonly transcript: Transcript;
  /** The committed values: any integers. */
  readonly values: readonly bigint[];
  readonly blindings: readonly bigint[];
  readonly bits: BitSize;
  /** α, ρ, τ₁, τ₂, s_L and s_R. */
  readonly blindingFactors: readonly bigint[];
}

const times = (P: RistrettoPoint, k: bigint) => P.multiplyUnsafe(Fn.create(k));
const sum = (points: readonly RistrettoPoint[]) => points.reduce((total, P) => total.add(P), ZERO);
const combine = (k: readonly bigint[], P: readonly RistrettoPoint[]) =>
  sum(P.map((point, i) => times(point, k[i] as bigint)));
const dot = (a: readonly bigint[], b: readonly bigint[]) =>
  Fn.create(a.reduce((total, x, i) => total + x * (b[i] as bigint), 0n));
const powers = (x: bigint, n: number) => Array.from({ length: n }, (_, i) => Fn.pow(x, BigInt(i)));
const reduce = (wide: Uint8Array) => Fn.create(bytesToNumberLE(wide));

const generators = (family: 'G' | 'H', bits: number, m: number) =>
  Array.from({ length: m }, (_, party) => {
    const uniform = generatorChain(family, party, bits);
    return Array.from({ length: bits }, (_, i) => derivePoint(uniform.subarray(64 * i, 64 * i + 64)));
  }).flat();

/**
 * The range proof exactly as in the paper, one number at a time and without optimizations: the reference
 * for `proveRange`, and, with deviations, a dishonest prover.
 */
export function naiveProof(
  input: NaiveInput,
  deviations: Deviations = {},
): { proof: Uint8Array; commitments: Uint8Array[] } {
  const { transcript, values, blindings, bits, blindingFactors } = input;
  const m = values.length;
  const N = bits * m;
  const commitments = values.map((v, j) =>
    times(B, v)
      .add(times(BBlinding, blindings[j] as bigint))
      .toBytes(),
  );
  appendStatement(transcript, bits, commitments);

  const honestBits = values.flatMap((v) => Array.from({ length: bits }, (_, i) => (v >> BigInt(i)) & 1n));
  const { aL, aR } = deviations.digits?.(honestBits) ?? {
    aL: honestBits,
    aR: honestBits.map((bit) => bit - 1n),
  };
  const [alpha, rho, tau1, tau2] = blindingFactors as [bigint, bigint, bigint, bigint];
  const [sL, sR] = [blindingFactors.slice(4, 4 + N), blindingFactors.slice(4 + N)];
  let [G, H] = [generators('G', bits, m), generators('H', bits, m)];
  const vectorCommitment = (r: bigint, left: readonly bigint[], right: readonly bigint[]) =>
    sum([times(BBlinding, r), combine(left, G), combine(right, H)]).toBytes();
  const A = vectorCommitment(alpha, aL, aR);
  const S = vectorCommitment(rho, sL, sR);
  const wideYZ = challengeYZ(transcript, { A, S });
  const [y, z] = [reduce(wideYZ.y), reduce(wideYZ.z)];

  const yPowers = powers(y, N);
  const twoPowers = powers(2n, bits);
  const zOf = (j: number) => Fn.pow(z, BigInt(2 + j));
  const l0 = aL.map((a) => a - z);
  const r0 = aR.map((a, i) =>
    Fn.create((yPowers[i] as bigint) * (a + z) + zOf(Math.floor(i / bits)) * (twoPowers[i % bits] as bigint)),
  );
  const r1 = sR.map((s, i) => Fn.mul(yPowers[i] as bigint, s));
  const t1 = Fn.create(dot(l0, r1) + dot(sL, r0));
  const t2 = dot(sL, r1);
  const commitTo = (t: bigint, tau: bigint) => times(B, t).add(times(BBlinding, tau)).toBytes();
  const [T1, T2] = [commitTo(t1, tau1), commitTo(t2, tau2)];
  const x = reduce(challengeX(transcript, { T1, T2 }));

  let l = l0.map((a, i) => Fn.create(a + x * (sL[i] as bigint)));
  let r = r0.map((b, i) => Fn.create(b + x * (r1[i] as bigint)));
  const delta =
    (z - z * z) * yPowers.reduce((total, p) => total + p, 0n) -
    values.reduce((total, _, j) => total + z * zOf(j), 0n) * ((1n << BigInt(bits)) - 1n);
  const expected = delta + values.reduce((total, v, j) => total + zOf(j) * v, 0n) + x * t1 + x * x * t2;
  const send = (honest: bigint, deviate?: (honest: bigint) => bigint) =>
    encodeInteger(deviate ? deviate(honest) : honest);
  const tX = send(dot(l, r), (honest) => deviations.tX?.(honest, expected) ?? honest);
  const tXBlinding = send(
    blindings.reduce((total, blinding, j) => total + zOf(j) * blinding, 0n) + x * tau1 + x * x * tau2,
    deviations.tXBlinding,
  );
  const eBlinding = send(alpha + x * rho, deviations.eBlinding);
  const w = reduce(challengeW(transcript, { tX, tXBlinding, eBlinding }));
  appendInnerProductDomain(transcript, N);

  H = H.map((P, i) => times(P, Fn.inv(yPowers[i] as bigint)));
  const rounds: CrossTerms[] = [];
  while (l.length > 1) {
    const half = l.length / 2;
    const halves = <T>(vector: readonly T[]) => [vector.slice(0, half), vector.slice(half)] as const;
    const [[lLo, lHi], [rLo, rHi], [GLo, GHi], [HLo, HHi]] = [halves(l), halves(r), halves(G), halves(H)];
    const L = sum([combine(lLo, GHi), combine(rHi, HLo), times(B, w * dot(lLo, rHi))]).toBytes();
    const R = sum([combine(lHi, GLo), combine(rLo, HHi), times(B, w * dot(lHi, rLo))]).toBytes();
    rounds.push({ L, R });
    const u = reduce(challengeU(transcript, { L, R }));
    const v = Fn.inv(u);
    l = lLo.map((a, i) => Fn.create(a * u + (lHi[i] as bigint) * v));
    r = rLo.map((b, i) => Fn.create(b * v + (rHi[i] as bigint) * u));
    G = GLo.map((P, i) => times(P, v).add(times(GHi[i] as RistrettoPoint, u)));
    H = HLo.map((P, i) => times(P, u).add(times(HHi[i] as RistrettoPoint, v)));
  }
  const innerProductProof = { rounds, a: encodeInteger(l[0] as bigint), b: encodeInteger(r[0] as bigint) };
  const proof = { A, S, T1, T2, tX, tXBlinding, eBlinding, innerProductProof };
  return { proof: serializeRangeProof(proof), commitments };
}
