/** The credential configuration of this protocol version: an income credential (`VCT`) as an SD-JWT VC. */
export const CREDENTIAL_CONFIGURATION_ID = 'zk-income-2';

/** The format identifier of SD-JWT VCs (OpenID4VCI, appendix A.3.1). */
export const CREDENTIAL_FORMAT = 'dc+sd-jwt';

export const PRE_AUTHORIZED_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';

export const KEY_PROOF_TYP = 'openid4vci-proof+jwt';

/** The names of `alg` in key proofs: all that keys of holders have. */
export const KEY_PROOF_ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519'] as const;

/**
 * The parameter of credential request and response by which wallets that can prove predicates get the openings of the
 * commitments. Other wallets ignore it, as the standard requires.
 */
export const OPENINGS_PARAMETER = 'zk_income_openings';
