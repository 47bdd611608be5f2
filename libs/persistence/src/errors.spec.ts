import { describe, expect, test } from '@jest/globals';
import { StoreUnavailableError, toStoreError } from './errors.js';

const sdkError = (members: object) => Object.assign(new Error('message of the SDK'), members);

describe('toStoreError', () => {
  test.each([
    ['a closed port', sdkError({ code: 'ECONNREFUSED' }), 'connection refused'],
    [
      'a wrapped network error',
      sdkError({ message: 'wrapper: connect ECONNREFUSED ::1:1' }),
      'connection refused',
    ],
    ['an unknown host', sdkError({ code: 'ENOTFOUND' }), 'unknown host name'],
    ['a timeout', sdkError({ name: 'TimeoutError' }), 'request timed out'],
    [
      'throttling',
      sdkError({ name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
      'request throttled',
    ],
    ['a server error', sdkError({ name: 'Odd', $metadata: { httpStatusCode: 503 } }), 'HTTP status 503'],
    ['missing credentials', sdkError({ name: 'CredentialsProviderError' }), 'no AWS credentials found'],
    ['missing permissions', sdkError({ name: 'AccessDeniedException' }), 'do not permit this operation'],
    ['a missing region', new Error('Region is missing'), 'no AWS region is configured'],
    ['a missing table', sdkError({ name: 'ResourceNotFoundException' }), 'the table does not exist'],
  ])('reports an unavailable store with the reason for %s', (_, thrown, reason) => {
    const error = toStoreError(thrown, 'http://store', 'GetItem') as StoreUnavailableError;
    expect(error).toBeInstanceOf(StoreUnavailableError);
    expect(error.code).toBe('store_unavailable');
    expect(error.message).toContain('The store http://store is not available: ');
    expect(error.message).toContain(`${reason} (GetItem).`);
    expect(error.cause).toBe(thrown);
  });

  test.each([
    [
      'a failed condition',
      sdkError({ name: 'ConditionalCheckFailedException', $metadata: { httpStatusCode: 400 } }),
    ],
    ['an invalid call', sdkError({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } })],
    ['an abort by the caller', sdkError({ name: 'AbortError' })],
  ])('returns %s unchanged', (_, thrown) => {
    expect(toStoreError(thrown, 'http://store', 'PutItem')).toBe(thrown);
  });
});
