import { createHash } from 'node:crypto';
import { decodeBase64url, randomBase64url } from '@zk-income/credential';

const KEY_BYTES = 32;

/** Generates a bearer key: 256 random bits, base64url. */
export const newBearerKey = (): string => randomBase64url(KEY_BYTES);

/** Decodes a bearer key; undefined if it is not 32 bytes in base64url. */
export function bearerKeyBytes(key: string): Uint8Array | undefined {
  const bytes = decodeBase64url(key);
  return bytes?.length === KEY_BYTES ? bytes : undefined;
}

/** SHA-256 of the key's text, base64url. A key of 256 random bits does not need a slow hash. */
export const bearerKeyHash = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** The key in an `Authorization: Bearer` header. */
export function bearerKeyOf(header: string | undefined): string | undefined {
  const [, key] = /^Bearer +([A-Za-z0-9_-]+)$/i.exec(header ?? '') ?? [];
  return key !== undefined && bearerKeyBytes(key) ? key : undefined;
}
