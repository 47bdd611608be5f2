import { expect, test } from '@jest/globals';
import { KeptApplications } from './listing.js';

const LINK = 'listing.secret';
const APPLICATION = {
  link: 'https://verifier.example/request#client_id=x',
  status_id: 'status',
  expires_at: '2026-12-02T12:00:00.000Z',
};
const NOW = Date.parse('2026-12-01T12:00:00.000Z');

function keptIn(entries: Map<string, string>, now = NOW) {
  const store = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
  return new KeptApplications(
    () => store,
    () => now,
  );
}

test('the request of an applicant is kept until it expires, or is forgotten', () => {
  const entries = new Map<string, string>();
  const kept = keptIn(entries);
  expect(kept.find(LINK)).toBeUndefined();
  kept.keep(LINK, APPLICATION);
  expect(keptIn(entries).find(LINK)).toEqual(APPLICATION);
  expect(kept.find('another.secret')).toBeUndefined();
  expect(keptIn(entries, Date.parse(APPLICATION.expires_at)).find(LINK)).toBeUndefined();
  kept.forget(LINK);
  expect(kept.find(LINK)).toBeUndefined();
});

test('the secret of the listing is not kept', () => {
  const entries = new Map<string, string>();
  keptIn(entries).keep(LINK, APPLICATION);
  expect(JSON.stringify([...entries])).not.toContain('secret');
});

test('a browser that keeps nothing, or another text, makes no fault', () => {
  const refusing = new KeptApplications(() => {
    throw new Error('SecurityError');
  });
  refusing.keep(LINK, APPLICATION);
  refusing.forget(LINK);
  expect(refusing.find(LINK)).toBeUndefined();
  expect(keptIn(new Map([['zk-income listing listing', '{']])).find(LINK)).toBeUndefined();
});
