export type { Backup } from './backups.js';
export { readRecoveryCode } from './recovery-code.js';
