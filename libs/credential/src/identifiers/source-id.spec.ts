import { expect, test } from '@jest/globals';
import { withoutPlatformData } from '../testing/altered-platform.js';
import { outcome } from '../testing/outcomes.js';
import { sourceIdVectors } from '../testing/vectors.js';
import { canonicalSourceId, pairsOfOneSource, parseSourceId } from './source-id.js';

const { cases, refused } = sourceIdVectors;

test.each(cases)('one payer has one canonical form: $comment', ({ texts, source_id: canonical }) => {
  for (const text of [canonical, ...texts]) expect(parseSourceId(text)).toEqual({ sourceId: canonical });
});

test('different payers have different canonical forms', () => {
  expect(new Set(cases.map(({ source_id }) => source_id)).size).toBe(cases.length);
});

test.each(refused)('rejects $why', ({ text }) => {
  expect(parseSourceId(text)).toEqual({ expected: expect.any(String) });
  expect(outcome(() => canonicalSourceId(text))).toBe('source_invalid');
});

test.each(['vat:ZZ98765', 'lei:98765', 'demo:98765*', '98765:DE', '98765'])('does not repeat %s', (text) => {
  expect(parseSourceId(text).expected).not.toContain('98765');
});

test('does not use case conversion or locale data of the platform', () => {
  const results = withoutPlatformData(() =>
    cases.map(({ texts }) => texts.map((text) => parseSourceId(text).sourceId)),
  );
  expect(results).toEqual(cases.map(({ texts, source_id }) => texts.map(() => source_id)));
});

test.each(cases)('two credentials of one payer are repeated, in every spelling: $comment', ({ texts }) => {
  for (const text of texts) {
    expect(pairsOfOneSource([texts[0]!, text])).toEqual([[0, 1]]);
    expect(pairsOfOneSource([text, 'demo:another'])).toEqual([]);
    expect(pairsOfOneSource([text, 'another'])).toBeUndefined();
  }
});
