import { type KeyVault, KeyVaultError, type KeyVersion } from '@zk-income/credential';
import { KeyDocumentError, parseKeyDocument } from './key-document.js';

const READ_ONLY =
  'The environment of a process cannot be changed from here. Use --output FILE: it gets the keys as they are to be, ' +
  'for whatever sets the variable.';

/** Keys in a variable of the environment: fixed for the life of the process, changed by deploying it anew. */
export class EnvironmentKeyVault implements KeyVault {
  readonly where: string;

  constructor(
    name: string,
    private readonly text: string,
  ) {
    this.where = `the variable ${name}`;
  }

  async read(): Promise<readonly KeyVersion[]> {
    try {
      return parseKeyDocument(this.text);
    } catch (error) {
      if (error instanceof KeyDocumentError) throw KeyVaultError.damaged(this.where, error.message);
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
