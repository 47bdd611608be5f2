import { createPublicKey, generateKeyPairSync, randomUUID, verify } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { importSigningKey, publicJwkOf, type SigningKey, type SigningKeys } from '@zk-income/credential';
import type { JWK } from 'jose';

/** Why a key file cannot be used; the message says what is wrong and what to do. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code = 'key_file_unusable';
}

const damaged = (path: string, reason: string) =>
  new KeyFileError(
    `The key file ${path} is damaged: ${reason}. Restore it from a copy, or move it away to start with a new key; ` +
      'what the old key signed is then no longer accepted.',
  );

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error';

/** One ES256 key in a file of its own, made on first use. */
export class FileSigningKeys implements SigningKeys {
  private constructor(
    private readonly key: SigningKey,
    private readonly jwk: JWK,
  ) {}

  /** Reads the private JWK at `path`, or makes one, readable for this user only. Throws `KeyFileError`. */
  static async open(path: string): Promise<FileSigningKeys> {
    const text = (await readIfThere(path)) ?? (await create(path));
    const privateJwk = parse(path, text);
    const publicJwk = publicJwkOf(privateJwk);
    const key = await importSigningKey(privateJwk).catch(() => undefined);
    if (!publicJwk || key?.alg !== 'ES256') throw damaged(path, 'it has no private P-256 key');
    if (privateJwk.kid !== undefined && privateJwk.kid !== key.kid) {
      throw damaged(path, 'its kid is not the thumbprint of the key');
    }
    if (!(await signsFor(key, publicJwk))) throw damaged(path, 'its private and public parts do not fit');
    return new FileSigningKeys(key, { ...publicJwk, kid: key.kid, alg: key.alg, use: 'sig' });
  }

  async current(): Promise<SigningKey> {
    return this.key;
  }

  async published(): Promise<JWK[]> {
    return [this.jwk];
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new KeyFileError(
      `The key file ${path} cannot be read (${codeOf(error)}). Make it readable for this user.`,
      { cause: error },
    );
  }
}

/** Writes beside the path and links, so that the file is there whole or not at all, and of two writers one wins. */
async function create(path: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const { kid } = await importSigningKey(jwk);
  const text = `${JSON.stringify({ ...jwk, kid, alg: 'ES256', use: 'sig' }, null, 2)}\n`;
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    try {
      await link(draft, path);
      return text;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      return await readFile(path, 'utf8');
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    throw new KeyFileError(
      `The key file ${path} cannot be written (${codeOf(error)}). Make its folder writable for this user, or choose another data folder.`,
      { cause: error },
    );
  }
}

function parse(path: string, text: string): JWK {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The reason that the parser gives quotes the file.
  }
  throw damaged(path, 'it is not a JSON object');
}

async function signsFor(key: SigningKey, publicJwk: object): Promise<boolean> {
  const data = 'zk-income key check';
  const signature = Buffer.from(await key.sign(data), 'base64url');
  const publicKey = createPublicKey({ key: publicJwk as import('node:crypto').JsonWebKey, format: 'jwk' });
  return verify('sha256', Buffer.from(data), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
}
