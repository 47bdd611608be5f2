export type { CoreEngine } from './core-engine.js';
export * from './errors.js';
export * from './ports/index.js';
export * from './types.js';
