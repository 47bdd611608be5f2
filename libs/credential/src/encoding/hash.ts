import { sha256 } from '@noble/hashes/sha2.js';
import { encodeBase64url } from './base64url.js';
import { utf8 } from './text.js';

/** An implementation of SHA-256. A platform may supply a faster one. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export { sha256 };

/** SHA-256 over the UTF-8 of a text. */
export const sha256Text = (text: string): Uint8Array => sha256(utf8(text));

/** SHA-256 over the UTF-8 of a text, as base64url. */
export const sha256Base64url = (text: string): string => encodeBase64url(sha256Text(text));
