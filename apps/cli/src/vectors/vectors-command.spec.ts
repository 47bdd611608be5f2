import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { type Vectors } from '@zk-income/crypto/testing';
import { checkVectors, UnreadableVectors } from './check.js';
import { generateVectors } from './generate.js';
import { main } from './main.js';

const text = readFileSync(
  new URL('../../../../libs/crypto/vectors/dalek-bulletproofs.json', import.meta.url),
  'utf8',
);
const dalek = JSON.parse(text) as Vectors;
type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Case = Writable<Vectors['cases'][number]>;

const valid = (): Case => structuredClone(dalek.cases[0]) as Case;
const invalid = (): Case => structuredClone(dalek.cases.find((vector) => !vector.valid)) as Case;
const failuresOf = (file: object) =>
  checkVectors(JSON.stringify(file)).flatMap(({ failure }) => failure ?? []);

test('all vectors of dalek pass: 81 proofs, 7 transcripts, 2 + 2 generators', () => {
  const results = checkVectors(text);
  expect(results).toHaveLength(92);
  expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

describe('what is generated', () => {
  const generated = JSON.parse([...generateVectors(1)].join('')) as Pick<Vectors, 'cases'>;

  test('has every size once', () => {
    const sizes = new Set(generated.cases.map(({ n, m }) => `${n} × ${m}`));
    expect([generated.cases.length, sizes.size]).toEqual([20, 20]);
  });

  test('says what a vector says', () => {
    for (const { name, valid, label, n, m, values, blindings, commitments, proof } of generated.cases) {
      expect([name, valid, label]).toEqual([`valid n=${n} m=${m} #0`, true, 'zk-income vectors']);
      expect([values?.length, blindings?.length, commitments.length]).toEqual([m, m, m]);
      expect(proof).toMatch(/^([0-9a-f]{64})+$/);
    }
  });

  test('passes', () => {
    expect(failuresOf(generated)).toEqual([]);
  });
});

describe('a vector fails', () => {
  test.each<[string, RegExp, (vector: Case) => void]>([
    [
      'when its proof was changed',
      /^refused, /,
      (v) => {
        v.proof = v.proof.replace(/^../, '00');
      },
    ],
    [
      'when its label was changed',
      /^refused, VerificationError/,
      (v) => {
        v.label += '.';
      },
    ],
    [
      'when it opens to another value',
      /^commitments\[0\] is /,
      (v) => {
        v.values = ['1'];
      },
    ],
    [
      'when a blinding is no scalar',
      /^blindings\[0\], /,
      (v) => {
        v.blindings = ['ff'.repeat(32)];
      },
    ],
    [
      'when a challenge is another',
      /^y is /,
      (v) => {
        v.challenges = { y: '00'.repeat(32) } as never;
      },
    ],
    [
      'when a round is missing',
      /rounds/,
      (v) => {
        v.challenges = { u: [] } as never;
      },
    ],
    [
      'when m does not count the commitments',
      /^refused, m is 2/,
      (v) => {
        v.m = 2;
      },
    ],
    [
      'when the opening lacks a value',
      /^malformed/,
      (v) => {
        v.values = [];
      },
    ],
    [
      'when n is text',
      /^malformed, n /,
      (v) => {
        v.n = '8' as never;
      },
    ],
    [
      'when valid is missing',
      /^malformed, valid /,
      (v) => {
        delete (v as Partial<Case>).valid;
      },
    ],
    [
      'when the proof is not hexadecimal',
      /^malformed, proof /,
      (v) => {
        v.proof = `${v.proof.slice(1)}x`;
      },
    ],
    [
      'when a value is not decimal',
      /^malformed, values/,
      (v) => {
        v.values = ['0x4f'];
      },
    ],
  ])('%s', (_, failure, change) => {
    const vector = valid();
    change(vector);
    expect(failuresOf({ cases: [vector] })).toEqual([expect.stringMatching(failure)]);
  });

  test('when it is accepted though it says that it is not valid', () => {
    expect(failuresOf({ cases: [{ ...valid(), valid: false }] })).toEqual([
      'accepted, though it is not valid',
    ]);
  });

  test('when it is refused though it says that it is valid', () => {
    expect(failuresOf({ cases: [{ ...invalid(), valid: true }] })).toEqual([
      expect.stringMatching(/^refused, /),
    ]);
  });

  test('when it is nothing', () => {
    expect(failuresOf({ cases: [null], merlin: [7] })).toHaveLength(2);
  });

  test('when a generator, a chain, its digest or its party is another', () => {
    const [party] = dalek.generators.parties;
    const wrong = '00'.repeat(32);
    const parties = [
      { ...party, G: [wrong] },
      { ...party, party: 1 },
      { ...party, sha3_256_of_64_H_concat: wrong },
      { ...party, party: 16 },
      { ...party, H: new Array(65).fill(wrong) },
    ];
    expect(failuresOf({ generators: { B: wrong, B_blinding: wrong, parties } })).toHaveLength(7);
  });

  test('when a transcript draws another challenge, or does something unknown', () => {
    const challenge = { op: 'challenge_bytes', label: 'c', len: 1, out: '00' };
    const merlin = [
      { label: 'a', ops: [{ ...challenge, len: 32, out: '00'.repeat(32) }] },
      { label: 'a', ops: [{ ...challenge, op: 'constructor' }] },
      { label: 'a', ops: [{ ...challenge, len: -1 }] },
    ];
    expect(failuresOf({ merlin })).toHaveLength(3);
  });
});

test.each([
  '',
  'no JSON',
  '[]',
  'null',
  '{}',
  '{"cases":{}}',
  '{"cases":[]}',
  '{"generators":1}',
  '{"generators":{"parties":1}}',
])('is no file of vectors: %s', (content) => {
  expect(() => checkVectors(content)).toThrow(UnreadableVectors);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const silenced = () => jest.spyOn(console, 'error').mockImplementation(() => undefined);

  test.each([
    ['a file that is not there', ['absent.json']],
    ['a folder', ['.']],
    ['no argument', []],
    ['two files', ['a', 'b']],
    ['an unknown option', ['--all']],
    ['no proof to generate', ['--generate', '0']],
    ['a fraction of a proof', ['--generate', '1.5']],
    ['nothing to generate', ['--generate']],
  ])('says what is wrong with %s, and ends with 2', (_, args) => {
    const errors = silenced();
    expect(main(args, folder)).toBe(2);
    expect(errors).toHaveBeenCalledTimes(1);
    errors.mockRestore();
  });

  test('says so when there is nothing to check, and ends with 2', () => {
    const errors = silenced();
    writeFileSync(join(folder, 'empty.json'), '{}');
    expect(main(['empty.json'], folder)).toBe(2);
    expect(errors).toHaveBeenCalledWith(expect.stringContaining('nothing to check'));
    errors.mockRestore();
  });
});
