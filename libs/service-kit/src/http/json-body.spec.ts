import { describe, expect, jest, test } from '@jest/globals';
import { ServiceError } from '../problems/service-error.js';
import { parseJsonBody } from './json-body.js';

const parse = (text: string) => parseJsonBody(Buffer.from(text));
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

describe('parses I-JSON', () => {
  test.each([
    '{"a":{"b":[1,-2.5e3,true,null,"x"]},"b":{"b":1}}',
    ' [ {"a" : 1} , {"a" : 2} ] ',
    '"a string with \\"quotes\\", {braces} and \\\\"',
    '{"key with: colon, comma":"{\\"a\\":1,\\"a\\":2}"}',
    '{"":1,"é":"\\ud83d\\ude00"}',
    '12',
    '[1e308,-1e308,0.5,1]',
    `[-0.${'0'.repeat(252)}1]`,
    '\t{"a":"\\\\","b":"\\\\\\"\\\\","c":[{},[],"]",{"a":"{"}]}\r\n',
    nested(32),
  ])('%s', (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });
});

describe('rejects with invalid_json', () => {
  test.each([
    ['an empty body', '', /empty/],
    ['white space', ' \n', /empty/],
    ['a truncated text', '{"a":', /JSON text/],
    ['two texts', '{} {}', /JSON text/],
    ['a byte order mark', '\ufeff{}', /JSON text/],
    ['a duplicate member', '{"a":1,"a":1}', /unique member names/],
    ['a duplicate member in a nested object', '{"x":[{"a":1,"b":{"a":2},"a":3}]}', /unique member names/],
    ['a duplicate member, once escaped', '{"ab":1,"\\u0061b":2}', /unique member names/],
    ['a member __proto__', '{"x":{"__proto__":{}}}', /__proto__/],
    ['a member __proto__, escaped', '{"\\u005f_proto__":{}}', /__proto__/],
    ['a member constructor', '{"constructor":{"prototype":{}}}', /constructor/],
    ['an unpaired surrogate', '{"a":"\\ud83d"}', /surrogates/],
    ['an unpaired surrogate in a name', '{"\\udc00":1}', /surrogates/],
    ['a number beyond the range of a double', '{"a":[1e400]}', /double/],
    ['a number below the range of a double', '{"a":[0, -1e400 ]}', /double/],
    ['an unpaired surrogate after a pair', '["\\ud83d\\ude00\\uDE00"]', /surrogates/],
    ['a number of 257 digits', `[${'1'.repeat(257)}]`, /256 characters/],
    ['a long word', 'x'.repeat(257), /256 characters/],
    [
      'a duplicate member after a string with quotes',
      '{"a":"\\"","b\\\\":{"c":[]},"a":1}',
      /unique member names/,
    ],
    ['70 kB of white space', ' \n'.repeat(35_000), /empty/],
    ['33 levels of nesting', nested(33), /32 levels/],
    ['30,000 levels of nesting', nested(30_000), /32 levels/],
    ['30,000 levels that never end', '['.repeat(30_000), /32 levels/],
    ['10,000 elements', `[${'0,'.repeat(9_999)}0]`, /2048 values/],
    ['10,000 empty lists', `[${'[],'.repeat(9_999)}[]]`, /2048 values/],
    [
      '10,000 members',
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [i, 0]))),
      /2048 values/,
    ],
  ])('%s', (_, text, detail) => {
    expect(() => parse(text)).toThrow(/^invalid_json: /);
    expect(() => parse(text)).toThrow(detail);
  });

  test('bytes that are not UTF-8', () => {
    expect(() => parseJsonBody(Buffer.from([0x22, 0xff, 0x22]))).toThrow(/^invalid_json: .*UTF-8/);
  });

  test('without repeating the body in the error', () => {
    const secret = 'Erika 5400000';
    for (const text of [`{"${secret}":1,"${secret}":2}`, `{"a":"${secret}`]) {
      try {
        parse(text);
        throw new Error('The body was accepted.');
      } catch (error) {
        expect(JSON.stringify([(error as Error).message, (error as ServiceError).detail])).not.toContain(
          secret,
        );
      }
    }
  });
});

test('does not parse a body that has too many values or levels', () => {
  const parseJson = jest.spyOn(JSON, 'parse');
  for (const text of [`[${'[{}],'.repeat(9_999)}0]`, nested(10_000)]) {
    expect(() => parse(text)).toThrow(/^invalid_json: /);
  }
  expect(parseJson).not.toHaveBeenCalled();
  parseJson.mockRestore();
});

test('parses a long string with escapes', () => {
  const text = 'x"\\'.repeat(20_000);
  expect(parse(JSON.stringify({ a: text }))).toEqual({ a: text });
});

test.each([
  ['{"a":1,}', 1, 8],
  ['{"a" 1}', 1, 6],
  ['{a:1}', 1, 2],
  ["{'a':1}", 1, 2],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['[1,2', 1, 5],
  ['[1 2]', 1, 4],
  ['{"a":tru}', 1, 6],
  ['{"a":01}', 1, 7],
  ['{} {}', 1, 4],
  ['{"a":"x', 1, 6],
  ['{"a":[1,{"b":[]}}', 1, 17],
])('names the place where %j is not JSON', (text, line, column) => {
  expect(() => JSON.parse(text)).toThrow();
  expect(() => parse(text)).toThrow(`line ${line}, column ${column} `);
});
