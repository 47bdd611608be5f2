export { describeHistory } from './describe-history.js';
