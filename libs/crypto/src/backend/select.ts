import { RangeProofError } from '../errors.js';
import type { Backend, BackendName } from './backend.js';
import { nobleBackend } from './noble/backend.js';
import { createWasmBackend, loadWasmBackend } from './wasm/backend.js';
import { hasWasmSimd } from './wasm/kernel.js';

/** One instance per thread: its memory holds the tables of the generators. */
let wasmBackend: Backend | undefined;
let selected: Backend | undefined;

function unavailable(cause: unknown): RangeProofError {
  return new RangeProofError(
    'EngineUnavailable',
    'The WebAssembly backend could not be loaded, for lack of memory or because this thread may only load it asynchronously. Retry, or call loadBackend() first.',
    { cause },
  );
}

/** @throws RangeProofError('EngineUnavailable') */
function ensureWasmBackend(): Backend {
  try {
    wasmBackend ??= createWasmBackend();
  } catch (error) {
    throw unavailable(error);
  }
  return wasmBackend;
}

/**
 * The selected backend; by default `wasm-simd`, or `noble` where the platform has no WebAssembly SIMD. If
 * `wasm-simd` fails to load although the platform supports it, nothing is remembered: this operation
 * fails, and the next one tries again.
 *
 * @throws RangeProofError('EngineUnavailable') if the platform has WebAssembly SIMD and loading fails
 */
export function currentBackend(): Backend {
  selected ??= hasWasmSimd() ? ensureWasmBackend() : nobleBackend;
  return selected;
}

/**
 * The backend of this thread: `wasm-simd`, or `noble` where the platform has no WebAssembly SIMD. The
 * noble backend is about thirty times slower, and its arithmetic is not constant-time, so a program that
 * handles other people's secrets should refuse to run on it.
 *
 * @throws RangeProofError('EngineUnavailable') as every other operation does
 * @example
 * if (backendInUse() !== 'wasm-simd') throw new Error('This platform has no WebAssembly SIMD.');
 */
export const backendInUse = (): BackendName => currentBackend().name;

/**
 * Compiles and selects the default backend: `wasm-simd`, or `noble` where the platform has no WebAssembly
 * SIMD. Node and workers need not call it, because the first operation does the same. The main thread of
 * some browsers compiles WebAssembly only asynchronously; there all operations fail with
 * 'EngineUnavailable' until this promise resolves.
 *
 * @returns the name of the selected backend
 * @throws RangeProofError('EngineUnavailable') if the platform has WebAssembly SIMD and loading fails
 * @example
 * const backend = await loadBackend(); // 'wasm-simd'
 */
export async function loadBackend(): Promise<BackendName> {
  if (hasWasmSimd()) {
    try {
      wasmBackend ??= await loadWasmBackend();
    } catch (error) {
      throw unavailable(error);
    }
    selected = wasmBackend;
  } else {
    selected = nobleBackend;
  }
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
  if (name === 'noble') selected = nobleBackend;
  else if (name === 'wasm-simd' && hasWasmSimd()) selected = ensureWasmBackend();
  else
    throw new RangeProofError('EngineUnavailable', 'This platform does not support the requested backend.');
}
