import { type JsonObject, own, type PresentationRequest } from '@zk-income/credential';
import {
  isSecureUrl,
  OpenidError,
  optionalString,
  requireString,
  requireThat,
  withoutUndefined,
} from '../messages/index.js';
import { type AskedDisclosure, type AskedProof, readAsked } from './asked.js';
import { RESPONSE_MODES, type ResponseMode, URL_SAFE } from './names.js';
import type { ResponseEncryption } from './response-encryption.js';
import { readVerifierMetadata } from './verifier-metadata.js';

/** A request that a wallet may show to the person. */
export interface AuthorizationRequest {
  /** The `aud` of key bindings, with its prefix (section 14.8). */
  readonly clientId: string;
  /**
   * The host to which the response goes. Of a signed request, its certificate names it: pass it to the holder as
   * `certifiedHost`.
   */
  readonly host: string;
  /** Whether a certificate names the host. Without one, anybody could have made the request. */
  readonly isCertified: boolean;
  readonly responseUri: string;
  readonly responseMode: ResponseMode;
  readonly nonce: string;
  readonly state?: string;
  readonly asked: AskedProof | AskedDisclosure;
  /** How to encrypt the response; absent for one in clear. */
  readonly encryption?: ResponseEncryption;
}

const ERROR = 'invalid_request';

/**
 * Reads the parameters of a request, signed or not (sections 5.1, 5.2, 5.6 and 8.2). Unknown parameters are ignored.
 *
 * @param defaultResponseUri where the request may leave it out
 * @throws OpenidError `invalid_request`, `invalid_transaction_data`, `vp_formats_not_supported`
 */
export function readRequestParameters(
  parameters: JsonObject,
  defaultResponseUri?: string,
): Omit<AuthorizationRequest, 'host' | 'isCertified'> {
  const clientId = requireString(parameters, 'client_id', ERROR);
  requireThat(own(parameters, 'response_type') === 'vp_token', ERROR, 'response_type: expected vp_token.');
  const responseMode = RESPONSE_MODES.find((mode) => mode === own(parameters, 'response_mode'));
  if (!responseMode) throw new OpenidError(ERROR, `response_mode: expected ${RESPONSE_MODES.join(' or ')}.`);
  requireThat(
    !Object.hasOwn(parameters, 'redirect_uri'),
    ERROR,
    'redirect_uri: expected a response_uri instead.',
  );
  const responseUri = optionalString(parameters, 'response_uri', ERROR) ?? defaultResponseUri;
  requireThat(isSecureUrl(responseUri), ERROR, 'response_uri: expected an https URL.');
  const nonce = requireString(parameters, 'nonce', ERROR);
  const state = optionalString(parameters, 'state', ERROR);
  for (const text of [nonce, state ?? nonce])
    requireThat(URL_SAFE.test(text), ERROR, 'nonce, state: expected URL-safe characters.');
  const encryption = readVerifierMetadata(own(parameters, 'client_metadata'), responseMode);
  return withoutUndefined({
    clientId,
    responseUri,
    responseMode,
    nonce,
    state,
    asked: readAsked(parameters),
    encryption,
  }) as Omit<AuthorizationRequest, 'host' | 'isCertified'>;
}

/**
 * A request for a proof in the form that `CoreEngine.generateProof` takes. Pass its `host` as `certifiedHost`.
 *
 * @throws TypeError for a request in disclosure mode
 */
export function presentationRequestOf({ clientId, nonce, asked }: AuthorizationRequest): PresentationRequest {
  if (asked.mode !== 'proof') throw new TypeError('asked: expected a request for a proof');
  // The nonce is fresh for each request, so it identifies the request.
  return {
    id: nonce,
    nonce,
    audience: clientId,
    transaction_data: [asked.transactionData],
    dcql_query: asked.dcqlQuery,
  };
}
