import type { SigningKey } from '@zk-income/credential';
import { base64url } from 'jose';

/**
 * Signs a compact JWT.
 *
 * @param header the members beside `alg`, which is that of the key. A `kid` is sent only if it is among them.
 */
export async function signJwt(
  key: Pick<SigningKey, 'alg' | 'sign'>,
  header: { readonly typ: string } & Readonly<Record<string, unknown>>,
  payload: object,
): Promise<string> {
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  const input = `${part({ alg: key.alg, ...header })}.${part(payload)}`;
  return `${input}.${await key.sign(input)}`;
}
