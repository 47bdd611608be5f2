import { bytesToHex } from '@noble/hashes/utils.js';
import { proveRange, randomScalar, Transcript } from '@zk-income/crypto';

const BIT_SIZES = [8, 16, 32, 64] as const;
const COUNTS = [1, 2, 4, 8, 16] as const;
const LABEL = 'zk-income vectors';

/** Random values, of which one in four is an end of the range. */
function randomValues(bits: number, m: number): bigint[] {
  const top = (1n << BigInt(bits)) - 1n;
  return Array.from({ length: m }, () => {
    const [kind, ...random] = globalThis.crypto.getRandomValues(new Uint8Array(9)) as unknown as number[];
    if ((kind as number) < 32) return 0n;
    if ((kind as number) < 64) return top;
    return random.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n) & top;
  });
}

function provenCase(bits: number, m: number, name: string): object {
  const witness = { values: randomValues(bits, m), blindings: Array.from({ length: m }, randomScalar) };
  const { proof, commitments } = proveRange({ transcript: new Transcript(LABEL), ...witness, bits });
  return {
    name,
    valid: true,
    label: LABEL,
    n: bits,
    m,
    values: witness.values.map(String),
    blindings: witness.blindings.map((blinding) => bytesToHex(blinding)),
    commitments: commitments.map((commitment) => bytesToHex(commitment)),
    proof: bytesToHex(proof),
  };
}

/** The lines of a vector file with `count` new proofs of every size. */
export function* generateVectors(count: number): Generator<string> {
  const head = {
    generated_by: 'zk-income',
    proof_layout: 'A S T_1 T_2 t_x t_x_blinding e_blinding (L_i R_i)* a b, 32 bytes each',
  };
  yield `${JSON.stringify(head, undefined, 1).slice(0, -2)},\n "cases": [`;
  let remaining = count * BIT_SIZES.length * COUNTS.length;
  for (let i = 0; i < count; i++) {
    for (const n of BIT_SIZES) {
      for (const m of COUNTS) {
        remaining -= 1;
        const vector = JSON.stringify(provenCase(n, m, `valid n=${n} m=${m} #${i}`));
        yield remaining === 0 ? vector : `${vector},`;
      }
    }
  }
  yield ' ]\n}';
}
