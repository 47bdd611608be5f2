import { sha3_512, shake256 } from '@noble/hashes/sha3.js';
import { concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/** Generators per family and party: enough for a value of 64 bits. */
export const GENS_CAPACITY = 64;

/** Maximum number of parties, that is, of values in one proof. */
export const PARTY_CAPACITY = 16;

/** The encoding of B, the base point of ristretto255 (RFC 9496 §4). */
export const BASE_POINT_ENCODING = hexToBytes(
  'e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76',
);

/**
 * The uniform bytes of the first `count` generators of a party:
 * `SHAKE256("GeneratorsChain" ‖ family ‖ u32le(party))`, 64 bytes each. RFC 9496 §4.3.4 derives a group
 * element from each block. As in dalek's `BulletproofGens`.
 */
export function generatorChain(family: 'G' | 'H', party: number, count = GENS_CAPACITY): Uint8Array {
  const partyBytes = new Uint8Array(4);
  new DataView(partyBytes.buffer).setUint32(0, party, true);
  return shake256(concatBytes(utf8ToBytes(`GeneratorsChain${family}`), partyBytes), { dkLen: 64 * count });
}

/**
 * The 64 uniform bytes from which RFC 9496 §4.3.4 derives B_blinding: `SHA3-512(encoding of B)`. As in
 * dalek's `PedersenGens::default`.
 */
export function blindingGeneratorBytes(): Uint8Array {
  return sha3_512(BASE_POINT_ENCODING);
}
