import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Clock, systemClock } from '@zk-income/credential';
import type { JWK } from 'jose';
import { generateKey } from './generate-key.js';
import { KeyDocumentError, parseKeyDocument, writeKeyDocument } from './key-document.js';
import { addKey, promoteNext } from './key-stages.js';
import { type KeyVault, KeyVaultError, type KeyVersion } from './key-vault.js';

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';

/** Keys in one file, readable by its owner only. Every change replaces the whole file atomically. */
export class FileKeyVault implements KeyVault {
  readonly location: string;

  constructor(
    private readonly path: string,
    private readonly clock: Clock = systemClock,
  ) {
    this.location = `the key file ${path}`;
  }

  /**
   * Creates the first key if the file does not exist. Of several concurrent processes one wins. An existing file becomes
   * readable for this user only.
   */
  async initialize(): Promise<void> {
    if ((await this.readText()) === undefined) {
      const first = addKey([], await generateKey(), this.now());
      await this.write(first, (draft) => link(draft, this.path).catch(ignoreExisting));
    } else {
      // A copied file may be readable for others. A mounted secret may be read-only.
      await chmod(this.path, 0o600).catch(() => undefined);
    }
  }

  async read(): Promise<readonly KeyVersion[]> {
    const text = await this.readText();
    if (text === undefined) return [];
    try {
      return parseKeyDocument(text);
    } catch (error) {
      if (error instanceof KeyDocumentError) throw KeyVaultError.corrupt(this.location, error.message);
      throw error;
    }
  }

  /** Replaces all versions. */
  async replace(versions: readonly KeyVersion[]): Promise<void> {
    await this.write(versions, (draft) => rename(draft, this.path));
  }

  async add(privateJwk: JWK): Promise<void> {
    await this.replace(addKey(await this.read(), privateJwk, this.now()));
  }

  async promote(publishedUntil: number): Promise<void> {
    await this.replace(promoteNext(await this.read(), publishedUntil));
  }

  async remove(id: string): Promise<void> {
    const versions = await this.read();
    if (versions.some((version) => version.id === id && version.stage === 'current'))
      throw KeyVaultError.currentKeyInUse();
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
        `Could not read the key file ${this.path} (${codeOf(error)}). Make it readable for this user.`,
        { cause: error },
      );
    }
  }

  /** Writes a temporary file beside the path first, so that a crash never leaves a partial key file. */
  private async write(
    versions: readonly KeyVersion[],
    commit: (draft: string) => Promise<unknown>,
  ): Promise<void> {
    const draft = `${this.path}.${randomUUID()}`;
    try {
      await createFolder(dirname(this.path));
      await writeFile(draft, writeKeyDocument(versions), { mode: 0o600, flag: 'wx' });
      try {
        await commit(draft);
      } finally {
        await unlink(draft).catch(() => undefined);
      }
    } catch (error) {
      throw new KeyVaultError(
        `Could not write the key file ${this.path} (${codeOf(error)}). Make its folder writable for this user, or set DATA_DIR to another folder.`,
        { cause: error },
      );
    }
  }
}

/** Creates a folder and its parents. The option `recursive` of Node never returns for some, such as /proc/keys. */
async function createFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await createFolder(dirname(folder));
  await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
