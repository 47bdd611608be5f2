import { WalletError } from '../wallet-error.js';
import { readRecoveryCode } from './recovery-code.js';

/**
 * The file of a backup:
 *
 *     "ZKINCWAL" | version, 1 byte | PBKDF2 iterations, 4 bytes | salt, 16 bytes | iv, 12 bytes | AES-256-GCM ciphertext
 *
 * The bytes before the ciphertext are additional authenticated data. The plaintext is the length of the content, 4 bytes, the
 * content, and zeros.
 */
const MAGIC = new TextEncoder().encode('ZKINCWAL');
const VERSION = 1;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const LENGTH_BYTES = 4;
const HEADER_BYTES = MAGIC.length + 1 + 4 + SALT_BYTES + IV_BYTES;

/**
 * A search of 2^100 codes is out of reach even without a slow key derivation, which is why PBKDF2, the only one that WebCrypto
 * has in all browsers, is enough. The iterations are a margin, and what OWASP recommends for PBKDF2-SHA-256.
 */
const ITERATIONS = 600_000;
/** What a file may ask of the device that reads it. */
const ACCEPTED_ITERATIONS = { min: 100_000, max: 10_000_000 } as const;

/** Sizes below do not differ, so that the size of a file does not tell how many credentials and answers it contains. */
const SMALLEST = 2 ** 16;
const MAX_BYTES = 2 ** 26;

/** The next power of two. */
function paddedLength(length: number): number {
  let size = SMALLEST;
  while (size < length) size *= 2;
  return size;
}

function keyOf(code: string, salt: Uint8Array, iterations: number): Promise<CryptoKey> {
  const encoded = new TextEncoder().encode(code);
  return crypto.subtle
    .importKey('raw', encoded as BufferSource, 'PBKDF2', false, ['deriveKey'])
    .then((material) =>
      crypto.subtle.deriveKey(
        { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations },
        material,
        { name: 'AES-GCM', length: 256 },
        false,
        ['encrypt', 'decrypt'],
      ),
    );
}

function canonicalCode(code: string): string {
  const canonical = readRecoveryCode(code);
  if (canonical === undefined) throw new WalletError('recovery_code_malformed');
  return canonical;
}

/**
 * Encrypts a JSON value under a recovery code.
 *
 * @throws WalletError `recovery_code_malformed`
 */
export async function sealBackup(content: unknown, code: string): Promise<Uint8Array> {
  const json = new TextEncoder().encode(JSON.stringify(content));
  const plain = new Uint8Array(paddedLength(LENGTH_BYTES + json.length));
  new DataView(plain.buffer).setUint32(0, json.length);
  plain.set(json, LENGTH_BYTES);
  const header = new Uint8Array(HEADER_BYTES);
  header.set(MAGIC);
  header[MAGIC.length] = VERSION;
  new DataView(header.buffer).setUint32(MAGIC.length + 1, ITERATIONS);
  crypto.getRandomValues(header.subarray(MAGIC.length + 5));
  const { salt, iv } = readHeader(header);
  const key = await keyOf(canonicalCode(code), salt, ITERATIONS);
  const parameters = { name: 'AES-GCM', iv: iv as BufferSource, additionalData: header as BufferSource };
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain));
  const file = new Uint8Array(header.length + encrypted.length);
  file.set(header);
  file.set(encrypted, header.length);
  return file;
}

function readHeader(header: Uint8Array) {
  const iterations = new DataView(header.buffer, header.byteOffset).getUint32(MAGIC.length + 1);
  const salt = header.subarray(HEADER_BYTES - IV_BYTES - SALT_BYTES, HEADER_BYTES - IV_BYTES);
  return { iterations, salt, iv: header.subarray(HEADER_BYTES - IV_BYTES) };
}

/**
 * Decrypts a backup.
 *
 * @throws WalletError `recovery_code_malformed`; `backup_malformed` for a file that is no backup or of another version;
 * `recovery_code_wrong` where the code is not that of the file, or the file was changed
 */
export async function openBackup(file: Uint8Array, code: string): Promise<unknown> {
  const header = file.slice(0, HEADER_BYTES);
  const isBackup =
    header.length === HEADER_BYTES &&
    file.length <= MAX_BYTES &&
    MAGIC.every((byte, i) => header[i] === byte);
  if (!isBackup || header[MAGIC.length] !== VERSION) throw new WalletError('backup_malformed');
  const { iterations, salt, iv } = readHeader(header);
  if (iterations < ACCEPTED_ITERATIONS.min || iterations > ACCEPTED_ITERATIONS.max)
    throw new WalletError('backup_malformed');
  const key = await keyOf(canonicalCode(code), salt, iterations);
  const parameters = { name: 'AES-GCM', iv: iv as BufferSource, additionalData: header as BufferSource };
  const encrypted = file.slice(HEADER_BYTES);
  const plain = await crypto.subtle.decrypt(parameters, key, encrypted as BufferSource).catch((cause) => {
    throw new WalletError('recovery_code_wrong', { cause });
  });
  return contentOf(plain);
}

/** What is decrypted is authentic: this wallet, or another version of it, wrote it. */
function contentOf(plain: ArrayBuffer): unknown {
  try {
    const length = new DataView(plain).getUint32(0);
    return JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(plain, LENGTH_BYTES, length)),
    );
  } catch (cause) {
    throw new WalletError('backup_malformed', { cause });
  }
}
