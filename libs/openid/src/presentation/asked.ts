import {
  assertDcqlAgrees,
  type DisclosureQuery,
  decodePolicy,
  type JsonObject,
  own,
  type Policy,
  ProtocolError,
  parseDisclosureQuery,
} from '@zk-income/credential';
import { OpenidError, requireThat } from '../messages/index.js';

/** A request for a proof. */
export interface AskedProof {
  readonly mode: 'proof';
  readonly policy: Policy;
  /** As sent: its hash is signed. */
  readonly transactionData: string;
  readonly dcqlQuery: unknown;
}

/** A request for claims only, which proves nothing. */
export interface AskedDisclosure extends DisclosureQuery {
  readonly mode: 'disclosure';
}

function orThrow<T>(error: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new OpenidError(error, cause.detail, { cause });
    throw cause;
  }
}

/**
 * What a request asks for: a proof where it has transaction data, which must be a policy that agrees with the query, and
 * otherwise claims (sections 5.1, 6 and 8.4).
 *
 * @throws OpenidError `invalid_transaction_data` for anything but one policy, `invalid_request`
 */
export function readAsked(parameters: JsonObject): AskedProof | AskedDisclosure {
  requireThat(
    !Object.hasOwn(parameters, 'scope'),
    'invalid_request',
    'scope: expected a dcql_query instead.',
  );
  const dcqlQuery = own(parameters, 'dcql_query');
  if (!Object.hasOwn(parameters, 'transaction_data'))
    return { mode: 'disclosure', ...orThrow('invalid_request', () => parseDisclosureQuery(dcqlQuery)) };
  const list = own(parameters, 'transaction_data');
  const transactionData: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  if (typeof transactionData !== 'string')
    throw new OpenidError('invalid_transaction_data', 'transaction_data: expected a list of one string.');
  const policy = orThrow('invalid_transaction_data', () => decodePolicy(transactionData));
  orThrow('invalid_request', () => assertDcqlAgrees(dcqlQuery, policy));
  return { mode: 'proof', policy, transactionData, dcqlQuery };
}
