import { type EncryptionKeyPair, generateEncryptionKey } from '@zk-income/openid';
import { deriveKey, openSealed, seal } from '@zk-income/service-kit';
import type { RequestLink } from './request-link.js';

const SALT = 'zk-income request link v1';
const KEY = 'response key';

const keyOf = ({ secret }: RequestLink): Uint8Array => deriveKey(Buffer.from(secret, 'base64url'), SALT, KEY);

/**
 * Generates the key to which wallets encrypt the response of one request, sealed under the secret of its link. A
 * reader of the store does not have the secret, and a proxy that sees the link does not have the sealed key.
 */
export const newSealedResponseKey = async (link: RequestLink): Promise<Uint8Array> =>
  seal(keyOf(link), JSON.stringify(await generateEncryptionKey()), Buffer.from(link.id));

/** @throws Error for a key that was not sealed for this link */
export const openResponseKey = (sealed: Uint8Array, link: RequestLink): EncryptionKeyPair =>
  JSON.parse(openSealed(keyOf(link), sealed, Buffer.from(link.id)));
