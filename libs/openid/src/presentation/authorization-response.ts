import { own } from '@zk-income/credential';
import { encodeForm, type OpenidError, requireObject, requireThat } from '../messages/index.js';
import type { AuthorizationRequest } from './request-parameters.js';
import { encryptAuthorizationResponse } from './response-encryption.js';

/**
 * The form that a wallet posts to the response URI (sections 8.1, 8.2 and 8.3.1), encrypted where the request demands it.
 *
 * @param presentations by the id of the credential in the query
 */
export async function authorizationResponse(
  { state, encryption }: Pick<AuthorizationRequest, 'state' | 'encryption'>,
  presentations: Readonly<Record<string, string>>,
): Promise<string> {
  const vpToken = Object.fromEntries(Object.entries(presentations).map(([id, text]) => [id, [text]]));
  if (!encryption) return encodeForm({ vp_token: JSON.stringify(vpToken), state });
  return encodeForm({
    response: await encryptAuthorizationResponse({ vp_token: vpToken, state }, encryption),
  });
}

/**
 * The form that reports an error to the response URI, never encrypted (section 8.5). Send it only for a request that was
 * checked, because the response URI of any other one can be that of an attacker.
 */
export const authorizationErrorResponse = (
  { state }: Pick<AuthorizationRequest, 'state'>,
  { error, description }: Pick<OpenidError, 'error' | 'description'>,
): string => encodeForm({ error, error_description: description, state });

/** Schemes that run code or show content of the verifier's choice instead of opening a page or an app. */
const FORBIDDEN_SCHEMES = ['javascript:', 'data:', 'blob:', 'file:', 'about:', 'vbscript:'];

/**
 * Where to send the person after the response (section 8.2); undefined where the verifier does not say.
 *
 * @param json the body of the answer to the form
 * @throws OpenidError `invalid_request`
 */
export function redirectUriOf(json: unknown): string | undefined {
  const uri = own(requireObject(json, 'The answer of the response URI', 'invalid_request'), 'redirect_uri');
  if (uri === undefined) return undefined;
  requireThat(
    typeof uri === 'string' && URL.canParse(uri) && !FORBIDDEN_SCHEMES.includes(new URL(uri).protocol),
    'invalid_request',
    'redirect_uri: expected an absolute URI.',
  );
  return uri as string;
}
