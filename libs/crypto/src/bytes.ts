import { ristretto255 } from '@noble/curves/ed25519.js';
import { numberToBytesLE } from '@noble/curves/utils.js';
import { isBytes } from '@noble/hashes/utils.js';

const { Fn } = ristretto255.Point;

/** An integer mod ℓ as 32 bytes, little-endian; negative integers wrap around. */
export const encodeInteger = (value: bigint): Uint8Array => numberToBytesLE(Fn.create(value), 32);

/** Numbers in [0, 2^64) as `width` ≥ 8 bytes each, little-endian. */
export function encodeU64(values: readonly bigint[], width: number): Uint8Array {
  const bytes = new Uint8Array(width * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setBigUint64(width * i, value, true);
  return bytes;
}

/** Concatenates 32-byte strings from an untrusted list; undefined if it is not a list of such strings. */
export function concat32(list: unknown): Uint8Array | undefined {
  if (!Array.isArray(list)) return undefined;
  const joined = new Uint8Array(32 * list.length);
  for (let i = 0; i < list.length; i++) {
    const bytes: unknown = list[i];
    if (!isBytes(bytes) || bytes.length !== 32) return undefined;
    joined.set(bytes, 32 * i);
  }
  return joined;
}

/** Splits bytes into copies of 32 bytes each. */
export const split32 = (joined: Uint8Array): Uint8Array[] => subarrays32(joined).map((view) => view.slice());

/** Splits bytes into views of 32 bytes each, without copying. */
export function subarrays32(joined: Uint8Array): Uint8Array[] {
  const views: Uint8Array[] = [];
  for (let at = 0; at < joined.length; at += 32) views.push(joined.subarray(at, at + 32));
  return views;
}
