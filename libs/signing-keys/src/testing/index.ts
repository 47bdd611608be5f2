export { MemoryKeyVault } from './memory-key-vault.js';
