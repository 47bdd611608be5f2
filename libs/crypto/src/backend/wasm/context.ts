import { Arena } from './arena.js';
import { GeneratorTables } from './generator-tables.js';
import type { Kernel } from './kernel.js';

const KECCAK_BYTES = 200;

/** The kernel of one thread and its memory: the tables of the generators, then the arena. */
export interface Context {
  readonly kernel: Kernel;
  readonly tables: GeneratorTables;
  readonly arena: Arena;
  /** The state of the Keccak permutation, 50 words. */
  readonly keccakState: Uint32Array;
}

export function createContext(kernel: Kernel): Context {
  const aligned = (address: number) => (address + 127) & -128;
  const state = aligned(kernel.heapBase());
  const tables = new GeneratorTables(kernel, aligned(state + KECCAK_BYTES));
  return {
    kernel,
    tables,
    arena: new Arena(kernel, aligned(tables.end)),
    keccakState: new Uint32Array(kernel.memory.buffer, state, KECCAK_BYTES / 4),
  };
}
