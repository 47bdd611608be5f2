import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type Vectors } from '@zk-income/crypto/testing';
import { runLine } from '../testing/run-line.js';
import { checkVectors, UnreadableVectorsError } from './check.js';
import { generateVectors } from './generate.js';
import { checkFile } from './vectors-action.js';

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

describe('a generated file', () => {
  const generated = JSON.parse([...generateVectors(1)].join('\n')) as Pick<Vectors, 'cases'>;

  test('has one proof of every size', () => {
    const sizes = new Set(generated.cases.map(({ n, m }) => `${n} × ${m}`));
    expect([generated.cases.length, sizes.size]).toEqual([20, 20]);
  });

  test('has every member of a vector', () => {
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
      /^rejected: /,
      (v) => {
        v.proof = v.proof.replace(/^../, '00');
      },
    ],
    [
      'when its label was changed',
      /^rejected: VerificationError/,
      (v) => {
        v.label += '.';
      },
    ],
    [
      'when it has another value',
      /^commitments\[0\] is /,
      (v) => {
        v.values = ['1'];
      },
    ],
    [
      'when a blinding is not a scalar',
      /^blindings\[0\]: /,
      (v) => {
        v.blindings = ['ff'.repeat(32)];
      },
    ],
    [
      'when it has another challenge',
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
      'when m is not the number of commitments',
      /^rejected: m is 2/,
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
      'when n is a string',
      /^malformed: n /,
      (v) => {
        v.n = '8' as never;
      },
    ],
    [
      'when valid is missing',
      /^malformed: valid /,
      (v) => {
        delete (v as Partial<Case>).valid;
      },
    ],
    [
      'when the proof is not hexadecimal',
      /^malformed: proof /,
      (v) => {
        v.proof = `${v.proof.slice(1)}x`;
      },
    ],
    [
      'when a value is not decimal',
      /^malformed: values/,
      (v) => {
        v.values = ['0x4f'];
      },
    ],
  ])('%s', (_, failure, change) => {
    const vector = valid();
    change(vector);
    expect(failuresOf({ cases: [vector] })).toEqual([expect.stringMatching(failure)]);
  });

  test('when it is accepted but marked as not valid', () => {
    expect(failuresOf({ cases: [{ ...valid(), valid: false }] })).toEqual([
      'accepted, but the vector is not valid',
    ]);
  });

  test('when it is rejected but marked as valid', () => {
    expect(failuresOf({ cases: [{ ...invalid(), valid: true }] })).toEqual([
      expect.stringMatching(/^rejected: /),
    ]);
  });

  test('when it is not an object', () => {
    expect(failuresOf({ cases: [null], merlin: [7] })).toHaveLength(2);
  });

  test('when a generator, a digest or a party is wrong', () => {
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

  test('when a transcript has another challenge or an unknown operation', () => {
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
])('is not a vector file: %s', (content) => {
  expect(() => checkVectors(content)).toThrow(UnreadableVectorsError);
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (args: readonly string[]) => runLine(['vectors', ...args], { folder });

  test.each([
    ['a missing file', ['absent.json'], /^absent\.json: ENOENT/],
    ['a folder', ['.'], /^\.: EISDIR/],
    ['no argument', [], /expected either a file or --generate/],
    ['two files', ['a', 'b'], /too many arguments/],
    ['an unknown option', ['--all'], /unknown option '--all'/],
    ['zero proofs to generate', ['--generate', '0'], /Expected an integer from 1 to 9999/],
    ['a fraction of a proof', ['--generate', '1.5'], /Expected an integer from 1 to 9999/],
    ['no number to generate', ['--generate'], /argument missing/],
    ['a file together with --generate', ['a', '--generate', '1'], /expected either a file or --generate/],
  ])('exits with 2 for %s', async (_, args, expected) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toMatch(expected);
  });

  test('exits with 2 if there is nothing to check', async () => {
    writeFileSync(join(folder, 'empty.json'), '{}');
    const { stdout, stderr, exitCode } = await run(['empty.json']);
    expect([stdout, exitCode]).toEqual(['', 2]);
    expect(stderr).toContain('empty.json: nothing to check');
  });

  test('prints the totals, after a line for each failure', async () => {
    const renamed = { ...valid(), name: 'changed', label: 'other' };
    writeFileSync(join(folder, 'mixed.json'), JSON.stringify({ cases: [valid(), renamed] }));
    const { stdout, stderr, exitCode } = await run(['mixed.json']);
    expect(stdout).toMatch(/^FAILED cases\[1\] “changed”: rejected: .*\n1 passed, 1 failed\n$/);
    expect([stderr, exitCode]).toEqual(['', 1]);
    expect(JSON.parse((await run(['mixed.json', '--json'])).stdout)).toMatchObject({ passed: 1, failed: 1 });
    writeFileSync(join(folder, 'valid.json'), JSON.stringify({ cases: [valid()] }));
    expect(await run(['valid.json'])).toEqual({ stdout: '1 passed, 0 failed\n', stderr: '', exitCode: 0 });
  });

  test('prints a file that passes with --generate', async () => {
    const { stdout, exitCode } = await run(['--generate', '1']);
    expect(exitCode).toBe(0);
    expect(stdout.endsWith('}\n ]\n}\n')).toBe(true);
    writeFileSync(join(folder, 'generated.json'), stdout);
    expect(checkFile('generated.json', folder).lines).toEqual(['20 passed, 0 failed']);
  });
});
