import { ristretto255 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js';
import type { Random } from './random.js';

const { Point } = ristretto255;
const ORDER = Point.Fn.ORDER;
const P = 2n ** 255n - 19n;

const encode = (value: bigint) => numberToBytesLE(value % 2n ** 256n, 32);
const isScalar = (element: number, count: number) => (element >= 4 && element < 7) || element >= count - 2;

/** Encodings of points: the identity, others that are valid, and some that are not canonical. */
const points = (random: Random): Uint8Array[] => [
  new Uint8Array(32),
  Point.BASE.toBytes(),
  Point.BASE.multiply(BigInt(1 + random.below(1000))).toBytes(),
  random.bytes(32),
  encode(P),
  encode(P - 1n),
  encode(P + 2n * BigInt(random.below(9))),
  encode(1n),
  new Uint8Array(32).fill(255),
  encode(2n * BigInt(random.below(100))),
];

/** Encodings of a scalar: other values, and others of the same value, which are not canonical. */
const scalars = (bytes: Uint8Array, random: Random): Uint8Array[] => {
  const value = bytesToNumberLE(bytes);
  return [
    encode(value + ORDER),
    encode(value + ORDER * BigInt(1 + random.below(15))),
    encode((value + 1n) % ORDER),
    encode((ORDER - (value % ORDER)) % ORDER),
    encode(0n),
    encode(ORDER),
    encode(ORDER - 1n),
    random.bytes(32),
    new Uint8Array(32).fill(255),
  ];
};

/** A proof in which bits, elements or the length are changed. */
export function mutateProof(proof: Uint8Array, random: Random, others: readonly Uint8Array[]): Uint8Array {
  return random.pick(PROOF_CHANGES)[1](proof.slice(), random, others);
}

type ProofChange = (proof: Uint8Array, random: Random, others: readonly Uint8Array[]) => Uint8Array;

const elementAt = (proof: Uint8Array, index: number) => proof.subarray(32 * index, 32 * index + 32);

function setElement(
  proof: Uint8Array,
  wantScalar: boolean,
  choices: (old: Uint8Array) => Uint8Array[],
  random: Random,
) {
  const count = proof.length / 32;
  const candidates = Array.from({ length: count }, (_, i) => i).filter(
    (i) => isScalar(i, count) === wantScalar,
  );
  const index = random.pick(candidates);
  proof.set(random.pick(choices(elementAt(proof, index))), 32 * index);
  return proof;
}

export const PROOF_CHANGES: readonly [string, ProofChange][] = [
  [
    'bits flipped',
    (proof, random) => {
      for (let i = random.below(3); i >= 0; i--) proof[random.below(proof.length)]! ^= 1 << random.below(8);
      return proof;
    },
  ],
  [
    'truncated and extended',
    (proof, random) =>
      random.pick([
        () => proof.slice(0, random.below(proof.length)),
        () => proof.slice(32 * random.below(proof.length / 32)),
        () => Uint8Array.from([...proof, ...random.bytes(1 + random.below(64))]),
        () => Uint8Array.from([...proof, ...proof.subarray(0, 64)]),
        () => Uint8Array.from([...proof.subarray(0, 224), ...proof.subarray(288)]),
        () => new Uint8Array(0),
      ])(),
  ],
  ['scalars replaced', (proof, random) => setElement(proof, true, (old) => scalars(old, random), random)],
  ['points replaced', (proof, random) => setElement(proof, false, () => points(random), random)],
  [
    'elements exchanged',
    (proof, random) => {
      const [i, j] = [random.below(proof.length / 32), random.below(proof.length / 32)];
      const [a, b] = [elementAt(proof, i).slice(), elementAt(proof, j).slice()];
      proof.set(b, 32 * i);
      proof.set(a, 32 * j);
      return proof;
    },
  ],
  [
    'elements of another proof',
    (proof, random, others) => {
      const other = random.pick(others);
      const from = random.below(Math.min(proof.length, other.length) / 32);
      const to = from + 1 + random.below(4);
      proof.set(other.subarray(32 * from, Math.min(32 * to, proof.length)), 32 * from);
      return proof;
    },
  ],
];
