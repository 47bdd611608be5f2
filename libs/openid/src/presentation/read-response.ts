import type { JWK } from 'jose';
import { OpenidError } from '../messages/index.js';
import type { ResponseMode } from './names.js';
import { decryptAuthorizationResponse } from './response-encryption.js';
import {
  checkState,
  parseAuthorizationResponse,
  presentationsOf,
  type WalletError,
} from './response-form.js';

/** The request that a response must belong to. */
export interface ExpectedResponse {
  readonly responseMode: ResponseMode;
  /** The ids of the credentials that the request asks for. */
  readonly ids: readonly string[];
  /** Absent where the request had none. */
  readonly state?: string;
  /** The private key of the request, for `direct_post.jwt`. */
  readonly privateJwk?: JWK;
}

export interface Presented {
  readonly kind: 'presentations';
  /** By id. They are not verified yet. */
  readonly presentations: Readonly<Record<string, string>>;
}

/**
 * Reads what a wallet posts to the response URI: form, decryption, state and VP token.
 *
 * @throws OpenidError `invalid_request`
 */
export async function readAuthorizationResponse(
  form: ReadonlyMap<string, string>,
  { responseMode, ids, state, privateJwk }: ExpectedResponse,
): Promise<Presented | WalletError> {
  const received = parseAuthorizationResponse(form, responseMode);
  const response = received.kind === 'encrypted' ? await decryptWith(received.jwe, privateJwk) : received;
  checkState(response, state);
  if (response.kind === 'error') return response;
  return { kind: 'presentations', presentations: presentationsOf(response.vpToken, ids) };
}

function decryptWith(jwe: string, privateJwk: JWK | undefined) {
  if (privateJwk) return decryptAuthorizationResponse(jwe, privateJwk);
  throw new OpenidError('invalid_request', 'response: expected no encryption.');
}
