import type { Backend } from '../backend/backend.js';
import { nobleBackend } from '../backend/noble/backend.js';
import { createWasmBackend } from '../backend/wasm/backend.js';

/** All backends, the reference first. */
export const backends: readonly Backend[] = [nobleBackend, createWasmBackend()];
