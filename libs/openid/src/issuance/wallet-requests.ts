import { type JsonObject, own, type PublicJwk, type SigningKey } from '@zk-income/credential';
import {
  encodeForm,
  requireList,
  requireObject,
  requireString,
  requireThat,
  signJwt,
  withoutUndefined,
} from '../messages/index.js';
import { KEY_PROOF_TYP, OPENINGS_PARAMETER, PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import type { Notification } from './notification.js';

const INVALID = 'invalid_issuer_response';

/** The form of a token request (section 6.1). */
export const tokenRequest = ({
  preAuthorizedCode,
  txCode,
}: {
  readonly preAuthorizedCode: string;
  /** What the person entered. */
  readonly txCode?: string;
}): string =>
  encodeForm({
    grant_type: PRE_AUTHORIZED_CODE_GRANT,
    'pre-authorized_code': preAuthorizedCode,
    tx_code: txCode,
  });

/** What a wallet needs of a token response. */
export interface ReceivedToken {
  readonly accessToken: string;
  /** Present where the issuer names what it issues by itself. It then takes the place of the configuration. */
  readonly credentialIdentifier?: string;
}

/**
 * Reads a token response (section 6.2). Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_issuer_response`
 */
export function readTokenResponse(json: unknown, configurationId: string): ReceivedToken {
  const response = requireObject(json, 'The token response', INVALID);
  const type = requireString(response, 'token_type', INVALID);
  requireThat(type.toLowerCase() === 'bearer', INVALID, 'token_type: expected Bearer.');
  const credentialIdentifier = Object.hasOwn(response, 'authorization_details')
    ? readCredentialIdentifier(response, configurationId)
    : undefined;
  return withoutUndefined({
    accessToken: requireString(response, 'access_token', INVALID),
    credentialIdentifier,
  }) as ReceivedToken;
}

/** The first identifier of a credential with the configuration. */
function readCredentialIdentifier(response: JsonObject, configurationId: string): string {
  const details = requireList(response, 'authorization_details', INVALID)
    .map((item) => requireObject(item, 'authorization_details', INVALID))
    .find((item) => own(item, 'credential_configuration_id') === configurationId);
  requireThat(details !== undefined, INVALID, 'authorization_details: expected the offered configuration.');
  const [identifier] = requireList(details, 'credential_identifiers', INVALID);
  requireThat(typeof identifier === 'string', INVALID, 'credential_identifiers: expected a string.');
  return identifier;
}

/**
 * Reads a nonce response (section 7.2).
 *
 * @throws OpenidError `invalid_issuer_response`
 */
export const readNonceResponse = (json: unknown): string =>
  requireString(requireObject(json, 'The nonce response', INVALID), 'c_nonce', INVALID);

/** A key to which a credential instance is to be bound. */
export interface ProofKey extends Pick<SigningKey, 'alg' | 'sign'> {
  readonly publicJwk: PublicJwk;
}

export interface KeyProofInput {
  /** The issuer identifier. */
  readonly issuer: string;
  /** Absent where the issuer has no nonce endpoint. */
  readonly nonce?: string;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** A key proof of the type `jwt` (appendix F.1), for a token that was obtained anonymously. */
export const createKeyProof = (
  { publicJwk, ...key }: ProofKey,
  { issuer, nonce, now }: KeyProofInput,
): Promise<string> =>
  signJwt(
    key,
    { typ: KEY_PROOF_TYP, jwk: publicJwk },
    withoutUndefined({ aud: issuer, iat: Math.floor(now), nonce }),
  );

export interface CredentialRequestInput {
  readonly configurationId: string;
  readonly credentialIdentifier?: string;
  readonly proofs: readonly string[];
}

/** A credential request (section 8.2) of a wallet that can prove predicates: it asks for the openings too. */
export const credentialRequest = ({
  configurationId,
  credentialIdentifier,
  proofs,
}: CredentialRequestInput): object => ({
  ...(credentialIdentifier === undefined
    ? { credential_configuration_id: configurationId }
    : { credential_identifier: credentialIdentifier }),
  proofs: { jwt: proofs },
  [OPENINGS_PARAMETER]: true,
});

/** A notification (section 11.1). */
export const notificationRequest = ({ notificationId, event, description }: Notification): object =>
  withoutUndefined({ notification_id: notificationId, event, event_description: description });
