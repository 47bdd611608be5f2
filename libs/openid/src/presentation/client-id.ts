import { encodeBase64url, sha256 } from '@zk-income/credential';
import { requireThat } from '../messages/index.js';

/** The prefixes of client identifiers that this library knows (OpenID4VP 1.0, section 5.9.3). */
export const CLIENT_ID_PREFIXES = ['x509_san_dns', 'x509_hash', 'redirect_uri'] as const;

export interface ClientId {
  readonly prefix: (typeof CLIENT_ID_PREFIXES)[number];
  /** What stands behind the prefix: a DNS name, a hash, a URL. */
  readonly value: string;
}

const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const HASH = /^[A-Za-z0-9_-]{43}$/;

/**
 * The client identifier of a verifier whose certificate has this name in its Subject Alternative Name.
 *
 * @throws TypeError for anything but a DNS name in lower case, without a wildcard
 */
export function sanDnsClientId(dnsName: string): string {
  if (!DNS_NAME.test(dnsName)) throw new TypeError('dnsName: expected a DNS name in lower case');
  return `x509_san_dns:${dnsName}`;
}

/**
 * The client identifier of a verifier with this certificate.
 *
 * @param certificate the leaf of the chain, as in `x5c`: DER in base64
 */
export const hashClientId = (certificate: string): string => `x509_hash:${hashOfCertificate(certificate)}`;

/** SHA-256 over the DER of a certificate that is in base64, as base64url. */
export const hashOfCertificate = (certificate: string): string =>
  encodeBase64url(sha256(Uint8Array.from(atob(certificate), (byte) => byte.charCodeAt(0))));

const FORMS: Readonly<Record<ClientId['prefix'], (value: string) => boolean>> = {
  x509_san_dns: (value) => DNS_NAME.test(value),
  x509_hash: (value) => HASH.test(value),
  redirect_uri: (value) => URL.canParse(value),
};

/**
 * Splits a client identifier at its first colon (section 5.9.1).
 *
 * @throws OpenidError `invalid_request` for any prefix that is not one of {@link CLIENT_ID_PREFIXES}, pre-registered clients
 * included
 */
export function parseClientId(clientId: string): ClientId {
  const end = clientId.indexOf(':');
  const prefix = CLIENT_ID_PREFIXES.find((known) => known === clientId.slice(0, Math.max(end, 0)));
  requireThat(
    prefix !== undefined,
    'invalid_request',
    `client_id: expected a prefix of ${CLIENT_ID_PREFIXES.join(', ')}.`,
  );
  const value = clientId.slice(end + 1);
  requireThat(
    FORMS[prefix](value),
    'invalid_request',
    'client_id: the identifier does not belong to its prefix.',
  );
  return { prefix, value };
}
