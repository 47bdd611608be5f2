import { decodeBase64url, encodeBase64url } from '@zk-income/credential';
import type { KeyStore, KeyWrapper } from '../types.js';

/** The name of the wrapping key in the key store. */
const SECRET = 'backup';
const IV_BYTES = 12;

/** The key that wraps the private keys of a wallet. It is made with the first of them, and cannot be exported. */
async function wrappingKey(keys: KeyStore): Promise<CryptoKey> {
  const known = await keys.secret(SECRET);
  if (known) return known;
  await keys.setSecret(SECRET, crypto.getRandomValues(new Uint8Array(32)));
  return (await keys.secret(SECRET))!;
}

async function encrypt(key: CryptoKey, plain: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const parameters = { name: 'AES-GCM', iv };
  const encrypted = new Uint8Array(await crypto.subtle.encrypt(parameters, key, plain as BufferSource));
  const bytes = new Uint8Array(IV_BYTES + encrypted.length);
  bytes.set(iv);
  bytes.set(encrypted, IV_BYTES);
  return encodeBase64url(bytes);
}

/** Wraps private keys when they are made: afterwards they cannot leave their store in any other way. */
export async function backupWrapper(keys: KeyStore): Promise<KeyWrapper> {
  const key = await wrappingKey(keys);
  return {
    wrap: async (privateKey) =>
      encrypt(key, new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))),
  };
}

/** Wraps a private key that came with a backup. */
export const wrapPkcs8 = async (keys: KeyStore, pkcs8: Uint8Array): Promise<string> =>
  encrypt(await wrappingKey(keys), pkcs8);

/** @returns the PKCS #8 of a wrapped key; undefined where it was wrapped with another key */
export async function unwrapKey(keys: KeyStore, wrapped: string): Promise<Uint8Array | undefined> {
  const key = await keys.secret(SECRET);
  const bytes = decodeBase64url(wrapped);
  if (!key || !bytes) return undefined;
  const iv = bytes.slice(0, IV_BYTES);
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes.slice(IV_BYTES) as BufferSource),
    );
  } catch {
    return undefined;
  }
}
