import { own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { CREDENTIAL_TYP } from '../format.js';
import type { ParsedJwt } from '../jwt.js';
import { algorithmOf, type JwsCheck, type PublicJwk } from '../keys.js';
import type { IssuerDirectory } from './issuer-directory.js';
import { demand } from './refuse.js';
import type { TrustedIssuer } from './trust.js';

export interface IssuerJwtContext {
  readonly trust: ReadonlyMap<string, TrustedIssuer>;
  readonly directory: IssuerDirectory;
  readonly isSignedBy: JwsCheck;
  /** Issuers that the policy names for this credential; all trusted ones where it names none. */
  readonly allowed?: readonly string[];
}

async function findKey(directory: IssuerDirectory, iss: string, kid: string): Promise<PublicJwk> {
  let key: PublicJwk | undefined;
  try {
    key = await directory.key(iss, kid);
  } catch (error) {
    throw new ProtocolError('issuer_unavailable', undefined, { cause: error });
  }
  demand(key !== undefined, 'issuer_key_unknown');
  return key;
}

/**
 * Checks type, trust and signature of the issuer-signed JWT. The key is found by `kid` in the JWKS of the
 * trusted `iss` and nowhere else: `jwk`, `jku`, `x5u` and `x5c` are not looked at.
 */
export async function checkIssuerJwt(jwt: ParsedJwt, context: IssuerJwtContext): Promise<TrustedIssuer> {
  demand(own(jwt.header, 'typ') === CREDENTIAL_TYP, 'credential_type_wrong');
  const iss = own(jwt.payload, 'iss');
  const issuer = typeof iss === 'string' ? context.trust.get(iss) : undefined;
  demand(issuer !== undefined && (context.allowed?.includes(issuer.iss) ?? true), 'issuer_untrusted');
  demand(!Object.hasOwn(jwt.header, 'crit'), 'header_not_allowed');
  const kid = own(jwt.header, 'kid');
  demand(typeof kid === 'string', 'issuer_key_unknown');
  const key = await findKey(context.directory, issuer.iss, kid);
  demand(own(jwt.header, 'alg') === algorithmOf(key), 'algorithm_not_allowed');
  demand(await context.isSignedBy(jwt.text, key), 'credential_signature_invalid');
  return issuer;
}
