import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

type Selection = typeof import('./select.js');

/** A new instance of the module, in which nothing has run yet. */
async function freshSelection(): Promise<Selection> {
  jest.resetModules();
  return await import('./select.js');
}

const { validate } = WebAssembly;
afterEach(() => {
  WebAssembly.validate = validate;
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

test.each(['turbo', '', undefined, 'constructor'])('there is no backend %p', async (name) => {
  const selection = await freshSelection();
  expect(() => selection.selectBackend(name as never)).toThrow(
    expect.objectContaining({ code: 'EngineUnavailable' }),
  );
});
