/** Gives so many fresh random bytes. */
export type RandomSource = (length: number) => Uint8Array;

/** The most that `crypto.getRandomValues` gives at once. */
const CHUNK = 65536;

/** The CSPRNG of the platform. */
export const platformRandom: RandomSource = (length) => {
  const bytes = new Uint8Array(length);
  for (let from = 0; from < length; from += CHUNK)
    globalThis.crypto.getRandomValues(bytes.subarray(from, from + CHUNK));
  return bytes;
};
