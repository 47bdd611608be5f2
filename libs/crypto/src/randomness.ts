/** Returns `length` fresh random bytes. */
export type RandomSource = (length: number) => Uint8Array;

/** The maximum that one call of `crypto.getRandomValues` returns. */
const CHUNK_BYTES = 65536;

/** The CSPRNG of the platform. */
export const platformRandom: RandomSource = (length) => {
  const bytes = new Uint8Array(length);
  for (let from = 0; from < length; from += CHUNK_BYTES)
    globalThis.crypto.getRandomValues(bytes.subarray(from, from + CHUNK_BYTES));
  return bytes;
};
