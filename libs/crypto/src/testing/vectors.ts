import { readFileSync } from 'node:fs';

export interface VectorCase {
  readonly name: string;
  readonly valid: boolean;
  readonly label: string;
  readonly n: number;
  readonly m: number;
  readonly values?: readonly string[];
  readonly blindings?: readonly string[];
  readonly commitments: readonly string[];
  readonly proof: string;
  readonly challenges?: { y: string; z: string; x: string; w: string; u: readonly string[] };
}

export type MerlinOperation =
  | { op: 'append_message'; label: string; data: string }
  | { op: 'append_u64'; label: string; value: string }
  | { op: 'challenge_bytes'; label: string; len: number; out: string };

export interface Vectors {
  readonly generators: {
    readonly B: string;
    readonly B_blinding: string;
    readonly parties: readonly {
      party: number;
      G: readonly string[];
      H: readonly string[];
      sha3_256_of_64_G_concat: string;
      sha3_256_of_64_H_concat: string;
    }[];
  };
  readonly merlin: readonly { label: string; ops: readonly MerlinOperation[] }[];
  readonly cases: readonly VectorCase[];
}

/** Test vectors generated with dalek's crates, the reference for byte compatibility. */
export const dalekVectors = JSON.parse(
  readFileSync(new URL('../../vectors/dalek-bulletproofs.json', import.meta.url), 'utf8'),
) as Vectors;
