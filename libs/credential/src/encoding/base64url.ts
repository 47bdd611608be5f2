import { base64url } from 'jose';

export const encodeBase64url = (bytes: Uint8Array): string => base64url.encode(bytes);

/**
 * Decodes unpadded base64url (RFC 4648, section 5).
 *
 * @returns undefined for anything but the one canonical text of some bytes: padding, other alphabets, white
 * space and non-zero trailing bits are refused, so that no two texts mean the same bytes.
 */
export function decodeBase64url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = base64url.decode(text);
  return base64url.encode(bytes) === text ? bytes : undefined;
}
