import { importSigningKey } from '@zk-income/credential';
import { makeKey, type TestKey } from '@zk-income/credential/testing';
import { signJwt } from '../messages/index.js';

export const ISSUER = 'https://issuer.example/tenant';
export const NONCE = 'a fresh nonce';
/** Seconds since the epoch. */
export const NOW = Date.UTC(2026, 11, 1) / 1000;

export interface ProofChanges {
  readonly key?: TestKey;
  /** Members of the header that differ from an honest proof; undefined removes one. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A key proof that is honest except for what a test changes. Its signature is always valid. */
export async function forgeProof({ key, header, payload }: ProofChanges = {}): Promise<string> {
  const { privateJwk, publicJwk } = key ?? (await makeKey());
  return signJwt(
    await importSigningKey(privateJwk),
    { typ: 'openid4vci-proof+jwt', jwk: publicJwk, ...header },
    { aud: ISSUER, iat: NOW, nonce: NONCE, ...payload },
  );
}
