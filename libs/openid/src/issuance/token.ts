import { OpenidError, requireParameter, requireThat, withoutUndefined } from '../messages/index.js';
import { PRE_AUTHORIZED_CODE_GRANT } from './names.js';

/** A token request with a pre-authorized code (section 6.1). */
export interface TokenRequest {
  readonly preAuthorizedCode: string;
  /** What the person entered. */
  readonly txCode?: string;
  /** Present where the wallet did not access the token endpoint anonymously. Nothing proves it. */
  readonly clientId?: string;
}

/**
 * Reads a token request. Unknown parameters are ignored.
 *
 * @throws OpenidError `invalid_request`, `unsupported_grant_type`
 */
export function parseTokenRequest(form: ReadonlyMap<string, string>): TokenRequest {
  requireThat(
    requireParameter(form, 'grant_type') === PRE_AUTHORIZED_CODE_GRANT,
    'unsupported_grant_type',
    `grant_type: expected ${PRE_AUTHORIZED_CODE_GRANT}.`,
  );
  return withoutUndefined({
    preAuthorizedCode: requireParameter(form, 'pre-authorized_code'),
    txCode: form.get('tx_code'),
    clientId: form.get('client_id'),
  }) as TokenRequest;
}

/**
 * Whether a token request has a transaction code exactly where the offer requires one (section 6.3). Whether the code is
 * the right one is another question, whose answer is `invalid_grant`.
 *
 * @throws OpenidError `invalid_request`
 */
export function checkTxCodePresence({ txCode }: Pick<TokenRequest, 'txCode'>, isRequired: boolean): void {
  if ((txCode !== undefined) === isRequired) return;
  throw new OpenidError(
    'invalid_request',
    isRequired ? 'The offer requires a transaction code.' : 'The offer has no transaction code.',
  );
}

export interface TokenResponse {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** @param expiresIn seconds; at most 300, because the token is bound to no key (section 13.10) */
export const tokenResponse = ({
  accessToken,
  expiresIn,
}: {
  readonly accessToken: string;
  readonly expiresIn: number;
}): TokenResponse => ({ access_token: accessToken, token_type: 'Bearer', expires_in: expiresIn });
