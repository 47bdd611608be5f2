import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { backends } from '../testing/backends.js';
import { EncodingError } from './backend.js';

const { multiplesOfB, badEncodings, oneWayMap } = JSON.parse(
  readFileSync(new URL('../../vectors/rfc9496.json', import.meta.url), 'utf8'),
) as {
  multiplesOfB: readonly string[];
  badEncodings: readonly string[];
  oneWayMap: readonly { sha512Of: string; element: string }[];
};

/** k as a scalar, for k below 256. */
const scalar = (k: number) => Uint8Array.of(k, ...new Uint8Array(31));

describe.each(backends)('RFC 9496, appendix A, on the $name backend', (backend) => {
  test('A.1: multiples of the generator', () => {
    backend.withScope((group) => {
      const values = group.decodeScalars(concatBytes(...multiplesOfB.map((_, k) => scalar(k))));
      const zeros = group.decodeScalars(new Uint8Array(32 * multiplesOfB.length));
      const encodings = concatBytes(...multiplesOfB.map(hexToBytes));
      expect(group.encodePoints(group.commit(values, zeros))).toEqual(encodings);
      expect(group.encodePoints(group.decodePoints(encodings))).toEqual(encodings);
    });
  });

  test.each(badEncodings)('A.2: %s is rejected', (encoding) => {
    expect(() => backend.withScope((group) => group.decodePoints(hexToBytes(encoding)))).toThrow(
      new EncodingError('point', 0),
    );
  });

  test.each(oneWayMap)('A.3: "$sha512Of"', ({ sha512Of, element }) => {
    backend.withScope((group) => {
      const point = group.derivePointsVarTime(sha512(utf8ToBytes(sha512Of)));
      expect(group.encodePoints(point)).toEqual(hexToBytes(element));
    });
  });
});
