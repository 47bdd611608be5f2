import type { Backend, GroupOperations } from '../backend.js';
import { commitmentOperations } from './commitments.js';
import { createContext } from './context.js';
import { hasWasmSimd, type Kernel, loadKernel, loadKernelAsync } from './kernel.js';
import { multiScalarOperations } from './multi-scalar-mul.js';
import { pointOperations } from './points.js';
import { scalarOperations } from './scalars.js';

function backendOn(kernel: Kernel): Backend {
  const context = createContext(kernel);
  const { keccakState } = context;
  const operations: GroupOperations = {
    ...scalarOperations(context),
    ...pointOperations(context),
    ...commitmentOperations(context),
    ...multiScalarOperations(context),
  };
  return {
    name: 'wasm-simd',
    withScope(work) {
      const { arena, tables } = context;
      if (arena.isEmpty) arena.scope(() => tables.widen(arena));
      return arena.scope(() => work(operations));
    },
    keccakF1600(state) {
      keccakState.set(state);
      kernel.keccakF1600(keccakState.byteOffset);
      state.set(keccakState);
    },
  };
}

/**
 * The WebAssembly backend, compiled synchronously. Undefined if the runtime has no SIMD, or forbids
 * synchronous compilation as the main thread of some browsers does; use `loadWasmBackend` there.
 */
export function createWasmBackend(): Backend | undefined {
  if (!hasWasmSimd()) return undefined;
  try {
    return backendOn(loadKernel());
  } catch {
    return undefined;
  }
}

/** The WebAssembly backend, compiled asynchronously. Undefined if the runtime has no SIMD. */
export async function loadWasmBackend(): Promise<Backend | undefined> {
  if (!hasWasmSimd()) return undefined;
  return backendOn(await loadKernelAsync());
}
