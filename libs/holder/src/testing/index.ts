/** Helpers for the tests of other libs. */
export * from './test-wallet.js';
