export * from './backup/index.js';
export * from './explain/index.js';
export * from './history/index.js';
export * from './meter/index.js';
export { memoryStorage } from './storage/memory-storage.js';
export { emptyState, parseState, readState } from './storage/state.js';
export * from './types.js';
export { Wallet } from './wallet.js';
export { WALLET_ERRORS, WalletError, type WalletErrorCode } from './wallet-error.js';
