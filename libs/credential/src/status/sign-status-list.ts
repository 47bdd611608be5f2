import { encodeBase64url } from '../encoding/base64url.js';
import { STATUS_BITS, STATUS_LIST_TYP } from '../format.js';
import { signJwt } from '../jwt.js';
import type { SigningKey, StatusListEntry } from '../ports/index.js';
import { deflate, packStatusList } from './pack-status-list.js';

/** A list is valid for this many times its ttl, so that a verifier survives a missed refresh. */
const LIFETIME_IN_TTLS = 12;
const MIN_LIFETIME_SECONDS = 60;

export interface StatusListContent {
  readonly uri: string;
  readonly size: number;
  readonly entries: readonly StatusListEntry[];
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly ttl: number;
}

/** Signs a Token Status List as a JWT: compressed, two bits for each entry. */
export async function signStatusList(content: StatusListContent, key: SigningKey): Promise<string> {
  const lst = encodeBase64url(await deflate(packStatusList(content.size, content.entries)));
  return signJwt(key, STATUS_LIST_TYP, {
    sub: content.uri,
    iat: content.issuedAt,
    exp: content.issuedAt + Math.max(content.ttl * LIFETIME_IN_TTLS, MIN_LIFETIME_SECONDS),
    ttl: content.ttl,
    status_list: { bits: STATUS_BITS, lst },
  });
}
