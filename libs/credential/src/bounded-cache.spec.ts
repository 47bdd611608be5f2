import { expect, test } from '@jest/globals';
import { BoundedCache } from './bounded-cache.js';

const keptOf = (cache: BoundedCache<string>, keys: string): string =>
  [...keys].filter((key) => cache.get(key) !== undefined).join('');

test('returns what was set last', () => {
  const cache = new BoundedCache<string>({ entries: 2, size: 10 });
  expect(cache.get('a')).toBeUndefined();
  cache.set('a', 'first', 1);
  cache.set('a', 'second', 1);
  expect(cache.get('a')).toBe('second');
});

test('evicts the oldest entries above the limit of entries', () => {
  const cache = new BoundedCache<string>({ entries: 2, size: 10 });
  for (const key of 'abc') cache.set(key, key, 1);
  expect(keptOf(cache, 'abc')).toBe('bc');
  cache.set('b', 'again', 1);
  cache.set('d', 'd', 1);
  expect(keptOf(cache, 'abcd')).toBe('bd');
});

test('evicts the oldest entries above the limit of size', () => {
  const cache = new BoundedCache<string>({ entries: 9, size: 10 });
  cache.set('a', 'a', 4);
  cache.set('b', 'b', 4);
  cache.set('c', 'c', 2);
  expect(keptOf(cache, 'abc')).toBe('abc');
  cache.set('d', 'd', 5);
  expect(keptOf(cache, 'abcd')).toBe('cd');
});

test('counts the size of a replaced entry once', () => {
  const cache = new BoundedCache<string>({ entries: 9, size: 10 });
  cache.set('a', 'a', 5);
  for (let i = 0; i < 5; i++) cache.set('b', 'b', 5);
  expect(keptOf(cache, 'ab')).toBe('ab');
});

test('does not keep an entry that is larger than the limit', () => {
  const cache = new BoundedCache<string>({ entries: 9, size: 10 });
  cache.set('a', 'a', 1);
  cache.set('b', 'b', 11);
  expect(keptOf(cache, 'ab')).toBe('');
  cache.set('c', 'c', 10);
  expect(keptOf(cache, 'c')).toBe('c');
});
