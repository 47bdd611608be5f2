export { dalekVectors, type VectorCase, type Vectors } from './vectors.js';
