import { describe, expect, test } from '@jest/globals';
import { asUnavailable, StoreUnavailableError } from './errors.js';

const anError = (members: object) => Object.assign(new Error('as the SDK says it'), members);

describe('what the SDK throws', () => {
  test.each([
    ['a closed port', anError({ code: 'ECONNREFUSED' }), 'nothing listens there'],
    [
      'a wrapped error of the network',
      anError({ message: 'wrapper: connect ECONNREFUSED ::1:1' }),
      'nothing listens',
    ],
    ['an unknown host', anError({ code: 'ENOTFOUND' }), 'the host name is unknown'],
    ['a timeout', anError({ name: 'TimeoutError' }), 'it did not answer in time'],
    [
      'throttling',
      anError({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
      'overloaded',
    ],
    [
      'a fault of the service',
      anError({ name: 'Odd', $metadata: { httpStatusCode: 503 } }),
      'it answered 503',
    ],
    ['missing credentials', anError({ name: 'CredentialsProviderError' }), 'there are no AWS credentials'],
    ['missing rights', anError({ name: 'AccessDeniedException' }), 'do not allow this operation'],
    ['a missing table', anError({ name: 'ResourceNotFoundException' }), 'the table does not exist'],
  ])('about %s makes the store unavailable, with the reason', (_what, thrown, reason) => {
    const error = asUnavailable(thrown, 'http://store', 'GetItem') as StoreUnavailableError;
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain('The store at http://store is not available');
    expect(error.message).toContain(reason);
    expect(error.cause).toBe(thrown);
  });

  test.each([
    [
      'a failed condition',
      anError({ name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } }),
    ],
    ['an invalid call', anError({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } })],
    ['an abort by the caller', anError({ name: 'AbortError' })],
  ])('about %s is left as it is', (_what, thrown) => {
    expect(asUnavailable(thrown, 'http://store', 'PutItem')).toBe(thrown);
  });
});
