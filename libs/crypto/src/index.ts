export type { EngineName } from './engine/engine.js';
export { RangeProofError, type RangeProofErrorCode } from './errors.js';

import type { EngineName } from './engine/engine.js';

export type BitSize = 8 | 16 | 32 | 64;

export declare class Transcript {
  constructor(label: string | Uint8Array);
  appendMessage(label: string, message: Uint8Array): void;
  appendU64(label: string, value: bigint): void;
  challengeBytes(label: string, length: number): Uint8Array;
  clone(): Transcript;
}

export interface RangeProofStatement {
  transcript: Transcript;
  commitments: readonly Uint8Array[];
  bits: number;
}
export declare function proveRange(input: {
  transcript: Transcript;
  values: readonly bigint[];
  blindings: readonly Uint8Array[];
  bits: number;
}): { proof: Uint8Array; commitments: Uint8Array[] };
export declare function verifyRange(input: RangeProofStatement & { proof: Uint8Array }): void;
export declare function randomScalar(): Uint8Array;
export declare function commit(value: bigint, blinding: Uint8Array): Uint8Array;
export declare function opensCommitment(commitment: Uint8Array, value: bigint, blinding: Uint8Array): boolean;
export declare function isGroupElement(bytes: Uint8Array): boolean;
export declare function linearCombination(
  terms: readonly { coefficient: bigint; commitment: Uint8Array }[],
  constant: bigint,
): Uint8Array;
export declare function combineBlindings(
  terms: readonly { coefficient: bigint; blinding: Uint8Array }[],
): Uint8Array;
export declare function proofLength(bits: number, values: number): number;
export declare function engineName(): EngineName;
