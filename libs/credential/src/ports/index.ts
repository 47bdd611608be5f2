export * from './clock.js';
export * from './document-fetcher.js';
export * from './idempotency-store.js';
export * from './issued-credential-store.js';
export * from './presentation-ledger.js';
export * from './request-store.js';
export * from './signing-keys.js';
export * from './status-list-store.js';
