import {
  type JsonObject,
  own,
  type ParsedJwt,
  parseJsonBytes,
  parseJwt,
  readRegisteredClaims,
  timeFault,
} from '@zk-income/credential';
import { compactVerify, importX509 } from 'jose';
import { OpenidError } from '../messages/index.js';
import type { RequestByReference, RequestByValue, UnsignedRequest } from './authorization-request.js';
import { type ClientId, hashOfCertificate, parseClientId } from './client-id.js';
import { ANY_WALLET, MAX_MESSAGE_CHARACTERS, REQUEST_OBJECT_TYP } from './names.js';
import { type AuthorizationRequest, readRequestParameters } from './request-parameters.js';

/** What a wallet trusts certificates by. Platforms have different implementations, and ecosystems different anchors. */
export interface CertificateValidator {
  /**
   * Validates a chain up to a trust anchor: signatures, names, times, key usage, revocation as far as the wallet checks it.
   *
   * @param x5c DER in base64, the leaf first
   * @param now milliseconds since the epoch
   * @returns the DNS names of the leaf's Subject Alternative Name; undefined where the chain is not valid
   */
  validate(
    x5c: readonly string[],
    now: number,
  ): Promise<{ readonly dnsNames: readonly string[] } | undefined>;
}

export interface RequestObjectChecks {
  /** The link that the wallet was opened with. */
  readonly link: RequestByReference | RequestByValue;
  /** What the wallet sent as `wallet_nonce` with POST. */
  readonly walletNonce?: string;
  readonly certificates: CertificateValidator;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const MAX_CERTIFICATES = 10;
const BASE64 = /^[A-Za-z0-9+/]{1,16384}={0,2}$/;
const ALGORITHM = 'ES256';
/** A request object contains no other one (RFC 9101, section 4). */
const NOT_NESTED = ['request', 'request_uri'];

function reject(detail: string): never {
  throw new OpenidError('invalid_request', detail);
}

function parse(requestObject: string): ParsedJwt {
  const jwt = requestObject.length <= MAX_MESSAGE_CHARACTERS ? parseJwt(requestObject) : undefined;
  return jwt ?? reject('The request object is not a signed JWT.');
}

function readChain({ header }: ParsedJwt): readonly [string, ...string[]] {
  if (own(header, 'typ') !== REQUEST_OBJECT_TYP)
    reject(`The typ of the request object is not ${REQUEST_OBJECT_TYP}.`);
  if (Object.hasOwn(header, 'crit')) reject('The request object requires extensions (crit).');
  const chain = own(header, 'x5c');
  const isChain =
    Array.isArray(chain) &&
    chain.length <= MAX_CERTIFICATES &&
    chain.every((text) => typeof text === 'string' && BASE64.test(text));
  return isChain
    ? (chain as [string, ...string[]])
    : reject('The x5c of the request object is not a certificate chain.');
}

/** Whether the key of the leaf signed the request object, with its algorithm. An empty chain has no leaf. */
async function isSignedBy(leaf: string, { text }: ParsedJwt): Promise<boolean> {
  try {
    const pem = `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----`;
    await compactVerify(text, await importX509(pem, ALGORITHM), { algorithms: [ALGORITHM] });
    return true;
  } catch {
    return false;
  }
}

async function validate(
  chain: readonly string[],
  { certificates, now }: RequestObjectChecks,
): Promise<readonly string[]> {
  let valid: Awaited<ReturnType<CertificateValidator['validate']>>;
  try {
    valid = await certificates.validate(chain, now);
  } catch (cause) {
    throw new OpenidError('invalid_request', 'The certificate of the request object is malformed.', {
      cause,
    });
  }
  if (!valid) reject('The certificate of the request object is not trusted.');
  return valid.dnsNames.map((name) => name.toLowerCase());
}

function checkIdentity({ prefix, value }: ClientId, leaf: string, dnsNames: readonly string[]): void {
  // No wildcards: the identifier is a name of the certificate, not one that the certificate would be valid for.
  const isOwn = prefix === 'x509_hash' ? hashOfCertificate(leaf) === value : dnsNames.includes(value);
  if (!isOwn) reject('client_id: the certificate of the request object is not that of the identifier.');
}

/** Checks that request and response go to a host of the certificate, so that no verifier relays the request of another. */
function checkHosts(
  responseUri: string,
  { prefix, value }: ClientId,
  dnsNames: readonly string[],
  { link }: RequestObjectChecks,
): string {
  const host = new URL(responseUri).hostname;
  if (!(prefix === 'x509_san_dns' ? host === value : dnsNames.includes(host)))
    reject('response_uri: expected the host of the certificate.');
  if (link.kind === 'reference' && new URL(link.requestUri).hostname !== host)
    reject('request_uri: expected the host of the response_uri.');
  return host;
}

function checkClaims({ payload }: ParsedJwt, { link, walletNonce, now }: RequestObjectChecks): void {
  for (const member of NOT_NESTED)
    if (Object.hasOwn(payload, member)) reject(`${member}: not in a request object.`);
  if (own(payload, 'client_id') !== link.clientId)
    reject('client_id: the request object has another one than the link.');
  if (own(payload, 'aud') !== ANY_WALLET) reject(`aud: expected ${ANY_WALLET}.`);
  const claims = readRegisteredClaims(payload);
  if (!claims || timeFault(claims, Math.floor(now / 1000)))
    reject('The request object has expired, or is not valid yet.');
  if (walletNonce !== undefined && own(payload, 'wallet_nonce') !== walletNonce)
    reject('wallet_nonce: expected what the wallet sent.');
}

/**
 * Checks a signed request object (sections 5, 5.8, 5.9.3 and 5.10, RFC 9101): type, algorithm, signature of the leaf
 * certificate, its chain, that it belongs to the client identifier, the link and the response URI, audience, times,
 * `wallet_nonce`, and everything that it asks for. Parameters of the link are not used.
 *
 * @throws OpenidError `invalid_request`, `invalid_transaction_data`, `vp_formats_not_supported`
 */
export async function checkRequestObject(
  requestObject: string,
  checks: RequestObjectChecks,
): Promise<AuthorizationRequest> {
  const clientId = parseClientId(checks.link.clientId);
  if (clientId.prefix === 'redirect_uri')
    reject('client_id: a request of the prefix redirect_uri cannot be signed.');
  const jwt = parse(requestObject);
  const chain = readChain(jwt);
  if (!(await isSignedBy(chain[0], jwt))) reject('The signature of the request object is invalid.');
  const dnsNames = await validate(chain, checks);
  checkIdentity(clientId, chain[0], dnsNames);
  checkClaims(jwt, checks);
  const parameters = readRequestParameters(jwt.payload);
  const host = checkHosts(parameters.responseUri, clientId, dnsNames, checks);
  return { ...parameters, host, isCertified: true };
}

/** The parameters that are JSON in a link. */
const JSON_PARAMETERS = ['dcql_query', 'client_metadata', 'transaction_data'];

function decode(name: string, text: string): unknown {
  if (!JSON_PARAMETERS.includes(name)) return text;
  const value = parseJsonBytes(new TextEncoder().encode(text));
  return value === undefined ? reject(`${name}: expected JSON.`) : value;
}

/**
 * Checks a request without signature (section 5.9.3): its identifier is `redirect_uri:` and the response URI.
 *
 * @throws OpenidError `invalid_request`, `invalid_transaction_data`, `vp_formats_not_supported`
 */
export function checkUnsignedRequest({ clientId, parameters }: UnsignedRequest): AuthorizationRequest {
  const { prefix, value } = parseClientId(clientId);
  if (prefix !== 'redirect_uri')
    reject('client_id: only a request of the prefix redirect_uri has no signature.');
  const decoded: JsonObject = Object.fromEntries(
    [...parameters].map(([name, text]) => [name, decode(name, text)]),
  );
  const read = readRequestParameters(decoded, value);
  if (read.responseUri !== value) reject('response_uri: expected that of the client_id.');
  return { ...read, host: new URL(value).hostname, isCertified: false };
}
