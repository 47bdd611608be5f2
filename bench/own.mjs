// The two engines of this project, on the public API.
import { measure, row } from './measure.mjs';

const LABEL = 'bench';

/** @param crypto the built library; @param rounds how often each operation runs */
export function measureEngine(crypto, name, rounds, { single, aggregates, batches }) {
  crypto.selectEngine(name);
  const prove = (bits, m) => {
    const values = Array.from({ length: m }, (_, i) =>
      bits === 64 ? 5_400_000n + BigInt(i) : 5_400n + BigInt(i),
    );
    const blindings = values.map(() => crypto.randomScalar());
    return crypto.proveRange({ transcript: new crypto.Transcript(LABEL), values, blindings, bits });
  };
  const claim = (bits, { proof, commitments }) => ({
    transcript: new crypto.Transcript(LABEL),
    commitments,
    bits,
    proof,
  });
  const rows = [];
  const pairs = [...single.map((bits) => [bits, 1]), ...aggregates.map((m) => [64, m])];
  for (const [bits, m] of pairs) {
    // Different proofs, as a verifier meets them: the table entries that one needs are not those of the next.
    const made = Array.from({ length: Math.max(2, Math.min(rounds, 12)) }, () => prove(bits, m));
    let next = 0;
    const bytes = made[0].proof.length;
    const few = Math.max(3, Math.ceil(rounds / m));
    rows.push(
      row(
        name,
        'prove',
        m,
        measure(few, () => prove(bits, m)),
        bytes,
        { bits },
      ),
    );
    const verify = () => crypto.verifyRange(claim(bits, made[next++ % made.length]));
    rows.push(row(name, 'verify', m, measure(4 * few, verify), bytes, { bits }));
  }
  for (const count of batches) {
    const made = Array.from({ length: Math.min(count, 64) }, () => prove(64, 1));
    const claims = Array.from({ length: count }, (_, i) => claim(64, made[i % made.length]));
    const verify = () => {
      if (!crypto.verifyBatch(claims).valid) throw new Error('A batch of true proofs was refused.');
    };
    const times = measure(Math.max(3, Math.ceil(rounds / 4)), verify, count);
    rows.push(row(name, 'batch-verify', 1, times, made[0].proof.length, { count }));
  }
  return rows;
}
