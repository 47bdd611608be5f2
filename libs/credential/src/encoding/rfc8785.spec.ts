import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { canonicalJson } from './json.js';

const { tests } = JSON.parse(
  readFileSync(new URL('../../vectors/rfc8785.json', import.meta.url), 'utf8'),
) as { tests: Record<string, { input: string; output: string }> };

test.each(Object.entries(tests))('RFC 8785, sample %s', (_, { input, output }) => {
  expect(canonicalJson(JSON.parse(input))).toBe(output);
  expect(canonicalJson(JSON.parse(output))).toBe(output);
});
