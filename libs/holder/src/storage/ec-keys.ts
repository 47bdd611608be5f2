import { encodeBase64url, type PublicJwk, publicJwkOf, thumbprint } from '@zk-income/credential';
import type { KeyWrapper, WalletKey } from '../types.js';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const AES = 'AES-GCM';

/** A key as a store keeps it. */
export interface KeyRecord {
  readonly id: string;
  readonly publicJwk: PublicJwk;
  readonly privateKey: CryptoKey;
  readonly wrapped?: string;
}

export const walletKeyOf = ({ id, publicJwk, privateKey, wrapped }: KeyRecord): WalletKey => ({
  id,
  publicJwk,
  ...(wrapped !== undefined && { wrapped }),
  sign: async (data) =>
    encodeBase64url(
      new Uint8Array(await crypto.subtle.sign(SIGNATURE, privateKey, new TextEncoder().encode(data))),
    ),
});

/** @param isExtractable for stores that write the key to a file */
export const importPrivateKey = (pkcs8: Uint8Array, isExtractable = false): Promise<CryptoKey> =>
  crypto.subtle.importKey('pkcs8', pkcs8 as BufferSource, ECDSA, isExtractable, ['sign']);

export const exportPrivateKey = async (key: CryptoKey): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.exportKey('pkcs8', key));

/** Makes an ES256 key, which cannot be exported unless the store says so. */
export async function createKey(wrapper?: KeyWrapper, isExtractable = false): Promise<KeyRecord> {
  const isExported = isExtractable || wrapper !== undefined;
  const pair = (await crypto.subtle.generateKey(ECDSA, isExported, ['sign', 'verify'])) as CryptoKeyPair;
  const publicJwk = publicJwkOf(await crypto.subtle.exportKey('jwk', pair.publicKey))!;
  const id = await thumbprint(publicJwk);
  if (wrapper === undefined) return { id, publicJwk, privateKey: pair.privateKey };
  const wrapped = await wrapper.wrap(pair.privateKey);
  const privateKey = isExtractable
    ? pair.privateKey
    : await importPrivateKey(await exportPrivateKey(pair.privateKey));
  return { id, publicJwk, privateKey, wrapped };
}

/** The record of a key of a backup. */
export async function restoredKey(
  pkcs8: Uint8Array,
  publicJwk: PublicJwk,
  wrapped: string | undefined,
  isExtractable = false,
): Promise<KeyRecord> {
  const privateKey = await importPrivateKey(pkcs8, isExtractable);
  return {
    id: await thumbprint(publicJwk),
    publicJwk,
    privateKey,
    ...(wrapped !== undefined && { wrapped }),
  };
}

/** A secret of the wallet itself. */
export const importSecret = (raw: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw as BufferSource, AES, false, ['encrypt', 'decrypt']);
