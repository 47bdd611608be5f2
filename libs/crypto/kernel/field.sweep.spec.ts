import { describeField } from './testing/field-suite.js';

describeField(300);
