import { describeScalars } from './testing/scalar-suite.js';

describeScalars(300);
