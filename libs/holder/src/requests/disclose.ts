import {
  type HeldCredential,
  isObject,
  own,
  parseDisclosure,
  parseSdJwt,
  type SigningKey,
  sha256Base64url,
} from '@zk-income/credential';
import { signJwt } from '@zk-income/openid';

/**
 * Presents claims of a credential, and no opening: the disclosures of the claims at the top level, bound to the request by the
 * holder's key (RFC 9901, section 4.3).
 */
export async function discloseClaims(
  { credential, holder_key }: HeldCredential,
  claims: readonly string[],
  { audience, nonce, now }: { readonly audience: string; readonly nonce: string; readonly now: number },
): Promise<string> {
  const { issuerJwt, disclosures } = parseSdJwt(credential)!;
  const digests = own(issuerJwt.payload, '_sd');
  const shown = disclosures.filter((text) => {
    const disclosure = parseDisclosure(text);
    // An opening could have the name of a claim.
    return (
      disclosure?.name !== undefined &&
      claims.includes(disclosure.name) &&
      !isObject(disclosure.value) &&
      Array.isArray(digests) &&
      digests.includes(disclosure.digest)
    );
  });
  const text = [issuerJwt.text, ...shown].map((part) => `${part}~`).join('');
  const payload = { iat: Math.floor(now / 1000), aud: audience, nonce, sd_hash: sha256Base64url(text) };
  return text + (await signJwt(holder_key as SigningKey, { typ: 'kb+jwt' }, payload));
}
