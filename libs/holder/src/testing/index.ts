/** Helpers for the tests of other libs. */

export * from './test-verifier.js';
export * from './test-wallet.js';
