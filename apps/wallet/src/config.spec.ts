import { describe, expect, test } from '@jest/globals';
import { fetchBy, parseConfig } from './config.js';

const DEMO = {
  origins: { 'https://localhost:3442': 'http://localhost:3002' },
  trust: {
    issuers: [{ iss: 'https://payroll.example', name: 'Payroll' }, { iss: 1 }],
    verifiers: [{ host: 'flats.example', name: 'Flats' }],
  },
  anchors: ['-----BEGIN CERTIFICATE-----', 1],
};

describe('the configuration', () => {
  test('names the parties that are known, and leaves out what it does not understand', () => {
    expect(parseConfig(DEMO, 'wallet.example')).toMatchObject({
      trust: {
        issuers: [{ iss: 'https://payroll.example', name: 'Payroll' }],
        verifiers: [{ host: 'flats.example', name: 'Flats' }],
      },
      anchors: ['-----BEGIN CERTIFICATE-----'],
    });
    for (const json of [undefined, null, [], 'text', { trust: [], anchors: {}, origins: [] }])
      expect(parseConfig(json, 'localhost')).toEqual({
        origins: new Map(),
        trust: { issuers: [], verifiers: [] },
        anchors: [],
      });
  });

  test.each(['localhost', 'wallet.localhost', '127.0.0.1', '[::1]'])('maps origins on %s', (host) => {
    expect(parseConfig(DEMO, host).origins.get('https://localhost:3442')).toBe('http://localhost:3002');
  });

  test.each(['wallet.example', 'localhost.example', 'notlocalhost', '127.0.0.1.example'])(
    'maps nothing on %s',
    (host) => {
      expect(parseConfig(DEMO, host).origins.size).toBe(0);
    },
  );

  test.each([
    ['https://bank.example', 'http://localhost:3002'],
    ['https://localhost:3442', 'http://thief.example'],
    ['https://localhost:3442', 'https://localhost:3002'],
    ['http://localhost:3442', 'http://localhost:3002'],
    ['https://localhost:3442/path', 'http://localhost:3002'],
    ['https://localhost:3442', 'http://localhost:3002/path'],
    ['https://localhost:3442', 3002],
  ])('does not map %s to %s', (from, to) => {
    expect(parseConfig({ origins: { [from]: to } }, 'localhost').origins.size).toBe(0);
  });
});

test('fetch replaces mapped origins only, and keeps path and query', async () => {
  const urls: string[] = [];
  const recorder = (async (input: string | URL) => {
    urls.push(String(input));
    return new Response();
  }) as typeof fetch;
  const mapped = fetchBy(parseConfig(DEMO, 'localhost').origins, recorder);
  await mapped('https://localhost:3442/openid/requests/1.2?a=b');
  await mapped(new URL('https://flats.example/openid'));
  await mapped('https://localhost:34420/x');
  expect(urls).toEqual([
    'http://localhost:3002/openid/requests/1.2?a=b',
    'https://flats.example/openid',
    'https://localhost:34420/x',
  ]);
});
