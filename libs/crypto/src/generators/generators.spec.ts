import { describe, expect, test } from '@jest/globals';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { selectBackend } from '../backend/select.js';
import { dalekVectors } from '../testing/vectors.js';
import { BulletproofGenerators } from './bulletproofs.js';
import { pedersenGenerators } from './pedersen.js';

const hex = (list: readonly Uint8Array[]) => list.map((bytes) => bytesToHex(bytes));
const digest = (list: readonly Uint8Array[]) => bytesToHex(sha3_256(concatBytes(...list)));

describe.each(['noble', 'wasm-simd'] as const)('with the backend %s', (backend) => {
  test("B and B_blinding equal dalek's", () => {
    selectBackend(backend);
    const { B, BBlinding } = pedersenGenerators();
    const expected = dalekVectors.generators;
    expect(hex([B, BBlinding])).toEqual([expected.B, expected.B_blinding]);
  });

  test.each(dalekVectors.generators.parties)("the generators of party $party equal dalek's", (expected) => {
    selectBackend(backend);
    const generators = new BulletproofGenerators();
    const [G, H] = [generators.G(expected.party), generators.H(expected.party)];
    expect(hex(G.slice(0, 8))).toEqual(expected.G);
    expect(hex(H.slice(0, 8))).toEqual(expected.H);
    expect(G).toHaveLength(generators.gensCapacity);
    expect(digest(G)).toBe(expected.sha3_256_of_64_G_concat);
    expect(digest(H)).toBe(expected.sha3_256_of_64_H_concat);
  });
});

test('all generators are distinct', () => {
  const generators = new BulletproofGenerators();
  const { B, BBlinding } = pedersenGenerators();
  const parties = Array.from({ length: generators.partyCapacity }, (_, party) => party);
  const all = parties.flatMap((party) => [...generators.G(party), ...generators.H(party)]);
  expect(new Set(hex([B, BBlinding, ...all])).size).toBe(2 + 2 * 64 * 16);
});

test('a chain is computed once', () => {
  const generators = new BulletproofGenerators();
  expect(generators.G(3)).toBe(generators.G(3));
});

test.each([-1, 16, 0.5, Number.NaN])('there is no party %p', (party) => {
  expect(() => new BulletproofGenerators().G(party)).toThrow(RangeError);
});
