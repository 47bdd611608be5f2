import { encodeBase64url } from './base64url.js';

/** `length` bytes from the platform's CSPRNG, as base64url. */
export const randomBase64url = (length: number): string =>
  encodeBase64url(crypto.getRandomValues(new Uint8Array(length)));

/** Uniform in [0, bound), bound ≤ 2^32, by rejection sampling. */
export function randomBelow(bound: number): number {
  const limit = 2 ** 32 - (2 ** 32 % bound);
  const word = new Uint32Array(1);
  do crypto.getRandomValues(word);
  while (word[0]! >= limit);
  return word[0]! % bound;
}
