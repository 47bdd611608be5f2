import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Clock,
  type KeyVault,
  KeyVaultError,
  type KeyVersion,
  systemClock,
} from '@zk-income/credential';
import type { JWK } from 'jose';
import { KeyDocumentError, parseKeyDocument, writeKeyDocument } from './key-document.js';
import { promoted, withKey } from './key-stages.js';
import { makeKey } from './make-key.js';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';

/** Keys in one file, readable for this user only. Every change replaces the file as a whole. */
export class FileKeyVault implements KeyVault {
  readonly where: string;

  constructor(
    private readonly path: string,
    private readonly clock: Clock = systemClock,
  ) {
    this.where = `the key file ${path}`;
  }

  /** Makes a key where there is no file yet; of any number of programs that do it at once, one wins. */
  async makeFirst(): Promise<void> {
    if ((await this.readText()) === undefined) {
      const first = withKey([], await makeKey(), this.now());
      await this.write(first, (draft) => link(draft, this.path).catch(ignoreExisting));
    }
  }

  async read(): Promise<readonly KeyVersion[]> {
    const text = await this.readText();
    if (text === undefined) return [];
    try {
      return parseKeyDocument(text);
    } catch (error) {
      if (error instanceof KeyDocumentError) throw KeyVaultError.damaged(this.where, error.message);
      throw error;
    }
  }

  /** Holds these versions from now on, instead of what it held. */
  async replace(versions: readonly KeyVersion[]): Promise<void> {
    await this.write(versions, (draft) => rename(draft, this.path));
  }

  async add(privateJwk: JWK): Promise<void> {
    await this.replace(withKey(await this.read(), privateJwk, this.now()));
  }

  async promote(publishedUntil: number): Promise<void> {
    await this.replace(promoted(await this.read(), publishedUntil));
  }

  async remove(id: string): Promise<void> {
    const versions = await this.read();
    if (versions.some((version) => version.id === id && version.stage === 'current')) {
      throw new KeyVaultError('The current key cannot be removed: rotate first.');
    }
    await this.replace(versions.filter((version) => version.id !== id));
  }

  private now(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  private async readText(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw new KeyVaultError(
        `The key file ${this.path} cannot be read (${codeOf(error)}). Make it readable for this user.`,
        { cause: error },
      );
    }
  }

  /** Writes beside the path first, so that the file is there whole or not at all. */
  private async write(
    versions: readonly KeyVersion[],
    put: (draft: string) => Promise<unknown>,
  ): Promise<void> {
    const draft = `${this.path}.${randomUUID()}`;
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await writeFile(draft, writeKeyDocument(versions), { mode: 0o600, flag: 'wx' });
      try {
        await put(draft);
      } finally {
        await unlink(draft).catch(() => undefined);
      }
    } catch (error) {
      throw new KeyVaultError(
        `The key file ${this.path} cannot be written (${codeOf(error)}). Make its folder writable for this user, or choose another data folder.`,
        { cause: error },
      );
    }
  }
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
