import { isObject, parseJsonBytes } from '@zk-income/credential';
import { OpenidError, requireThat, withoutUndefined } from '../messages/index.js';
import { MAX_MESSAGE_CHARACTERS, type ResponseMode } from './names.js';

/** What a wallet reports instead of an answer. It is not authenticated: anybody who has the link can send it. */
export interface WalletError {
  readonly kind: 'error';
  /** Such as `access_denied`. The wallet's text, in the characters of RFC 6749. */
  readonly error: string;
  readonly description?: string;
  readonly state?: string;
}

export interface PlainResponse {
  readonly kind: 'plain';
  /** As sent. See `presentationsOf`. */
  readonly vpToken: unknown;
  readonly state?: string;
}

export interface EncryptedResponse {
  readonly kind: 'encrypted';
  readonly jwe: string;
}

export type ReceivedResponse = WalletError | PlainResponse | EncryptedResponse;

/** RFC 6749, section 4.1.2.1. */
const ERROR = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,64}$/;
const DESCRIPTION_CHARACTERS = 256;

/**
 * @param state is not checked yet, nor that it is text
 * @throws OpenidError `invalid_request` where the code has other characters than the standard allows
 */
export function walletError(error: unknown, description: unknown, state: unknown): WalletError {
  requireThat(
    typeof error === 'string' && ERROR.test(error),
    'invalid_request',
    'error: expected an error code.',
  );
  return withoutUndefined({
    kind: 'error',
    error,
    description: typeof description === 'string' ? description.slice(0, DESCRIPTION_CHARACTERS) : undefined,
    state,
  }) as WalletError;
}

/**
 * Parses the form that a wallet posts to the response URI (sections 8.2, 8.3.1 and 8.5). Errors come without encryption in
 * both modes. Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_request`, also for a response that is not encrypted as the request demands
 */
export function parseAuthorizationResponse(
  form: ReadonlyMap<string, string>,
  mode: ResponseMode,
): ReceivedResponse {
  const [vpToken, jwe, state] = ['vp_token', 'response', 'state'].map((name) => form.get(name));
  const error = form.get('error');
  requireThat(
    [vpToken, jwe, error].filter((value) => value !== undefined).length === 1,
    'invalid_request',
    'Expected one of vp_token, response and error.',
  );
  if (error !== undefined) return walletError(error, form.get('error_description'), state);
  if (jwe !== undefined) {
    requireThat(mode === 'direct_post.jwt', 'invalid_request', 'The request asks for a response in clear.');
    return { kind: 'encrypted', jwe };
  }
  requireThat(mode === 'direct_post', 'invalid_request', 'The request asks for an encrypted response.');
  requireThat(vpToken!.length <= MAX_MESSAGE_CHARACTERS, 'invalid_request', 'The vp_token is too large.');
  return withoutUndefined({
    kind: 'plain',
    vpToken: parseJsonBytes(new TextEncoder().encode(vpToken)),
    state,
  }) as PlainResponse;
}

/**
 * Checks that a response has the state of the request (section 14.3.2). Of an error, which is not authenticated, the state
 * may be missing: some wallets do not send it.
 *
 * @param expected undefined where the request had none
 * @throws OpenidError `invalid_request`
 */
export function checkState(
  { kind, state }: Pick<WalletError | PlainResponse, 'kind' | 'state'>,
  expected: string | undefined,
): void {
  const isAccepted = state === expected || (kind === 'error' && state === undefined);
  requireThat(isAccepted, 'invalid_request', 'state: expected that of the request.');
}

/**
 * The presentations of a VP token: an object that has, by the id of a credential query, a list of exactly one presentation
 * (section 8.1).
 *
 * @param ids those of the request. Which of them must be there depends on its policy, and is not checked here.
 * @throws OpenidError `invalid_request`
 */
export function presentationsOf(vpToken: unknown, ids: readonly string[]): Readonly<Record<string, string>> {
  if (!isObject(vpToken))
    throw new OpenidError(
      'invalid_request',
      'vp_token: expected a JSON object that maps each id of the query to a list of one presentation.',
    );
  const entries = Object.entries(vpToken).map(([id, list]): [string, string] => {
    requireThat(ids.includes(id), 'invalid_request', 'vp_token: a credential was not requested.');
    requireThat(
      Array.isArray(list) && list.length === 1 && typeof list[0] === 'string',
      'invalid_request',
      'vp_token: expected a list of one presentation for each id.',
    );
    return [id, (list as [string])[0]];
  });
  requireThat(entries.length > 0, 'invalid_request', 'vp_token: expected a presentation.');
  return Object.fromEntries(entries);
}
