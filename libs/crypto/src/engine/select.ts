import { RangeProofError } from '../errors.js';
import type { Engine, EngineName } from './engine.js';
import { nobleEngine } from './noble/engine.js';
import { createWasmEngine, loadWasmEngine } from './wasm/engine.js';

/** Made once a thread: its memory holds the generators' tables. */
let wasmEngine: Engine | undefined;
let selected: Engine | undefined;

function engineIfAvailable(name: EngineName): Engine | undefined {
  if (name === 'noble') return nobleEngine;
  if (name !== 'wasm-simd') return undefined;
  wasmEngine ??= createWasmEngine();
  return wasmEngine;
}

/** The engine that runs: the fastest that this platform has, unless another was selected. */
export function currentEngine(): Engine {
  selected ??= engineIfAvailable('wasm-simd') ?? nobleEngine;
  return selected;
}

/**
 * Which engine runs: `wasm-simd`, or `noble` where WebAssembly SIMD is missing.
 *
 * @example
 * console.log(`proofs by ${engineName()}`);
 */
export function engineName(): EngineName {
  return currentEngine().name;
}

/**
 * Makes the fastest engine ready and selects it. Node and workers need not call it: the first
 * operation does the same. The main thread of some browsers compiles WebAssembly in the background
 * only; there all operations run on noble's engine until this has been awaited.
 *
 * @example
 * await loadEngine();
 */
export async function loadEngine(): Promise<EngineName> {
  wasmEngine ??= await loadWasmEngine();
  selected = wasmEngine ?? nobleEngine;
  return selected.name;
}

/**
 * Makes every operation from here on run on the engine of that name: for tests and measurements.
 *
 * @throws RangeProofError('EngineUnavailable') if this platform has no such engine
 * @example
 * selectEngine('noble');
 */
export function selectEngine(name: EngineName): void {
  const engine = engineIfAvailable(name);
  if (engine === undefined)
    throw new RangeProofError('EngineUnavailable', `This platform can't run the engine ${name}.`);
  selected = engine;
}
