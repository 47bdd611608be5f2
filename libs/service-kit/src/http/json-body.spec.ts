import { describe, expect, test } from '@jest/globals';
import { ServiceError } from '../problems/service-error.js';
import { parseJsonBody } from './json-body.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('a body is read as I-JSON', () => {
  test.each([
    '{"a":{"b":[1,-2.5e3,true,null,"x"]},"b":{"b":1}}',
    ' [ {"a" : 1} , {"a" : 2} ] ',
    '"a string with \\"quotes\\", {braces} and \\\\"',
    '{"key with: colon, comma":"{\\"a\\":1,\\"a\\":2}"}',
    '{"":1,"é":"\\ud83d\\ude00"}',
    '12',
    nested(32),
  ])('%s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });
});

describe('refuses with invalid_json', () => {
  test.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['half a text', '{"a":'],
    ['two texts', '{} {}'],
    ['a byte order mark', '\ufeff{}'],
    ['a member twice', '{"a":1,"a":1}'],
    ['a member twice, in the middle', '{"x":[{"a":1,"b":{"a":2},"a":3}]}'],
    ['a member twice, once escaped', '{"ab":1,"\\u0061b":2}'],
    ['a member that reaches for the prototype', '{"x":{"__proto__":{}}}'],
    ['the same, escaped', '{"\\u005f_proto__":{}}'],
    ['a member named constructor', '{"constructor":{"prototype":{}}}'],
    ['half of a surrogate pair', '{"a":"\\ud83d"}'],
    ['half of a surrogate pair in a name', '{"\\udc00":1}'],
    ['a number beyond doubles', '{"a":[1e400]}'],
    ['too many levels', nested(33)],
    ['very many levels', nested(30_000)],
  ])('%s', (_, text) => {
    expect(() => parse(text)).toThrow(/^invalid_json: /);
  });

  test('bytes that are not UTF-8', () => {
    expect(() => parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toThrow(ServiceError);
  });

  test('and repeats nothing of the body', () => {
    const secret = 'Erika 5400000';
    for (const text of [`{"${secret}":1,"${secret}":2}`, `{"a":"${secret}`]) {
      try {
        parse(text);
        throw new Error('it was read');
      } catch (error) {
        expect(JSON.stringify([(error as Error).message, (error as ServiceError).detail])).not.toContain(
          secret,
        );
      }
    }
  });
});

test('reads a string of 64 KiB with escapes in it', () => {
  const text = 'x"\\'.repeat(20_000);
  expect(parse(JSON.stringify({ a: text }))).toEqual({ a: text });
});
