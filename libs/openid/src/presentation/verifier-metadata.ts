import { CREDENTIAL_TYP, isObject, type JsonObject, own, publicJwkOf } from '@zk-income/credential';
import { OpenidError, requireThat } from '../messages/index.js';
import { CONTENT_ENCRYPTIONS, ENCRYPTION_ALGORITHM, type ResponseMode, SD_JWT_ALGORITHMS } from './names.js';
import type { EncryptionJwk, ResponseEncryption } from './response-encryption.js';

function assertFormats(metadata: JsonObject): void {
  const formats = own(metadata, 'vp_formats_supported');
  // Absent: the wallet knows from elsewhere what the verifier supports, here from the query.
  if (formats === undefined) return;
  const format = isObject(formats) ? own(formats, CREDENTIAL_TYP) : undefined;
  requireThat(
    isObject(format),
    'vp_formats_not_supported',
    `vp_formats_supported: expected ${CREDENTIAL_TYP}.`,
  );
  for (const member of ['sd-jwt_alg_values', 'kb-jwt_alg_values']) {
    const values = own(format as JsonObject, member);
    requireThat(
      values === undefined ||
        (Array.isArray(values) && SD_JWT_ALGORITHMS.some((alg) => values.includes(alg))),
      'vp_formats_not_supported',
      `${member}: expected ${SD_JWT_ALGORITHMS.join(' or ')}.`,
    );
  }
}

/** A key that is for encryption with our algorithm; undefined for any other one, of which a set may have some. */
function encryptionKeyOf(jwk: unknown): EncryptionJwk | undefined {
  const key = publicJwkOf(jwk);
  if (key?.kty !== 'EC') return undefined;
  const { alg, use = 'enc', kid, d } = jwk as JsonObject;
  const isUsable =
    alg === ENCRYPTION_ALGORITHM && use === 'enc' && typeof kid === 'string' && d === undefined;
  return isUsable ? { ...key, kid, use, alg } : undefined;
}

function readEncryption(metadata: JsonObject): ResponseEncryption {
  const jwks = own(metadata, 'jwks');
  const keys = isObject(jwks) ? own(jwks, 'keys') : undefined;
  const key = Array.isArray(keys) ? keys.map(encryptionKeyOf).find((one) => one !== undefined) : undefined;
  if (!key)
    throw new OpenidError(
      'invalid_request',
      `client_metadata.jwks: expected a P-256 key with kid and alg ${ENCRYPTION_ALGORITHM}.`,
    );
  const supported = own(metadata, 'encrypted_response_enc_values_supported') ?? ['A128GCM'];
  const enc = CONTENT_ENCRYPTIONS.find((one) => Array.isArray(supported) && supported.includes(one));
  if (!enc)
    throw new OpenidError(
      'invalid_request',
      `encrypted_response_enc_values_supported: expected ${CONTENT_ENCRYPTIONS.join(' or ')}.`,
    );
  return { key, enc };
}

/**
 * Reads the metadata of a verifier, as far as a response depends on it (sections 5.1 and 8.3).
 *
 * @returns how to encrypt the response; undefined for one in clear
 * @throws OpenidError `vp_formats_not_supported`, `invalid_request`
 */
export function readVerifierMetadata(metadata: unknown, mode: ResponseMode): ResponseEncryption | undefined {
  requireThat(
    metadata === undefined || isObject(metadata),
    'invalid_request',
    'client_metadata: expected a JSON object.',
  );
  const given = isObject(metadata) ? metadata : {};
  assertFormats(given);
  return mode === 'direct_post.jwt' ? readEncryption(given) : undefined;
}
