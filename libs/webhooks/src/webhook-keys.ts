import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { SecretGeneration } from './endpoint.js';

const SALT = 'zk-income webhooks v1';
const KEY_ID_CHARACTERS = 8;
/** PKCS #8 of an ed25519 key up to its seed (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_KEY_BYTES = 32;

export const WEBHOOK_KEY_PATTERN = /^[A-Za-z0-9_-]{43,128}$/;

/** The secrets of one generation. */
export interface EndpointSecrets {
  /** The key of the HMAC. */
  readonly hmac: Uint8Array;
  readonly ed25519: KeyObject;
}

/**
 * The secrets of all endpoints. They are derived (HKDF-SHA256) from a key of the service and from what the store has of the
 * endpoint: the store has no secret, and the service none for each endpoint. See docs/adr/0081.
 */
export class WebhookKeys {
  private readonly keys: ReadonlyMap<string, Uint8Array>;
  /** Names the key of new secrets. */
  readonly currentId: string;

  /** @param keys the key of new secrets first; those after it are still valid for older ones */
  constructor(keys: readonly string[]) {
    if (keys.length === 0 || !keys.every((key) => WEBHOOK_KEY_PATTERN.test(key)))
      throw new TypeError('Webhook keys: expected 43 to 128 characters of A-Z a-z 0-9 - _ for each.');
    const named = keys.map((key): [string, Uint8Array] => [keyId(key), Buffer.from(key)]);
    this.keys = new Map(named);
    this.currentId = named[0]![0];
  }

  /** The secrets of a generation; undefined where the service does not have its key any more. */
  secretsOf(
    endpointId: string,
    { name, keyId: id }: Pick<SecretGeneration, 'name' | 'keyId'>,
  ): EndpointSecrets | undefined {
    const key = this.keys.get(id);
    if (!key) return undefined;
    const derive = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', key, SALT, JSON.stringify([purpose, endpointId, name]), 32));
    return {
      hmac: derive('hmac'),
      ed25519: createPrivateKey({
        key: Buffer.concat([PKCS8_ED25519, derive('ed25519')]),
        format: 'der',
        type: 'pkcs8',
      }),
    };
  }
}

const keyId = (key: string): string =>
  createHash('sha256').update(`${SALT} key id ${key}`).digest('base64url').slice(0, KEY_ID_CHARACTERS);

/** The secret as receivers configure it. */
export const secretText = ({ hmac }: EndpointSecrets): string =>
  `whsec_${Buffer.from(hmac).toString('base64')}`;

/** The public key as receivers configure it. */
export const publicKeyText = ({ ed25519 }: EndpointSecrets): string => {
  const spki = createPublicKey(ed25519).export({ format: 'der', type: 'spki' });
  return `whpk_${spki.subarray(-PUBLIC_KEY_BYTES).toString('base64')}`;
};
