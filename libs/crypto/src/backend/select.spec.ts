import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

type Selection = typeof import('./select.js');

/** A new instance of the module, in which nothing has run yet. */
async function freshSelection(): Promise<Selection> {
  jest.resetModules();
  return await import('./select.js');
}

const { validate, Instance, Module, instantiate } = WebAssembly;
afterEach(() => {
  Object.assign(WebAssembly, { validate, Instance, Module, instantiate });
});

describe('on a platform with WebAssembly SIMD', () => {
  test('the WebAssembly backend is the default', async () => {
    expect((await freshSelection()).currentBackend().name).toBe('wasm-simd');
  });

  test('the WebAssembly backend can be loaded asynchronously', async () => {
    const selection = await freshSelection();
    expect(await selection.loadBackend()).toBe('wasm-simd');
    expect(await selection.loadBackend()).toBe('wasm-simd');
    expect(selection.currentBackend().name).toBe('wasm-simd');
  });

  test('either backend can be selected', async () => {
    const selection = await freshSelection();
    for (const name of ['noble', 'wasm-simd', 'noble'] as const) {
      selection.selectBackend(name);
      expect(selection.currentBackend().name).toBe(name);
    }
  });
});

describe('on a platform without WebAssembly SIMD', () => {
  beforeEach(() => {
    WebAssembly.validate = () => false;
  });

  test('the noble backend is the default', async () => {
    expect((await freshSelection()).currentBackend().name).toBe('noble');
    expect(await (await freshSelection()).loadBackend()).toBe('noble');
  });

  test('selecting the WebAssembly backend throws a typed error', async () => {
    const selection = await freshSelection();
    expect(() => selection.selectBackend('wasm-simd')).toThrow(
      expect.objectContaining({ code: 'EngineUnavailable' }),
    );
  });
});

describe('if the WebAssembly backend fails to load on a platform with SIMD', () => {
  const outOfMemory = () => {
    throw new RangeError(
      'WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory for new instance',
    );
  };
  const forbidden = () => {
    throw new RangeError('WebAssembly.Compile is disallowed on the main thread');
  };
  const failures: [string, object][] = [
    ['no memory', { Instance: outOfMemory, instantiate: outOfMemory }],
    ['no memory for the compiled code', { Module: outOfMemory, instantiate: outOfMemory }],
    ['a thread that forbids synchronous compilation', { Module: forbidden }],
  ];
  const unavailable = expect.objectContaining({ name: 'RangeProofError', code: 'EngineUnavailable' });

  test.each(failures)('for %s: the operation fails, and the next one tries again', async (_, failing) => {
    const { currentBackend, backendInUse, selectBackend } = await freshSelection();
    Object.assign(WebAssembly, failing);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(currentBackend).toThrow(unavailable);
      expect(backendInUse).toThrow(unavailable);
      expect(() => selectBackend('wasm-simd')).toThrow(unavailable);
    }
    Object.assign(WebAssembly, { Instance, Module, instantiate });
    expect(backendInUse()).toBe('wasm-simd');
  });

  test('asynchronously too', async () => {
    const { loadBackend, backendInUse } = await freshSelection();
    Object.assign(WebAssembly, { instantiate: outOfMemory });
    await expect(loadBackend()).rejects.toEqual(unavailable);
    Object.assign(WebAssembly, { instantiate });
    expect(await loadBackend()).toBe('wasm-simd');
    expect(backendInUse()).toBe('wasm-simd');
  });

  test('a thread that forbids synchronous compilation loads it asynchronously', async () => {
    const { loadBackend, backendInUse } = await freshSelection();
    Object.assign(WebAssembly, { Module: forbidden });
    expect(backendInUse).toThrow(unavailable);
    expect(await loadBackend()).toBe('wasm-simd');
    expect(backendInUse()).toBe('wasm-simd');
  });

  test('no operation takes it for a wrong proof, opening or commitment', async () => {
    jest.resetModules();
    const crypto = await import('../index.js');
    const blinding = crypto.randomScalar();
    const claim = {
      transcript: new crypto.Transcript('test'),
      bits: 8,
      ...crypto.proveRange({
        transcript: new crypto.Transcript('test'),
        values: [1n],
        blindings: [blinding],
        bits: 8,
      }),
    };
    jest.resetModules();
    const failing = await import('../index.js');
    Object.assign(WebAssembly, { Instance: outOfMemory });
    const [commitment] = claim.commitments as [Uint8Array];
    for (const operation of [
      () => failing.verifyOpening(commitment, 1n, blinding),
      () => failing.linearCombination([{ coefficient: 1n, commitment }], 0n),
      () => new failing.Transcript('test'),
    ])
      expect(operation).toThrow(unavailable);
    Object.assign(WebAssembly, { Instance });
    expect(failing.verifyOpening(commitment, 1n, blinding)).toBe(true);
  });
});

test.each(['turbo', '', undefined, 'constructor'])('there is no backend %p', async (name) => {
  const selection = await freshSelection();
  expect(() => selection.selectBackend(name as never)).toThrow(
    expect.objectContaining({ code: 'EngineUnavailable' }),
  );
});
