import { describe, expect, test } from '@jest/globals';
import { concatBytes } from '@noble/curves/utils.js';
import { bytesOf, ORDER, wasmBackend } from '../../testing/differential.js';
import type { GroupOperations, Scalars } from '../backend.js';
import { nobleBackend } from '../noble/backend.js';
import { createWasmBackend, loadWasmBackend } from './backend.js';
import { createContext } from './context.js';
import { loadKernel } from './kernel.js';

describe('scopes', () => {
  test('an inner scope reads handles of the outer scope', () => {
    const bytes = wasmBackend.withScope((outer) => {
      const a = outer.decodeScalars(bytesOf(5n));
      wasmBackend.withScope((inner) => inner.add(a, a));
      return outer.encodeScalars(a);
    });
    expect(bytes).toEqual(bytesOf(5n));
  });

  test('a scope overwrites its memory, also if it throws', () => {
    const secret = (1n << 200n) + 987654321n;
    let handle: Scalars | undefined;
    expect(() =>
      wasmBackend.withScope((group) => {
        handle = group.decodeScalars(bytesOf(secret, secret));
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(wasmBackend.withScope((group) => group.encodeScalars(handle as Scalars))).toEqual(
      new Uint8Array(64),
    );
  });

  test('a sum that exceeds the memory, or its capacity, throws a RangeError', () => {
    expect(() =>
      wasmBackend.withScope((group) => group.newMultiScalarMulVarTime({ points: 10 ** 6, parties: 1 })),
    ).toThrow(RangeError);
    expect(() =>
      wasmBackend.withScope((group) =>
        group
          .newMultiScalarMulVarTime({ points: 0, parties: 1 })
          .addPoints(group.decodeScalars(bytesOf(1n)), group.decodePoints(new Uint8Array(32))),
      ),
    ).toThrow(RangeError);
  });
});

test('the asynchronously compiled backend works', async () => {
  const backend = await loadWasmBackend();
  expect(backend.name).toBe('wasm-simd');
  expect(backend.withScope((group) => group.encodeScalars(group.decodeScalars(bytesOf(5n))))).toEqual(
    bytesOf(5n),
  );
});

describe("the first party's tables", () => {
  test('widen step by step, and tables in use stay valid', () => {
    const { tables, arena } = createContext(loadKernel());
    tables.widen(arena);
    const { G } = tables.party(0, arena);
    expect(G.width).toBe(6);
    const content = () => Buffer.from(arena.copyOut(G.address, 64 * G.stride));
    const before = content();
    let calls = 0;
    while (tables.party(0, arena).G.width === 6) {
      tables.widen(arena);
      calls++;
    }
    expect(calls).toBe(8);
    expect(tables.party(0, arena)).toMatchObject({ G: { width: 9 }, H: { width: 9 } });
    expect(content().equals(before)).toBe(true);
    expect(arena.isEmpty).toBe(true);
  });

  test('give the same sums at every stage', () => {
    const sums = (group: GroupOperations) => {
      const left = group.powers(group.decodeScalars(bytesOf(ORDER - 12345n)), 64);
      const right = group.negate(group.multiply(left, left));
      const one = group.slice(left, 1, 2);
      const generators = group.innerProductGeneratorsVarTime(right, 64);
      const msm = group.newMultiScalarMulVarTime({ points: 0, parties: 1 });
      msm.addGenerators(right, left, 64);
      return concatBytes(
        group.encodePoints(group.commitBits(one, new Uint8Array(8).fill(0x5a), 64)),
        group.encodePoints(group.commitVectors(one, left, right, 64)),
        group.encodePoints(generators.crossTermsVarTime(left, right, one, one)),
        group.encodePoints(msm.evaluateVarTime()),
      );
    };
    const expected = nobleBackend.withScope(sums);
    const fresh = createWasmBackend();
    for (let operation = 0; operation < 11; operation++) expect(fresh.withScope(sums)).toEqual(expected);
  });
});
