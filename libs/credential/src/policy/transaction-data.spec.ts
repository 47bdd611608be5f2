import { describe, expect, test } from '@jest/globals';
import { encodeBase64url } from '../encoding/base64url.js';
import { canonicalJson } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { outcome } from '../testing/outcomes.js';
import { fullPolicy } from '../testing/policies.js';
import { parsePolicy } from './parse-policy.js';
import { decodePolicy, encodePolicy } from './transaction-data.js';

const canonical = canonicalJson(fullPolicy());
const decoded = (text: string) => outcome(() => decodePolicy(encodeBase64url(utf8(text))));

test('decoding returns the encoded policy', () => {
  expect(decodePolicy(encodePolicy(parsePolicy(fullPolicy())))).toEqual(fullPolicy());
  expect(decoded(canonical)).toBe('accepted');
});

describe('bytes that are not canonical JSON are rejected', () => {
  test.each([
    ['white space', canonical.replace(':', ': ')],
    ['a line feed at the end', `${canonical}\n`],
    ['members in another order', JSON.stringify(fullPolicy())],
    ['a number with a fraction', canonical.replace('"max_age_days":60', '"max_age_days":60.0')],
    ['a number with an exponent', canonical.replace('"max_age_days":60', '"max_age_days":6e1')],
    ['a letter as an escape', canonical.replace('"Lease', '"\\u004cease')],
    ['a slash as an escape', canonical.replace('https://', 'https:\\/\\/')],
    ['a duplicate member', canonical.replace('"max_age_days":60', '"max_age_days":366,"max_age_days":60')],
    ['a duplicate bound', canonical.replace('"at_least":"0"', '"at_least":"9","at_least":"0"')],
    ['a duplicate type', canonical.replace('"type"', '"type":"urn:other","type"')],
  ])('%s', (_, text) => {
    expect(text).not.toBe(canonical);
    expect(decoded(text)).toBe('policy_not_canonical');
  });
});

describe('anything but a policy is rejected', () => {
  test.each([
    ['invalid JSON', canonical.slice(1)],
    ['a byte order mark', `\ufeff${canonical}`],
    ['the empty string', ''],
    ['another JSON value', '[]'],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['deep nesting in a member', canonical.replace('"EUR"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)],
    ['a huge number', canonical.replace(':60', `:${'9'.repeat(400)}`)],
    ['minus zero for a coefficient', canonical.replace('"coefficient":40', '"coefficient":-0')],
  ])('%s', (_, text) => {
    expect(decoded(text)).toBe('policy_invalid');
  });

  test('padded base64', () => {
    const text = btoa(canonical);
    expect(outcome(() => decodePolicy(text.includes('=') ? text : `${text}=`))).toBe('policy_invalid');
  });

  test('bytes that are not UTF-8', () => {
    const bytes = utf8(canonical);
    bytes[bytes.indexOf(0x4c)] = 0xff;
    expect(outcome(() => decodePolicy(encodeBase64url(bytes)))).toBe('policy_invalid');
  });

  test('and the error says which text is expected', () => {
    const detailOf = (encoded: string) => {
      try {
        return decodePolicy(encoded);
      } catch (error) {
        return (error as { detail: string }).detail;
      }
    };
    for (const encoded of ['A', encodeBase64url(Uint8Array.of(0x7b, 0xff))]) {
      expect(detailOf(encoded)).toBe('transaction_data: expected unpadded base64url of UTF-8.');
    }
  });
});

test('decoding checks the range of the bounds again', () => {
  expect(decoded(canonical.replace('"at_least":"0"', `"at_least":"${2n ** 64n}"`))).toBe(
    'policy_out_of_range',
  );
});
