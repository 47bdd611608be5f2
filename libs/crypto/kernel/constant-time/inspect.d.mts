import type { Declaration } from './analysis.mjs';

export const SECRET_FUNCTIONS: Readonly<Record<string, Declaration>>;
export function inspect(wasm: Uint8Array): number;
