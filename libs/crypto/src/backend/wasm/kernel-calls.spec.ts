import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { SECRET_FUNCTIONS } from '../../../kernel/constant-time/inspect.mjs';
import { SECRET } from '../../../kernel/constant-time/taint.mjs';

// The constant-time check of the kernel takes most parameters for public, such as addresses and lengths. Here the kernel's
// caller proves that they are: whatever the secrets, it makes the same calls with the same arguments.

type Crypto = typeof import('../../index.js');

const calls: string[] = [];
let crypto: Crypto;

/** The kernel's functions, with a record of every call. */
function recorded(exports: WebAssembly.Exports): WebAssembly.Exports {
  const record = (name: string, run: (...args: unknown[]) => unknown) => {
    const kinds = Object.hasOwn(SECRET_FUNCTIONS, name) ? SECRET_FUNCTIONS[name]!.parameters : [];
    return (...args: unknown[]) => {
      const result = run(...args);
      const shown = args.map((arg, i) => (kinds[i] === SECRET ? 'secret' : String(arg)));
      calls.push(`${name}(${shown.join(', ')}) → ${String(result)}`);
      return result;
    };
  };
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [
      name,
      typeof value === 'function' ? record(name, value as never) : value,
    ]),
  ) as WebAssembly.Exports;
}

const { Instance } = WebAssembly;
beforeAll(async () => {
  WebAssembly.Instance = class extends Instance {
    override readonly exports: WebAssembly.Exports;
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      const plain = new Instance(module, imports);
      super(module, imports);
      this.exports = recorded(plain.exports);
    }
  };
  jest.resetModules();
  crypto = await import('../../index.js');
  expect(crypto.backendInUse()).toBe('wasm-simd');
  WebAssembly.Instance = Instance;
  // Builds all tables, which several operations do step by step.
  for (let i = 0; i < 12; i++) prove([1n, 2n], [crypto.randomScalar(), crypto.randomScalar()]);
});

const prove = (values: bigint[], blindings: Uint8Array[]) =>
  crypto.proveRange({ transcript: new crypto.Transcript('test'), values, blindings, bits: 64 });

function callsOf(operation: () => unknown): string[] {
  calls.length = 0;
  operation();
  return [...calls];
}

const TOP = 2n ** 64n - 1n;
const ZERO = new Uint8Array(32);
const SECRETS: [string, () => { values: bigint[]; blindings: Uint8Array[] }][] = [
  ['zero', () => ({ values: [0n, 0n], blindings: [ZERO, ZERO] })],
  [
    'the largest values',
    () => ({ values: [TOP, TOP], blindings: [crypto.randomScalar(), crypto.randomScalar()] }),
  ],
  ['an income', () => ({ values: [5_400_000n, 1n], blindings: [crypto.randomScalar(), ZERO] })],
  ['a power of two', () => ({ values: [2n ** 63n, 2n ** 32n], blindings: [ZERO, crypto.randomScalar()] })],
];

describe('the kernel is called with the same arguments, whatever the secrets, by', () => {
  test.each<[string, (values: bigint[], blindings: Uint8Array[]) => unknown]>([
    ['commit', ([v], [r]) => crypto.commit(v!, r!)],
    ['verifyOpening', ([v], [r]) => crypto.verifyOpening(ZERO, v!, r!)],
    ['randomScalar', () => crypto.randomScalar()],
    [
      'combineBlindings',
      (_, [r, s]) =>
        crypto.combineBlindings([
          { coefficient: 40n, blinding: r! },
          { coefficient: -100n, blinding: s! },
        ]),
    ],
    ['proveRange', prove],
  ])('%s', (_, operation) => {
    const [first, ...others] = SECRETS.map(([, make]) => {
      const { values, blindings } = make();
      return callsOf(() => operation(values, blindings));
    });
    expect(first!.length).toBeGreaterThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  test('no operation that the record does not cover', () => {
    const [first, second] = [0n, TOP].map((value) =>
      callsOf(() => {
        const length = value === 0n ? 1 : 2;
        crypto.combineBlindings(new Array(length).fill({ coefficient: 1n, blinding: crypto.randomScalar() }));
      }),
    );
    expect(second).not.toEqual(first);
  });
});
