import { describeField } from './testing/field-suite.js';

// field.sweep.spec.ts repeats this with more runs.
describeField(60);
