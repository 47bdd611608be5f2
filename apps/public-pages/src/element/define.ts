import { IncomeRequest } from './income-request.js';

const NAME = 'income-request';
// The script may be on a page twice.
if (customElements.get(NAME) === undefined) customElements.define(NAME, IncomeRequest);
