import type { Engine } from '../engine/engine.js';
import { nobleEngine } from '../engine/noble/engine.js';
import { createWasmEngine } from '../engine/wasm/engine.js';

const wasmEngine = createWasmEngine();
if (wasmEngine === undefined) throw new Error('The tests need a runtime with WebAssembly SIMD.');

/** Every engine there is, the reference first. */
export const engines: readonly Engine[] = [nobleEngine, wasmEngine];
