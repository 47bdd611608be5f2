import type { Backend } from '../backend/backend.js';
import { nobleBackend } from '../backend/noble/backend.js';
import { createWasmBackend } from '../backend/wasm/backend.js';

const wasmBackend = createWasmBackend();
if (wasmBackend === undefined) throw new Error('The tests require a runtime with WebAssembly SIMD.');

/** All backends, the reference first. */
export const backends: readonly Backend[] = [nobleBackend, wasmBackend];
