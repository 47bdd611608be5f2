import { KeyDocumentError, parseKeyDocument } from './key-document.js';
import { type KeyVault, KeyVaultError, type KeyVersion } from './key-vault.js';

const READ_ONLY =
  'Keys in an environment variable are read-only. Use --output FILE to write the rotated keys to a file, then set the ' +
  'variable to its content.';

/** Keys in an environment variable: fixed for the life of the process, changed by a new deployment. */
export class EnvironmentKeyVault implements KeyVault {
  readonly location: string;

  constructor(
    name: string,
    private readonly text: string,
  ) {
    this.location = `the variable ${name}`;
  }

  async read(): Promise<readonly KeyVersion[]> {
    try {
      return parseKeyDocument(this.text);
    } catch (error) {
      if (error instanceof KeyDocumentError) throw KeyVaultError.corrupt(this.location, error.message);
      throw error;
    }
  }

  add(): Promise<void> {
    return Promise.reject(new KeyVaultError(READ_ONLY));
  }

  promote(): Promise<void> {
    return Promise.reject(new KeyVaultError(READ_ONLY));
  }

  remove(): Promise<void> {
    return Promise.reject(new KeyVaultError(READ_ONLY));
  }
}
