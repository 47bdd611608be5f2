import { ristretto255 } from '@noble/curves/ed25519.js';

const { Fn } = ristretto255.Point;

const U64_LIMIT = 1n << 64n;

/**
 * An integer mod ℓ as 32 bytes, little-endian; negative integers wrap around. All integers in [0, 2^64) take
 * the same operations; the reduction of other integers takes variable time.
 */
export function encodeInteger(value: bigint): Uint8Array {
  if (value >= 0n && value < U64_LIMIT) return encodeU64([value], 32);
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  let rest = Fn.create(value);
  for (let at = 0; at < 32; at += 8) {
    view.setBigUint64(at, rest, true);
    rest >>= 64n;
  }
  return bytes;
}

/** Numbers in [0, 2^64) as `width` ≥ 8 bytes each, little-endian. */
export function encodeU64(values: readonly bigint[], width: number): Uint8Array {
  const bytes = new Uint8Array(width * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setBigUint64(width * i, values[i] as bigint, true);
  return bytes;
}

/** A getter of all typed arrays, which an instance or a subclass cannot override. */
const typedArrayGetter = (name: PropertyKey): ((this: unknown) => unknown) =>
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name)?.get as (
    this: unknown,
  ) => unknown;
const typeOf = typedArrayGetter(Symbol.toStringTag);
const lengthOf = typedArrayGetter('length');
const bufferOf = typedArrayGetter('buffer');
const offsetOf = typedArrayGetter('byteOffset');

/** The true length of a Uint8Array; undefined for anything else. 0 if its buffer is detached. */
export const byteLength = (value: unknown): number | undefined =>
  typeOf.call(value) === 'Uint8Array' ? (lengthOf.call(value) as number) : undefined;

/**
 * The bytes of an untrusted value as a plain Uint8Array of the same memory, without the properties that an
 * instance or a subclass overrides; undefined for anything but a Uint8Array.
 */
export function viewOf(value: unknown): Uint8Array | undefined {
  const length = byteLength(value);
  if (length === undefined) return undefined;
  if (length === 0) return new Uint8Array(0);
  return new Uint8Array(bufferOf.call(value) as ArrayBufferLike, offsetOf.call(value) as number, length);
}

/**
 * The elements of an untrusted array, each read once; undefined for anything but an array, and for one of
 * more than `maximum` elements. Holes are undefined.
 */
export function elementsOf(list: unknown, maximum: number): unknown[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const length: unknown = list.length;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || length > maximum)
    return undefined;
  const elements: unknown[] = [];
  for (let i = 0; i < length; i++) elements.push(list[i]);
  return elements;
}

/** Concatenates 32-byte strings from a list of untrusted elements; undefined if one is anything else. */
export function concat32(list: readonly unknown[]): Uint8Array | undefined {
  const joined = new Uint8Array(32 * list.length);
  for (let i = 0; i < list.length; i++) {
    const bytes = list[i];
    if (byteLength(bytes) !== 32) {
      joined.fill(0);
      return undefined;
    }
    joined.set(bytes as Uint8Array, 32 * i);
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
