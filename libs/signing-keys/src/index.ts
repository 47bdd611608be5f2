export { EnvironmentKeyVault } from './environment-key-vault.js';
export { FileKeyVault } from './file-key-vault.js';
export { generateKey, generatePrivateJwk } from './generate-key.js';
export { isPublished } from './key-stages.js';
export { type KeyStage, type KeyVault, KeyVaultError, type KeyVersion } from './key-vault.js';
export { type KeyEvent, RotatingSigningKeys } from './rotating-signing-keys.js';
export {
  DEFAULT_KEEP_DAYS,
  keyIdOf,
  type RotationStep,
  retireKeys,
  rotateIfDue,
  rotateKeys,
  type ScheduledRotation,
} from './rotation.js';
