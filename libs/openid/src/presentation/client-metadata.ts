import { CREDENTIAL_TYP } from '@zk-income/credential';
import { CONTENT_ENCRYPTIONS, SD_JWT_ALGORITHMS } from './names.js';
import type { EncryptionJwk } from './response-encryption.js';

export interface ClientMetadataInput {
  /** The key for `direct_post.jwt`. */
  readonly encryptionKey?: EncryptionJwk;
  /**
   * Whether to offer the formats under their name in drafts before 27 as well. Wallets built on `@openid4vc/openid4vp` 0.4
   * refuse a request that has both names, so only a wallet that is known to need it gets it. Off by default.
   */
  readonly legacyFormats?: boolean;
}

const algorithms = {
  'sd-jwt_alg_values': SD_JWT_ALGORITHMS,
  'kb-jwt_alg_values': SD_JWT_ALGORITHMS,
};

/** The metadata of a verifier in a request (sections 5.1 and 11.1, appendix B.3.4). */
export const clientMetadata = ({
  encryptionKey,
  legacyFormats = false,
}: ClientMetadataInput = {}): object => ({
  vp_formats_supported: { [CREDENTIAL_TYP]: algorithms },
  ...(legacyFormats && { vp_formats: { [CREDENTIAL_TYP]: algorithms } }),
  ...(encryptionKey && {
    jwks: { keys: [encryptionKey] },
    encrypted_response_enc_values_supported: CONTENT_ENCRYPTIONS,
  }),
});
