/**
 * The URL of a document about an identifier: the well-known part stands between host and path, without a `/` at the end
 * (RFC 8414, section 3.1; OpenID4VCI, section 12.2.2; SD-JWT VC, section 4.1).
 *
 * @param identifier a URL without query and fragment
 * @param name such as `openid-credential-issuer`
 */
export function wellKnownUrl(identifier: string, name: string): string {
  const url = new URL(identifier);
  return `${url.origin}/.well-known/${name}${url.pathname.replace(/\/$/, '')}`;
}

/** The URL of an issuer's metadata. */
export const issuerMetadataUrl = (iss: string): string => wellKnownUrl(iss, 'jwt-vc-issuer');

/** The metadata that an issuer publishes at {@link issuerMetadataUrl}. */
export const issuerMetadata = (iss: string): { issuer: string; jwks_uri: string } => ({
  issuer: iss,
  jwks_uri: `${iss.replace(/\/$/, '')}/.well-known/jwks.json`,
});
