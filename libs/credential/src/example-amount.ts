/** 54,000.00 EUR in cents: the income of the example person, and the amount in examples of errors. */
export const EXAMPLE_AMOUNT = '5400000';
