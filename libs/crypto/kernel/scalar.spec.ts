import { describeScalars } from './testing/scalar-suite.js';

// scalar.sweep.spec.ts repeats this with more runs.
describeScalars(60);
