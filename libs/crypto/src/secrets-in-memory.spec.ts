import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';

// Searches the kernel's memory, and every byte array that the library created, for what an operation on secrets
// may have left behind.

type Crypto = typeof import('./index.js');

const PlainUint8Array = globalThis.Uint8Array;
const PlainUint32Array = globalThis.Uint32Array;
const { Instance } = WebAssembly;

const memories: WebAssembly.Memory[] = [];
const created = new Set<ArrayBufferLike>();
let crypto: Crypto;

/** Records the memory of every array that is created, also by `slice` and by the libraries below. */
const recording = <T extends typeof Uint8Array | typeof Uint32Array>(Plain: T): T =>
  new Proxy(Plain, {
    construct(target, args, newTarget) {
      const array = Reflect.construct(target, args, newTarget) as Uint8Array;
      created.add(array.buffer);
      return array;
    },
  });

beforeAll(async () => {
  WebAssembly.Instance = class extends Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      memories.push(this.exports.memory as WebAssembly.Memory);
    }
  };
  jest.resetModules();
  crypto = await import('./index.js');
  expect(crypto.backendInUse()).toBe('wasm-simd');
  WebAssembly.Instance = Instance;
});

afterEach(() => {
  Object.assign(globalThis, { Uint8Array: PlainUint8Array, Uint32Array: PlainUint32Array });
});

/** Distinctive 64-bit values, so that a match is no coincidence. */
const VALUES = [0xd1ce_5ec2_e7a1_b0f3n, 0xa5e1_f00d_5eed_c0d5n];
const OTHER = 0xbadd_ecaf_c0ff_ee11n;

function bytesOf(value: bigint): Uint8Array {
  const bytes = new PlainUint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** Runs an operation, and returns what it left of `secrets`, apart from the memory of `inputs` and its result. */
function leftBy(operation: () => unknown, secrets: readonly Uint8Array[], inputs: readonly Uint8Array[]) {
  created.clear();
  Object.assign(globalThis, {
    Uint8Array: recording(PlainUint8Array),
    Uint32Array: recording(PlainUint32Array),
  });
  try {
    operation();
  } finally {
    Object.assign(globalThis, { Uint8Array: PlainUint8Array, Uint32Array: PlainUint32Array });
  }
  for (const input of inputs) created.delete(input.buffer);
  const searched = new Set([...created, ...memories.map((memory) => memory.buffer)]);
  const found = secrets.filter((secret) =>
    [...searched].some((buffer) => Buffer.from(buffer).includes(Buffer.from(secret))),
  );
  return { arrays: created.size, found: found.length };
}

describe('leaves no value and no blinding in memory', () => {
  test.each<[string, (values: bigint[], blindings: Uint8Array[]) => unknown]>([
    ['commit', ([v], [r]) => crypto.commit(v!, r!)],
    [
      'verifyOpening of the right value',
      ([v], [r]) => expect(crypto.verifyOpening(crypto.commit(v!, r!), v!, r!)).toBe(true),
    ],
    [
      'verifyOpening of a wrong commitment',
      ([v], [r]) => expect(crypto.verifyOpening(crypto.commit(OTHER, r!), v!, r!)).toBe(false),
    ],
    [
      'commit with a blinding that is not canonical',
      ([v]) => expect(() => crypto.commit(v!, new Uint8Array(32).fill(255))).toThrow(),
    ],
    [
      'commit with a blinding that is missing',
      ([v]) => expect(() => crypto.commit(v!, undefined as never)).toThrow(),
    ],
    [
      'combineBlindings',
      (_, [r, s]) =>
        crypto.combineBlindings([
          { coefficient: 3n, blinding: r! },
          { coefficient: -5n, blinding: s! },
        ]),
    ],
    [
      'combineBlindings with a blinding that is too short',
      (_, [r]) =>
        expect(() =>
          crypto.combineBlindings([
            { coefficient: 3n, blinding: r! },
            { coefficient: 1n, blinding: new Uint8Array(31) },
          ]),
        ).toThrow(),
    ],
    [
      'proveRange',
      (values, blindings) =>
        crypto.proveRange({ transcript: new crypto.Transcript('test'), values, blindings, bits: 64 }),
    ],
    [
      'proveEqual',
      ([value], blindings) =>
        crypto.proveEqual({ transcript: new crypto.Transcript('test'), value: value!, blindings }),
    ],
    [
      'proveDifferent',
      (values, blindings) =>
        crypto.proveDifferent({ transcript: new crypto.Transcript('test'), values, blindings }),
    ],
    [
      'proveRange with a blinding that is not canonical',
      (values, [r]) =>
        expect(() =>
          crypto.proveRange({
            transcript: new crypto.Transcript('test'),
            values,
            blindings: [r!, new Uint8Array(32).fill(255)],
            bits: 64,
          }),
        ).toThrow(),
    ],
  ])('%s', (_, operation) => {
    const blindings = VALUES.map(() => crypto.randomScalar());
    const secrets = [...VALUES.map(bytesOf), ...blindings];
    const { arrays, found } = leftBy(() => operation(VALUES, blindings), secrets, blindings);
    expect(arrays).toBeGreaterThan(0);
    expect(found).toBe(0);
  });

  test('the search finds what an operation leaves', () => {
    const leaky = () => new Uint8Array(64).set(bytesOf(VALUES[0]!), 16);
    expect(leftBy(leaky, [bytesOf(VALUES[0]!)], []).found).toBe(1);
    const inKernel = () => new PlainUint8Array(memories[0]!.buffer).set(bytesOf(VALUES[1]!), 16_000_000);
    expect(leftBy(inKernel, [bytesOf(VALUES[1]!)], []).found).toBe(1);
    new PlainUint8Array(memories[0]!.buffer).fill(0, 16_000_000, 16_000_008);
  });
});
