/** Helpers for the tests of other libs. */
export * from './issuance-server.js';
export * from './verifier.js';
