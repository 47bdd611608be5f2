/** The URL of an issuer's metadata (SD-JWT VC, section 5): the well-known part stands between host and path. */
export function issuerMetadataUrl(iss: string): string {
  const url = new URL(iss);
  return `${url.origin}/.well-known/jwt-vc-issuer${url.pathname.replace(/\/$/, '')}`;
}

/** The metadata that an issuer publishes at {@link issuerMetadataUrl}. */
export const issuerMetadata = (iss: string): { issuer: string; jwks_uri: string } => ({
  issuer: iss,
  jwks_uri: `${iss.replace(/\/$/, '')}/.well-known/jwks.json`,
});
