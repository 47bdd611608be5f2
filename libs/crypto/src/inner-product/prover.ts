import type { GroupOperations, InnerProductGenerators, Scalars } from '../backend/backend.js';
import type { CrossTerms, InnerProductProof } from '../range-proof/proof.js';

/**
 * Proves knowledge of a and b with `P = ⟨a, G⟩ + ⟨b, H⟩ + w·⟨a, b⟩·B` in log₂(`a.length`) rounds. Each
 * round folds all vectors to half their length under a challenge u (Bünz et al. 2018, protocol 2).
 * Variable time: a and b are not secret, because the caller has masked them.
 *
 * @param generators `a.length` each of G and H; folded in place
 * @param w a 1-vector
 * @param challengeU appends the cross terms of a round to the transcript; returns u as 64 bytes
 */
export function proveInnerProduct(
  group: GroupOperations,
  generators: InnerProductGenerators,
  w: Scalars,
  a: Scalars,
  b: Scalars,
  challengeU: (round: CrossTerms) => Uint8Array,
): InnerProductProof {
  const rounds: CrossTerms[] = [];
  while (a.length > 1) {
    const half = a.length / 2;
    const [aLo, aHi] = [group.slice(a, 0, half), group.slice(a, half, a.length)];
    const [bLo, bHi] = [group.slice(b, 0, half), group.slice(b, half, b.length)];
    const cL = group.multiply(w, group.innerProduct(aLo, bHi));
    const cR = group.multiply(w, group.innerProduct(aHi, bLo));
    const encoded = group.encodePoints(generators.crossTermsVarTime(a, b, cL, cR));
    const round = { L: encoded.subarray(0, 32), R: encoded.subarray(32) };
    rounds.push(round);

    const u = group.reduceWide(challengeU(round));
    const uInverse = group.invertVarTime(u);
    a = group.add(group.multiply(u, aLo), group.multiply(uInverse, aHi));
    b = group.add(group.multiply(uInverse, bLo), group.multiply(u, bHi));
    if (half > 1) generators.foldVarTime(u, uInverse);
  }
  return { rounds, a: group.encodeScalars(a), b: group.encodeScalars(b) };
}
