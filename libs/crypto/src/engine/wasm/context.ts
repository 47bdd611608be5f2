import { Arena } from './arena.js';
import { GeneratorTables } from './generator-tables.js';
import type { Kernel } from './kernel.js';

/** One thread's kernel with its memory: the generators' tables, and above them the arena. */
export interface Context {
  readonly kernel: Kernel;
  readonly tables: GeneratorTables;
  readonly arena: Arena;
}

export function createContext(kernel: Kernel): Context {
  // Away from a multiple of 4096, where the kernel's temporary values are.
  const tables = new GeneratorTables(kernel, (kernel.heapBase() + 63) & -64);
  return { kernel, tables, arena: new Arena(kernel, (tables.end + 63) & -64) };
}
