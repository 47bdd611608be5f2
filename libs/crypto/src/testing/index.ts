export type { Vectors } from './vectors.js';
