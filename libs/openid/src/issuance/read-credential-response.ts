import { isObject, own, type PublicJwk, parseSdJwt, publicJwkOf } from '@zk-income/credential';
import {
  OpenidError,
  optionalString,
  requireList,
  requireObject,
  requireString,
  requireThat,
  withoutUndefined,
} from '../messages/index.js';
import { OPENINGS_PARAMETER } from './names.js';
import { joinOpenings } from './openings.js';

/** A credential instance with its openings, and the key that it is bound to. */
export interface ReceivedCredential {
  /** An SD-JWT with all disclosures. */
  readonly credential: string;
  /** The position of its key among those that were asked for. */
  readonly keyIndex: number;
}

export interface ReceivedCredentials {
  readonly credentials: readonly ReceivedCredential[];
  /** Absent where the issuer takes no notification about them. */
  readonly notificationId?: string;
}

const INVALID = 'invalid_issuer_response';

const textOf = (key: PublicJwk | undefined): string => JSON.stringify(key ?? null);

function keyOf(credential: string): PublicJwk | undefined {
  const cnf = own(parseSdJwt(credential)?.issuerJwt.payload ?? {}, 'cnf');
  return isObject(cnf) ? publicJwkOf(own(cnf, 'jwk')) : undefined;
}

/**
 * Reads the response to a credential request (section 8.3), and puts the openings into the credentials. Unknown
 * parameters are ignored. Whether the credentials are valid is for the holder to check.
 *
 * @param keys the keys that the request has proofs of. Each is used for one credential at most.
 * @throws OpenidError `invalid_issuer_response`
 */
export function readCredentialResponse(json: unknown, keys: readonly PublicJwk[]): ReceivedCredentials {
  const response = requireObject(json, 'The credential response', INVALID);
  requireThat(!Object.hasOwn(response, 'transaction_id'), INVALID, 'Deferred issuance is not supported.');
  const items = requireList(response, 'credentials', INVALID);
  requireThat(items.length > 0, INVALID, 'credentials: expected at least one.');
  const openings = requireList(response, OPENINGS_PARAMETER, INVALID);
  requireThat(
    openings.length === items.length,
    INVALID,
    `${OPENINGS_PARAMETER}: expected one for each credential.`,
  );
  const unused = new Map(keys.map((key, i) => [textOf(key), i]));
  const credentials = items.map((item, i): ReceivedCredential => {
    const credential = requireString(requireObject(item, 'credentials', INVALID), 'credential', INVALID);
    const key = textOf(keyOf(credential));
    const keyIndex = unused.get(key);
    unused.delete(key);
    if (keyIndex === undefined)
      throw new OpenidError(INVALID, 'A credential is bound to none of the keys, or two to one.');
    return { credential: join(credential, openings[i]), keyIndex };
  });
  return withoutUndefined({
    credentials,
    notificationId: optionalString(response, 'notification_id', INVALID),
  }) as ReceivedCredentials;
}

function join(credential: string, openings: unknown): string {
  const joined = typeof openings === 'string' ? joinOpenings({ credential, openings }) : undefined;
  if (joined === undefined)
    throw new OpenidError(INVALID, `${OPENINGS_PARAMETER}: expected the disclosures of the credential.`);
  return joined;
}
