import { expect, test } from '@jest/globals';
import { sha256, sha256Text } from '../encoding/hash.js';
import { incomePolicy } from '../examples.js';
import { outcome } from '../testing/outcomes.js';
import { PolicyCache } from './policy-cache.js';
import { encodePolicy } from './transaction-data.js';

const textFor = (atLeast: number) => encodePolicy(incomePolicy(String(atLeast)));

/** A cache that counts how often it decodes. */
function countingCache(limits?: { entries: number; size: number }) {
  const counter = { decoded: 0 };
  const cache = new PolicyCache((bytes) => {
    counter.decoded++;
    return sha256(bytes);
  }, limits);
  return { cache, counter };
}

test('a policy is decoded once, with its hash', () => {
  const { cache, counter } = countingCache();
  const text = textFor(1);
  const decoded = cache.decode(text);
  expect(decoded).toEqual({
    policy: incomePolicy('1'),
    hash: sha256Text(text),
  });
  expect(cache.decode(text)).toBe(decoded);
  expect(counter.decoded).toBe(1);
});

test('each text has its own policy, also when the cache is full', () => {
  const { cache, counter } = countingCache({ entries: 2, size: 2 ** 20 });
  for (const bound of [1, 2, 3, 1, 2, 3]) {
    expect(cache.decode(textFor(bound)).policy.predicates[0]!.at_least).toBe(String(bound));
  }
  expect(counter.decoded).toBe(6);
  cache.decode(textFor(3));
  expect(counter.decoded).toBe(6);
});

test('the cache is limited by the length of its texts too', () => {
  const { cache, counter } = countingCache({ entries: 256, size: 2 * textFor(1).length });
  for (const bound of [1, 2, 3]) cache.decode(textFor(bound));
  cache.decode(textFor(3));
  expect(counter.decoded).toBe(3);
  cache.decode(textFor(1));
  expect(counter.decoded).toBe(4);
});

test('a cached policy cannot be changed by a caller', () => {
  const { policy } = new PolicyCache(sha256).decode(textFor(1));
  expect(() => Object.assign(policy.predicates[0]!, { at_least: '0' })).toThrow(TypeError);
  expect(() => Object.assign(policy, { currency: 'USD' })).toThrow(TypeError);
});

test('an invalid text is rejected every time', () => {
  const { cache } = countingCache();
  for (let i = 0; i < 2; i++) expect(outcome(() => cache.decode('e30'))).toBe('policy_invalid');
});
