import type { Arithmetic, Engine } from '../engine.js';
import { commitments } from './commitments.js';
import { createContext } from './context.js';
import { hasWasmSimd, type Kernel, loadKernel, loadKernelAsync } from './kernel.js';
import { pointArithmetic } from './points.js';
import { publicSums } from './public-sums.js';
import { scalarArithmetic } from './scalars.js';

function engineOn(kernel: Kernel): Engine {
  const context = createContext(kernel);
  const { keccakState } = context;
  const arithmetic: Arithmetic = {
    ...scalarArithmetic(context),
    ...pointArithmetic(context),
    ...commitments(context),
    ...publicSums(context),
  };
  return {
    name: 'wasm-simd',
    withScratch(work) {
      const { arena, tables } = context;
      if (arena.isEmpty) arena.scope(() => tables.widen(arena));
      return arena.scope(() => work(arithmetic));
    },
    keccakF1600(state) {
      keccakState.set(state);
      kernel.keccakF1600(keccakState.byteOffset);
      state.set(keccakState);
    },
  };
}

/**
 * The engine in WebAssembly, or undefined where the runtime has no SIMD or does not let a module be
 * compiled at once (the main thread of some browsers: there `loadWasmEngine` does).
 */
export function createWasmEngine(): Engine | undefined {
  if (!hasWasmSimd()) return undefined;
  try {
    return engineOn(loadKernel());
  } catch {
    return undefined;
  }
}

/** The same, compiled in the background. */
export async function loadWasmEngine(): Promise<Engine | undefined> {
  if (!hasWasmSimd()) return undefined;
  return engineOn(await loadKernelAsync());
}
