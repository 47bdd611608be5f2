import { isObject, type JsonObject, parseJsonBytes } from '@zk-income/credential';
import { encodeForm, requireThat, withoutUndefined } from '../messages/index.js';

/** What a wallet tells when it fetches a request object by POST (section 5.10). Other parameters are ignored. */
export interface RequestUriForm {
  /** To be in the request object, unchanged. */
  readonly walletNonce?: string;
  readonly walletMetadata?: JsonObject;
}

const MAX_WALLET_NONCE_CHARACTERS = 1_024;

/** @throws OpenidError `invalid_request` */
export function parseRequestUriForm(form: ReadonlyMap<string, string>): RequestUriForm {
  const walletNonce = form.get('wallet_nonce');
  requireThat(
    (walletNonce?.length ?? 0) <= MAX_WALLET_NONCE_CHARACTERS,
    'invalid_request',
    `wallet_nonce: expected at most ${MAX_WALLET_NONCE_CHARACTERS} characters.`,
  );
  const text = form.get('wallet_metadata');
  const walletMetadata = parseJsonBytes(new TextEncoder().encode(text));
  requireThat(
    text === undefined || isObject(walletMetadata),
    'invalid_request',
    'wallet_metadata: expected a JSON object.',
  );
  return withoutUndefined({ walletNonce, walletMetadata }) as RequestUriForm;
}

/** Where a wallet gets a request object. */
export interface RequestReference {
  readonly clientId: string;
  readonly requestUri: string;
  /** `get` by default. Wallets that do not support `post` use GET. */
  readonly requestUriMethod?: 'get' | 'post';
}

const parametersOf = (
  { clientId, requestUri, requestUriMethod }: RequestReference,
  more: Readonly<Record<string, string | undefined>> = {},
): string =>
  encodeForm({ client_id: clientId, request_uri: requestUri, request_uri_method: requestUriMethod, ...more });

/** The link that opens a wallet with a request, also as a QR code (sections 5.7 and 13.1.2). */
export const walletLink = (reference: RequestReference): string => `openid4vp://?${parametersOf(reference)}`;

/**
 * A link to a web page with the request in its fragment, which browsers send to no server.
 *
 * @param page the https URL of the page
 * @param statusId by which the page asks for the public state of the request; wallets ignore it
 */
export const requestPageLink = (page: string, reference: RequestReference, statusId?: string): string =>
  `${page}#${parametersOf(reference, { status_id: statusId })}`;
