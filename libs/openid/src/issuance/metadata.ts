import { MAX_HOLDER_KEYS, type SignatureAlgorithm, VCT } from '@zk-income/credential';
import { isIssuerIdentifier, withoutUndefined } from '../messages/index.js';
import { inLanguages, SHOWN_CLAIMS } from './claims.js';
import { CREDENTIAL_DESCRIPTION, CREDENTIAL_NAME } from './credential-type.js';
import {
  CREDENTIAL_CONFIGURATION_ID,
  CREDENTIAL_FORMAT,
  KEY_PROOF_ALGORITHMS,
  PRE_AUTHORIZED_CODE_GRANT,
} from './names.js';

/** The paths of the endpoints of an issuer, after its identifier. */
export const ISSUANCE_PATHS = {
  token: '/openid/token',
  nonce: '/openid/nonce',
  credential: '/openid/credential',
  notification: '/openid/notification',
} as const;

/** The names of the documents under `/.well-known/`. */
export const CREDENTIAL_ISSUER_DOCUMENT = 'openid-credential-issuer';
export const AUTHORIZATION_SERVER_DOCUMENT = 'oauth-authorization-server';

function endpoint(issuer: string, name: keyof typeof ISSUANCE_PATHS): string {
  if (!isIssuerIdentifier(issuer))
    throw new TypeError('issuer: expected an https URL without query and fragment');
  return `${issuer.replace(/\/$/, '')}${ISSUANCE_PATHS[name]}`;
}

export interface CredentialIssuerMetadataInput {
  /** The issuer identifier: an https URL without query and fragment. */
  readonly issuer: string;
  /** The algorithms of the keys that sign credentials. */
  readonly signingAlgorithms: readonly SignatureAlgorithm[];
  /** What wallets show as the issuer's name. */
  readonly name?: string;
  /** The most credential instances of one request. */
  readonly batchSize?: number;
}

/**
 * The credential issuer metadata (section 12.2.4). The issuer is its own authorization server.
 *
 * @throws TypeError for an issuer that is no issuer identifier
 */
export const credentialIssuerMetadata = ({
  issuer,
  signingAlgorithms,
  name,
  batchSize = MAX_HOLDER_KEYS,
}: CredentialIssuerMetadataInput) =>
  withoutUndefined({
    credential_issuer: issuer,
    credential_endpoint: endpoint(issuer, 'credential'),
    nonce_endpoint: endpoint(issuer, 'nonce'),
    notification_endpoint: endpoint(issuer, 'notification'),
    batch_credential_issuance: batchSize >= 2 ? { batch_size: batchSize } : undefined,
    display: name === undefined ? undefined : [{ name }],
    credential_configurations_supported: {
      [CREDENTIAL_CONFIGURATION_ID]: {
        format: CREDENTIAL_FORMAT,
        vct: VCT,
        credential_signing_alg_values_supported: signingAlgorithms,
        cryptographic_binding_methods_supported: ['jwk'],
        proof_types_supported: { jwt: { proof_signing_alg_values_supported: KEY_PROOF_ALGORITHMS } },
        credential_metadata: {
          display: inLanguages((language) => ({
            name: CREDENTIAL_NAME[language],
            description: CREDENTIAL_DESCRIPTION[language],
          })),
          claims: SHOWN_CLAIMS.map(({ path, words, mandatory }) => ({
            path,
            mandatory,
            display: inLanguages((language) => ({ name: words[language] })),
          })),
        },
      },
    },
  });

/**
 * The metadata of the authorization server (RFC 8414; section 12.3), which any wallet may use without an identifier.
 *
 * @throws TypeError for an issuer that is no issuer identifier
 */
export const authorizationServerMetadata = (issuer: string) => ({
  issuer,
  token_endpoint: endpoint(issuer, 'token'),
  grant_types_supported: [PRE_AUTHORIZED_CODE_GRANT],
  token_endpoint_auth_methods_supported: ['none'],
  'pre-authorized_grant_anonymous_access_supported': true,
});
