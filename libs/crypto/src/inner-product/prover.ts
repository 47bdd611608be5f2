import type { Arithmetic, InnerProductGenerators, Scalars } from '../engine/engine.js';
import type { CrossTerms, InnerProductProof } from '../range-proof/proof.js';

/**
 * Proves `P = ⟨a, G⟩ + ⟨b, H⟩ + w·⟨a, b⟩·B` without sending a and b: each round halves all vectors
 * under a challenge u (Bünz et al. 2018, protocol 2). Variable time: a and b are not secret, they
 * are masked by the caller.
 *
 * @param generators `a.length` each of G and H; they are folded as the rounds go
 * @param w a 1-vector
 * @param challengeTo sends a round's cross terms and returns u as 64 bytes
 */
export function proveInnerProduct(
  arith: Arithmetic,
  generators: InnerProductGenerators,
  w: Scalars,
  a: Scalars,
  b: Scalars,
  challengeTo: (round: CrossTerms) => Uint8Array,
): InnerProductProof {
  const rounds: CrossTerms[] = [];
  while (a.length > 1) {
    const half = a.length / 2;
    const [aLo, aHi] = [arith.slice(a, 0, half), arith.slice(a, half, a.length)];
    const [bLo, bHi] = [arith.slice(b, 0, half), arith.slice(b, half, b.length)];
    const cL = arith.multiply(w, arith.innerProduct(aLo, bHi));
    const cR = arith.multiply(w, arith.innerProduct(aHi, bLo));
    const encoded = arith.encodePoints(generators.crossTermsVarTime(a, b, cL, cR));
    const round = { L: encoded.subarray(0, 32), R: encoded.subarray(32) };
    rounds.push(round);

    const u = arith.reduceWide(challengeTo(round));
    const uInverse = arith.invertVarTime(u);
    a = arith.add(arith.multiply(u, aLo), arith.multiply(uInverse, aHi));
    b = arith.add(arith.multiply(uInverse, bLo), arith.multiply(u, bHi));
    if (half > 1) generators.foldVarTime(u, uInverse);
  }
  return { rounds, a: arith.encodeScalars(a), b: arith.encodeScalars(b) };
}
