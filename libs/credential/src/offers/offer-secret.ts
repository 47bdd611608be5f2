import { decodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { randomBase64url } from '../encoding/random.js';

const SECRET_BYTES = 32;
const FORM = /^([A-Za-z0-9_-]{1,64})\.([A-Za-z0-9_-]{43})$/;

/**
 * A pre-authorized code or an access token: `<id of the offer>.<32 random bytes>`. The store has only its hash, and the
 * content of the offer is encrypted under its random part.
 */
export interface OfferSecret {
  readonly id: string;
  readonly text: string;
  /** SHA-256 of the text. */
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** Undefined for a text that no offer has. */
export function parseOfferSecret(text: string): OfferSecret | undefined {
  const [, id, random] = FORM.exec(text) ?? [];
  const bytes = random === undefined ? undefined : decodeBase64url(random);
  return bytes && { id: id!, text, hash: sha256Base64url(text), bytes };
}

export const newOfferSecret = (id: string): OfferSecret =>
  parseOfferSecret(`${id}.${randomBase64url(SECRET_BYTES)}`)!;
