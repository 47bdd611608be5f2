// The two backends of this project, through the public API.
import { task } from './measure.mjs';

const LABEL = 'bench';
/** Number of distinct proofs verified in turn. Repeating a single proof would find its table entries cached. */
const DISTINCT_PROOFS = 12;

export const ALL_FORGED = 'batch-verify, all forged';

/** The claim with its first point replaced with the second, which only the last check of the proof finds. */
function forge(claim) {
  const proof = claim.proof.slice();
  proof.copyWithin(0, 32, 64);
  return { ...claim, proof };
}

/** @param crypto the built library; @param every the backend takes part in every `every`-th round */
export function tasksOfBackend(crypto, name, { single, aggregates, batches, every = 1 }) {
  const prove = (bits, m) => {
    const values = Array.from({ length: m }, (_, i) => (bits === 64 ? 5_400_000n : 5_400n) + BigInt(i));
    const blindings = values.map(() => crypto.randomScalar());
    return crypto.proveRange({ transcript: new crypto.Transcript(LABEL), values, blindings, bits });
  };
  const claim = (bits, { proof, commitments }) => ({
    transcript: new crypto.Transcript(LABEL),
    commitments,
    bits,
    proof,
  });
  const tasks = [];
  const add = (op, m, bytes, work, options) => {
    const run = () => {
      crypto.selectBackend(name);
      work();
    };
    tasks.push(task(name, op, m, bytes, run, { ...options, every }));
  };
  crypto.selectBackend(name);
  for (const [bits, m] of [...single.map((bits) => [bits, 1]), ...aggregates.map((m) => [64, m])]) {
    const proofs = Array.from({ length: every > 1 ? 2 : DISTINCT_PROOFS }, () => prove(bits, m));
    let next = 0;
    const bytes = proofs[0].proof.length;
    add('prove', m, bytes, () => prove(bits, m), { bits });
    add('verify', m, bytes, () => crypto.verifyRange(claim(bits, proofs[next++ % proofs.length])), { bits });
  }
  for (const count of batches) {
    const proofs = Array.from({ length: Math.min(count, 64) }, () => prove(64, 1));
    const claims = Array.from({ length: count }, (_, i) => claim(64, proofs[i % proofs.length]));
    const verify = () => {
      if (!crypto.verifyBatch(claims).valid) throw new Error('A batch of valid proofs was rejected.');
    };
    add('batch-verify', 1, proofs[0].proof.length, verify, { count });
    if (count > 64) continue;
    const forgeries = claims.map(forge);
    const refuse = (batch, expected) => () => {
      if (crypto.verifyBatch(batch).rejected.length !== expected) throw new Error('A forgery was accepted.');
    };
    add(ALL_FORGED, 1, proofs[0].proof.length, refuse(forgeries, count), { count });
    add('batch-verify, one forged', 1, proofs[0].proof.length, refuse(claims.with(1, forgeries[1]), 1), {
      count,
    });
  }
  return tasks;
}
