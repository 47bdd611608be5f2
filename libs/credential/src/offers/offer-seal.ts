import { encodeBase64url } from '../encoding/base64url.js';
import { utf8 } from '../encoding/text.js';
import type { OfferSecret } from './offer-secret.js';

/** What a key is for, so that no content is taken for another one. */
type Purpose = 'input of a code' | 'input of a token' | 'credentials' | 'holder keys';

const SALT = utf8('zk-income offer v1');
const NONCE_BYTES = 12;
/** The length of content would tell the number of digits of an income, and of letters of a name. */
const PADDED_TO_BYTES = 1_024;

const decoder = new TextDecoder();
const buffer = (bytes: Uint8Array) => bytes as BufferSource;

/** HKDF-SHA256 over the random part of a code or token. */
async function deriveKey(
  { id, bytes }: OfferSecret,
  purpose: Purpose,
  algorithm: AesDerivedKeyParams | HmacImportParams,
  usages: readonly KeyUsage[],
): Promise<CryptoKey> {
  const secret = await crypto.subtle.importKey('raw', buffer(bytes), 'HKDF', false, ['deriveKey']);
  const info = utf8(`${purpose} ${id}`);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: buffer(SALT), info: buffer(info) };
  return crypto.subtle.deriveKey(derivation, secret, algorithm, false, [...usages]);
}

const encryptionKey = (secret: OfferSecret, purpose: Purpose, usage: 'encrypt' | 'decrypt') =>
  deriveKey(secret, purpose, { name: 'AES-GCM', length: 256 }, [usage]);

/** Encrypts a JSON value with AES-256-GCM: nonce ‖ ciphertext ‖ tag. Its length tells the length of the value in KiB. */
export async function sealContent(value: object, secret: OfferSecret, purpose: Purpose): Promise<Uint8Array> {
  const text = utf8(JSON.stringify(value));
  const padded = new Uint8Array(Math.ceil(text.length / PADDED_TO_BYTES) * PADDED_TO_BYTES).fill(0x20);
  padded.set(text);
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await encryptionKey(secret, purpose, 'encrypt');
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, padded);
  const content = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  content.set(nonce);
  content.set(new Uint8Array(sealed), NONCE_BYTES);
  return content;
}

/** @throws Error for content that was not sealed under this secret for this purpose */
export async function openContent<T>(sealed: Uint8Array, secret: OfferSecret, purpose: Purpose): Promise<T> {
  const key = await encryptionKey(secret, purpose, 'decrypt');
  const iv = buffer(sealed.subarray(0, NONCE_BYTES));
  const text = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv },
    key,
    buffer(sealed.subarray(NONCE_BYTES)),
  );
  return JSON.parse(decoder.decode(text)) as T;
}

/** A keyed hash of texts, so that the store tells nothing about them. */
export async function tagOf(texts: readonly string[], secret: OfferSecret): Promise<string> {
  const key = await deriveKey(secret, 'holder keys', { name: 'HMAC', hash: 'SHA-256', length: 256 }, [
    'sign',
  ]);
  const tag = await crypto.subtle.sign('HMAC', key, buffer(utf8(JSON.stringify(texts))));
  return encodeBase64url(new Uint8Array(tag));
}
