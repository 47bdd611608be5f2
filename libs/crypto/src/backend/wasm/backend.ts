import type { Backend, GroupOperations } from '../backend.js';
import { commitmentOperations } from './commitments.js';
import { createContext } from './context.js';
import { type Kernel, loadKernel, loadKernelAsync } from './kernel.js';
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
 * The WebAssembly backend, compiled synchronously. Requires `hasWasmSimd()`.
 * @throws the runtime's error if it has no memory left, or forbids synchronous compilation as the main
 *   thread of some browsers does; use `loadWasmBackend` there
 */
export const createWasmBackend = (): Backend => backendOn(loadKernel());

/**
 * The WebAssembly backend, compiled asynchronously. Requires `hasWasmSimd()`.
 * @throws the runtime's error if it has no memory left
 */
export const loadWasmBackend = async (): Promise<Backend> => backendOn(await loadKernelAsync());
