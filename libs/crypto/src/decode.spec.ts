import { describe, expect, jest, test } from '@jest/globals';
import { EncodingError, type GroupOperations } from './backend/backend.js';
import { decodeBlindings, mapEncodingError } from './decode.js';
import { RangeProofError } from './errors.js';

describe('the error of a decoder', () => {
  const mapped = (error: Error) => () =>
    mapEncodingError('InvalidPoint', 'Points', () => {
      throw error;
    });

  test('gets a code if the encoding is invalid', () => {
    expect(mapped(new EncodingError('point', 3))).toThrow(
      new RangeProofError('InvalidPoint', 'Points: The point at index 3 is not canonically encoded.'),
    );
  });

  test('is thrown as it is otherwise', () => {
    const error = new RangeProofError('EngineUnavailable', 'no memory');
    expect(mapped(error)).toThrow(error);
  });
});

test.each<[string, () => never]>([
  [
    'an invalid encoding',
    () => {
      throw new EncodingError('point', 3);
    },
  ],
  ['success', () => 'handle' as never],
])('the copy of the blindings is cleared after %s', (_, decode) => {
  const decodeScalars = jest.fn((bytes: Uint8Array) => {
    expect(bytes).toEqual(new Uint8Array(64).fill(7));
    return decode();
  });
  try {
    decodeBlindings(
      { decodeScalars } as unknown as GroupOperations,
      Array(2).fill(new Uint8Array(32).fill(7)),
    );
  } catch {
    // The copy is what matters.
  }
  expect(decodeScalars.mock.calls[0]?.[0]).toEqual(new Uint8Array(64));
});
