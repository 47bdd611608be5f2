import { deflateSync } from 'node:zlib';
import { encodeBase64url } from '../encoding/base64url.js';
import { ISSUER, NOW, type TestKey } from './environment.js';
import { type Change, signJwtText } from './forge.js';

/** Packs and compresses the values of a status list, starting at the lowest bits of the first byte. */
export function packStatuses(values: readonly number[], bits: number): string {
  const bytes = new Uint8Array(Math.ceil((values.length * bits) / 8));
  for (const [index, value] of values.entries()) {
    const bit = index * bits;
    bytes[bit >> 3]! |= value << (bit & 7);
  }
  return encodeBase64url(deflateSync(bytes));
}

export const STATUS_LIST_URI = `${ISSUER}/status-lists/0`;

/** The changes to a status list. Everything else is as an honest issuer has it. */
export interface ListForgery {
  readonly header?: Record<string, unknown>;
  readonly payload?: Change;
  readonly values?: readonly number[];
  readonly bits?: number;
  readonly lst?: unknown;
}

/** Signs a status list that is honest except for the given changes. */
export function forgeStatusList(key: TestKey, kid: string, forgery: ListForgery = {}): Promise<string> {
  const { bits = 2, values = [0] } = forgery;
  const payload = {
    sub: STATUS_LIST_URI,
    iat: NOW / 1000,
    exp: NOW / 1000 + 3600,
    ttl: 300,
    status_list: { bits, lst: 'lst' in forgery ? forgery.lst : packStatuses(values, bits) },
  };
  const changed =
    typeof forgery.payload === 'function' ? forgery.payload(payload) : { ...payload, ...forgery.payload };
  return signJwtText(
    { alg: 'ES256', typ: 'statuslist+jwt', kid, ...forgery.header },
    changed,
    key.privateJwk,
  );
}
