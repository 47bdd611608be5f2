import { encodeBase64url } from '../encoding/base64url.js';
import type { Sha256 } from '../encoding/hash.js';
import { canonicalJson } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { MAX_PRESENTATION_BYTES } from '../limits.js';
import type { Policy } from '../policy/policy.js';
import { parseSdJwt, type SdJwtText } from '../sd-jwt-text.js';
import type { Presentations } from '../types.js';

/**
 * Parses all presentations, whose size together is limited. Reads nothing but the texts, so that what is malformed costs
 * no lookup.
 */
export function parsePresentations(presentations: Presentations): ReadonlyMap<string, SdJwtText> {
  checkSize(presentations);
  const parsed = new Map<string, SdJwtText>();
  for (const [id, text] of Object.entries(presentations)) {
    const parts = parseSdJwt(text);
    if (!parts) throw new ProtocolError('presentation_malformed');
    parsed.set(id, parts);
  }
  return parsed;
}

function checkSize(presentations: Presentations): void {
  const texts: unknown[] = Object.values(presentations);
  if (!texts.every((text) => typeof text === 'string')) {
    throw new ProtocolError(
      'presentation_malformed',
      'presentations: expected an object that maps each credential id to an SD-JWT+KB.',
    );
  }
  const bytes = texts.reduce((sum, text) => sum + utf8(text).length, 0);
  if (bytes > MAX_PRESENTATION_BYTES) throw new ProtocolError('presentation_too_large');
}

/** Checks that there is one presentation for each credential of the policy, and no other. */
export function checkIds(presentations: Presentations, { credentials }: Policy): void {
  const expected = `presentations: expected exactly ${credentials.join(', ')}.`;
  if (!credentials.every((id) => Object.hasOwn(presentations, id))) {
    throw new ProtocolError('presentation_missing', expected);
  }
  if (Object.keys(presentations).length !== credentials.length) {
    throw new ProtocolError('presentation_unexpected', expected);
  }
}

/**
 * The hash that recognizes the repetition of the same presentations, base64url. Undefined for texts that no accepted
 * presentation contains: they are not valid Unicode.
 */
export function hashPresentations(presentations: Presentations, sha256: Sha256): string | undefined {
  try {
    return encodeBase64url(sha256(utf8(canonicalJson(presentations))));
  } catch {
    return undefined;
  }
}
