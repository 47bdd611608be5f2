import { RangeProofError } from '../errors.js';
import type { Backend, BackendName } from './backend.js';
import { nobleBackend } from './noble/backend.js';
import { createWasmBackend, loadWasmBackend } from './wasm/backend.js';

/** One instance per thread: its memory holds the tables of the generators. */
let wasmBackend: Backend | undefined;
let selected: Backend | undefined;

function availableBackend(name: BackendName): Backend | undefined {
  if (name === 'noble') return nobleBackend;
  if (name !== 'wasm-simd') return undefined;
  wasmBackend ??= createWasmBackend();
  return wasmBackend;
}

/** The selected backend; by default the fastest that this platform supports. */
export function currentBackend(): Backend {
  selected ??= availableBackend('wasm-simd') ?? nobleBackend;
  return selected;
}

/**
 * Compiles and selects the fastest backend: `wasm-simd`, or `noble` where the platform has no
 * WebAssembly SIMD. Node and workers need not call it, because the first operation does the same.
 * The main thread of some browsers compiles WebAssembly only asynchronously; there all operations
 * use the noble backend until this promise resolves.
 *
 * @returns the name of the selected backend
 * @example
 * const backend = await loadBackend(); // 'wasm-simd'
 */
export async function loadBackend(): Promise<BackendName> {
  wasmBackend ??= await loadWasmBackend();
  selected = wasmBackend ?? nobleBackend;
  return selected.name;
}

/**
 * Selects the backend for all further operations of this thread: for tests and measurements.
 *
 * @throws RangeProofError('EngineUnavailable') if this platform does not support the backend
 * @example
 * selectBackend('noble');
 */
export function selectBackend(name: BackendName): void {
  const backend = availableBackend(name);
  if (backend === undefined)
    throw new RangeProofError('EngineUnavailable', `This platform does not support the backend ${name}.`);
  selected = backend;
}
