import { isSecureUrl, OpenidError, parseForm, requireThat, withoutUndefined } from '../messages/index.js';
import { MAX_MESSAGE_CHARACTERS } from './names.js';
import type { RequestReference } from './request-uri.js';

/** A signed request object, which the wallet fetches: by `request_uri_method`, or by GET. */
export interface RequestByReference extends RequestReference {
  readonly kind: 'reference';
}

/** A signed request object in the link itself (RFC 9101, section 5.1). */
export interface RequestByValue {
  readonly kind: 'value';
  readonly clientId: string;
  readonly requestObject: string;
}

/** Parameters without a signature, each as text. */
export interface UnsignedRequest {
  readonly kind: 'unsigned';
  readonly clientId: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const METHODS = ['get', 'post'] as const;

/** What follows `?`, or `#` where the link is that of a web page. */
const parametersOf = (uri: string): string => uri.slice(uri.search(uri.includes('#') ? '#' : /\?/) + 1);

function parseMethod(text: string | undefined, requestUri: string | undefined): 'get' | 'post' | undefined {
  if (text === undefined) return undefined;
  requireThat(
    requestUri !== undefined,
    'invalid_request',
    'request_uri_method: expected only with request_uri.',
  );
  const method = METHODS.find((known) => known === text);
  requireThat(
    method !== undefined,
    'invalid_request_uri_method',
    'request_uri_method: expected get or post.',
  );
  return method;
}

/**
 * Parses the link that opens a wallet (sections 5.1 and 5.10): `openid4vp://?…`, an https link of the wallet, or the link of a
 * web page with the parameters in its fragment. Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_request`, `invalid_request_uri_method`
 */
export function parseAuthorizationRequest(
  uri: string,
): RequestByReference | RequestByValue | UnsignedRequest {
  requireThat(uri.length <= MAX_MESSAGE_CHARACTERS, 'invalid_request', 'The link is too long.');
  const parameters = parseForm(parametersOf(uri));
  const [clientId, requestObject, requestUri] = ['client_id', 'request', 'request_uri'].map((name) =>
    parameters.get(name),
  );
  if (clientId === undefined)
    throw new OpenidError('invalid_request', 'client_id: expected a client identifier.');
  const requestUriMethod = parseMethod(parameters.get('request_uri_method'), requestUri);
  requireThat(
    requestObject === undefined || requestUri === undefined,
    'invalid_request',
    'Expected request or request_uri, not both.',
  );
  if (requestObject !== undefined) return { kind: 'value', clientId, requestObject };
  if (requestUri === undefined) return { kind: 'unsigned', clientId, parameters };
  requireThat(isSecureUrl(requestUri), 'invalid_request', 'request_uri: expected an https URL.');
  return withoutUndefined({
    kind: 'reference',
    clientId,
    requestUri,
    requestUriMethod,
  }) as RequestByReference;
}
