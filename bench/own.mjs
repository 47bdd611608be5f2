// The two engines of this project, on the public API.
import { task } from './measure.mjs';

const LABEL = 'bench';
/** Different proofs in turn, as a verifier meets them: one again and again finds its entries cached. */
const DISTINCT = 12;

/** @param crypto the built library; @param every how seldom the engine takes part */
export function tasksOfEngine(crypto, name, { single, aggregates, batches, every = 1 }) {
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
    const made = Array.from({ length: every > 1 ? 2 : DISTINCT }, () => prove(bits, m));
    let next = 0;
    const bytes = made[0].proof.length;
    add('prove', m, bytes, () => prove(bits, m), { bits });
    add('verify', m, bytes, () => crypto.verifyRange(claim(bits, made[next++ % made.length])), { bits });
  }
  for (const count of batches) {
    const made = Array.from({ length: Math.min(count, 64) }, () => prove(64, 1));
    const claims = Array.from({ length: count }, (_, i) => claim(64, made[i % made.length]));
    const verify = () => {
      if (!crypto.verifyBatch(claims).valid) throw new Error('A batch of true proofs was refused.');
    };
    add('batch-verify', 1, made[0].proof.length, verify, { count });
  }
  return tasks;
}
