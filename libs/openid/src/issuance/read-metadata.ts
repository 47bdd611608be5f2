import {
  isAlgorithmOf,
  isObject,
  type JsonObject,
  MAX_HOLDER_KEYS,
  own,
  type PublicJwk,
  type SignatureAlgorithm,
  VCT,
} from '@zk-income/credential';
import {
  isSameOrigin,
  isSecureUrl,
  OpenidError,
  requireObject,
  requireString,
  requireStrings,
  requireThat,
  withoutUndefined,
} from '../messages/index.js';
import { CREDENTIAL_FORMAT, PRE_AUTHORIZED_CODE_GRANT } from './names.js';
import type { ReceivedOffer } from './read-offer.js';

/** What a wallet reads from the metadata of an issuer. */
export interface IssuerEndpoints {
  /** The offered configuration that is an income credential. */
  readonly configurationId: string;
  /** The identifier of the authorization server. */
  readonly authorizationServer: string;
  readonly credentialEndpoint: string;
  /** Absent where the issuer requires no nonce. */
  readonly nonceEndpoint?: string;
  /** Absent where the issuer takes no notifications. */
  readonly notificationEndpoint?: string;
  /** The most credential instances of one request. */
  readonly batchSize: number;
  /** The algorithms of key proofs. */
  readonly proofAlgorithms: readonly string[];
}

const INVALID = 'invalid_issuer_metadata';
const UNSUPPORTED = 'unsupported_issuer';

/**
 * The URL of an endpoint. It has the origin of the issuer, so that a document which a stranger could change in one place
 * sends neither codes nor tokens to another host.
 */
function readEndpoint(metadata: JsonObject, member: string, issuer: string): string {
  const url = requireString(metadata, member, INVALID);
  requireThat(isSecureUrl(url), INVALID, `${member}: expected an https URL.`);
  requireThat(
    isSameOrigin(url, issuer),
    UNSUPPORTED,
    `${member}: expected a URL with the origin of the issuer.`,
  );
  return url;
}

const readOptionalEndpoint = (metadata: JsonObject, member: string, issuer: string): string | undefined =>
  Object.hasOwn(metadata, member) ? readEndpoint(metadata, member, issuer) : undefined;

/** Whether an object member of the metadata requires something that this library cannot do. */
const requiresEncryption = (metadata: JsonObject, member: string): boolean => {
  const value = own(metadata, member);
  return isObject(value) && own(value, 'encryption_required') === true;
};

/**
 * Reads and checks credential issuer metadata (section 12.2.4). Unknown parameters are ignored.
 *
 * @param offer whose issuer identifier the metadata were fetched for
 * @throws OpenidError `invalid_issuer_metadata`; `unsupported_issuer` where the issuer offers no income credential, or
 * requires what this library cannot do
 */
export function readIssuerMetadata(json: unknown, offer: ReceivedOffer): IssuerEndpoints {
  const metadata = requireObject(json, 'The metadata', INVALID);
  requireThat(
    requireString(metadata, 'credential_issuer', INVALID) === offer.issuer,
    INVALID,
    'credential_issuer: expected the identifier that the metadata were fetched for.',
  );
  for (const member of ['credential_request_encryption', 'credential_response_encryption'])
    requireThat(!requiresEncryption(metadata, member), UNSUPPORTED, `${member} is not supported.`);
  const [configurationId, configuration] = readConfiguration(metadata, offer.configurationIds);
  return withoutUndefined({
    configurationId,
    authorizationServer: readAuthorizationServer(metadata, offer),
    credentialEndpoint: readEndpoint(metadata, 'credential_endpoint', offer.issuer),
    nonceEndpoint: readOptionalEndpoint(metadata, 'nonce_endpoint', offer.issuer),
    notificationEndpoint: readOptionalEndpoint(metadata, 'notification_endpoint', offer.issuer),
    batchSize: readBatchSize(metadata),
    proofAlgorithms: readProofAlgorithms(configuration),
  }) as IssuerEndpoints;
}

function readConfiguration(metadata: JsonObject, offered: readonly string[]): [string, JsonObject] {
  const member = 'credential_configurations_supported';
  const all = requireObject(own(metadata, member), member, INVALID);
  for (const id of offered) {
    const configuration = own(all, id);
    if (isObject(configuration) && configuration.format === CREDENTIAL_FORMAT && configuration.vct === VCT)
      return [id, configuration];
  }
  throw new OpenidError(UNSUPPORTED, 'The offer contains no income credential of this protocol version.');
}

function readProofAlgorithms(configuration: JsonObject): readonly string[] {
  const types = requireObject(
    own(configuration, 'proof_types_supported'),
    'proof_types_supported',
    UNSUPPORTED,
  );
  const jwt = requireObject(own(types, 'jwt'), 'proof_types_supported.jwt', UNSUPPORTED);
  requireThat(
    !Object.hasOwn(jwt, 'key_attestations_required'),
    UNSUPPORTED,
    'Key attestations are not supported.',
  );
  return requireStrings(jwt, 'proof_signing_alg_values_supported', INVALID);
}

function readBatchSize(metadata: JsonObject): number {
  if (!Object.hasOwn(metadata, 'batch_credential_issuance')) return 1;
  const member = 'batch_credential_issuance';
  const { batch_size: size } = requireObject(metadata[member], member, INVALID);
  requireThat(
    Number.isSafeInteger(size) && (size as number) >= 2,
    INVALID,
    'batch_size: expected an integer of 2 or more.',
  );
  return Math.min(size as number, MAX_HOLDER_KEYS);
}

/** The suggested server if the metadata list it, otherwise the first one; without a list, the issuer itself. */
function readAuthorizationServer(
  metadata: JsonObject,
  { issuer, authorizationServer }: ReceivedOffer,
): string {
  const member = 'authorization_servers';
  const servers = Object.hasOwn(metadata, member) ? requireStrings(metadata, member, INVALID) : [issuer];
  const server = authorizationServer ?? servers[0];
  requireThat(
    server !== undefined && servers.includes(server),
    INVALID,
    'authorization_servers: expected a list that contains the server of the offer.',
  );
  requireThat(isSecureUrl(server), INVALID, 'authorization_servers: expected https URLs.');
  requireThat(
    isSameOrigin(server, issuer),
    UNSUPPORTED,
    'The authorization server has another origin than the issuer.',
  );
  return server;
}

/**
 * Reads and checks authorization server metadata (RFC 8414, section 3.3). Unknown parameters are ignored.
 *
 * @param authorizationServer the identifier that the metadata were fetched for
 * @returns the URL of the token endpoint
 * @throws OpenidError `invalid_issuer_metadata`; `unsupported_issuer` where wallets need an identifier or another grant
 */
export function readTokenEndpoint(json: unknown, authorizationServer: string): string {
  const metadata = requireObject(json, 'The metadata', INVALID);
  requireThat(
    requireString(metadata, 'issuer', INVALID) === authorizationServer,
    INVALID,
    'issuer: expected the identifier that the metadata were fetched for.',
  );
  requireThat(
    own(metadata, 'pre-authorized_grant_anonymous_access_supported') === true,
    UNSUPPORTED,
    'The authorization server requires a client_id.',
  );
  const grants = Object.hasOwn(metadata, 'grant_types_supported')
    ? requireStrings(metadata, 'grant_types_supported', INVALID)
    : [];
  requireThat(
    grants.includes(PRE_AUTHORIZED_CODE_GRANT),
    UNSUPPORTED,
    'The authorization server does not accept pre-authorized codes.',
  );
  return readEndpoint(metadata, 'token_endpoint', authorizationServer);
}

/**
 * The algorithm by which a holder key signs its key proof: a name that the issuer accepts.
 *
 * @throws OpenidError `unsupported_issuer`
 */
export function proofAlgorithm(key: PublicJwk, { proofAlgorithms }: IssuerEndpoints): SignatureAlgorithm {
  const alg = proofAlgorithms.find((name): name is SignatureAlgorithm => isAlgorithmOf(key, name));
  if (alg === undefined) throw new OpenidError(UNSUPPORTED, 'The issuer accepts no key proof of such a key.');
  return alg;
}
