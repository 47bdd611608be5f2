import { own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP } from '../format.js';
import type { ParsedJwt } from '../jwt.js';
import { isAlgorithmOf, type JwsVerifier, type PublicJwk } from '../keys.js';
import { check } from './check.js';
import type { IssuerDirectory } from './issuer-directory.js';
import type { TrustedIssuer } from './trust.js';

export interface IssuerJwtContext {
  readonly trust: ReadonlyMap<string, TrustedIssuer>;
  readonly directory: IssuerDirectory;
  readonly verifyJws: JwsVerifier;
  /** Issuers that the policy names for this credential. Absent: all trusted issuers. */
  readonly allowed?: readonly string[];
}

async function findKey(directory: IssuerDirectory, iss: string, kid: string): Promise<PublicJwk> {
  let key: PublicJwk | undefined;
  try {
    key = await directory.key(iss, kid);
  } catch (error) {
    throw new ProtocolError('issuer_unavailable', undefined, { cause: error });
  }
  check(key !== undefined, 'issuer_key_unknown');
  return key;
}

/**
 * Checks type, trust and signature of the issuer-signed JWT. The key comes only from the JWKS of the trusted `iss`, by
 * `kid`: `jwk`, `jku`, `x5u` and `x5c` are ignored.
 */
export async function checkIssuerJwt(jwt: ParsedJwt, context: IssuerJwtContext): Promise<TrustedIssuer> {
  check(own(jwt.header, 'typ') === CREDENTIAL_TYP, 'credential_type_wrong');
  const iss = own(jwt.payload, 'iss');
  const issuer = typeof iss === 'string' ? context.trust.get(iss) : undefined;
  check(issuer !== undefined && (context.allowed?.includes(issuer.iss) ?? true), 'issuer_untrusted');
  check(!Object.hasOwn(jwt.header, 'crit'), 'header_not_allowed');
  const kid = own(jwt.header, 'kid');
  check(typeof kid === 'string', 'issuer_key_unknown');
  const key = await findKey(context.directory, issuer.iss, kid);
  check(isAlgorithmOf(key, own(jwt.header, 'alg')), 'algorithm_not_allowed');
  check(await context.verifyJws(jwt.text, key), 'credential_signature_invalid');
  return issuer;
}
