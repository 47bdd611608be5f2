import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

type Selection = typeof import('./select.js');

/** The module as it is when nothing has run yet. */
async function freshSelection(): Promise<Selection> {
  jest.resetModules();
  return await import('./select.js');
}

const { validate } = WebAssembly;
afterEach(() => {
  WebAssembly.validate = validate;
});

describe('where WebAssembly has SIMD', () => {
  test('the fast engine runs by itself', async () => {
    expect((await freshSelection()).engineName()).toBe('wasm-simd');
  });

  test('the fast engine can be loaded in the background', async () => {
    const selection = await freshSelection();
    expect(await selection.loadEngine()).toBe('wasm-simd');
    expect(await selection.loadEngine()).toBe('wasm-simd');
    expect(selection.engineName()).toBe('wasm-simd');
  });

  test('either engine can be selected', async () => {
    const selection = await freshSelection();
    for (const name of ['noble', 'wasm-simd', 'noble'] as const) {
      selection.selectEngine(name);
      expect(selection.engineName()).toBe(name);
    }
  });
});

describe('where it has not', () => {
  beforeEach(() => {
    WebAssembly.validate = () => false;
  });

  test("noble's engine runs", async () => {
    expect((await freshSelection()).engineName()).toBe('noble');
    expect(await (await freshSelection()).loadEngine()).toBe('noble');
  });

  test('the fast engine is refused with a typed error', async () => {
    const selection = await freshSelection();
    expect(() => selection.selectEngine('wasm-simd')).toThrow(
      expect.objectContaining({ code: 'EngineUnavailable' }),
    );
  });
});

test.each(['turbo', '', undefined, 'constructor'])('there is no engine %p', async (name) => {
  const selection = await freshSelection();
  expect(() => selection.selectEngine(name as never)).toThrow(
    expect.objectContaining({ code: 'EngineUnavailable' }),
  );
});
