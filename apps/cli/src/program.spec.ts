import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { KeyVaultError } from '@zk-income/signing-keys';
import { VERSION } from './program.js';
import { runLine } from './testing/run-line.js';

const SUBCOMMANDS = ['keys', 'clients', 'issue', 'vectors', 'e2e'];

test('--version prints the version of the repository', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
  expect(await runLine('--version')).toEqual({ stdout: `${version}\n`, stderr: '', exitCode: 0 });
});

test('--help lists every subcommand', async () => {
  const { stdout, exitCode } = await runLine('--help');
  expect(exitCode).toBe(0);
  for (const name of SUBCOMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

test.each([
  ['keys', ['list', 'rotate', 'retire']],
  ['clients', ['list', 'add', 'rotate', 'plan', 'disable', 'enable']],
])('%s without a subcommand is wrong usage and prints its help', async (name, subcommands) => {
  const { stdout, stderr, exitCode } = await runLine(name);
  expect([stdout, exitCode]).toEqual(['', 2]);
  for (const subcommand of subcommands) expect(stderr).toMatch(new RegExp(`^  ${subcommand} `, 'm'));
});

test.each(['keys rotate', 'clients add', 'issue', 'vectors', 'e2e'])(
  '%s has a help text with every option',
  async (line) => {
    for (const help of [`${line} --help`, `help ${line}`.replace(/^help (\S+) (\S+)$/, '$1 help $2')]) {
      const { stdout, stderr, exitCode } = await runLine(help);
      expect([stderr, exitCode]).toEqual(['', 0]);
      expect(stdout).toContain(`Usage: zk-income ${line}`);
      expect(stdout).toContain('--json');
    }
  },
);

test.each([
  ['key', 'Did you mean keys?'],
  ['clients lst', 'Did you mean list?'],
  ['keys list --service issuer --jsn', 'Did you mean --json?'],
])('%s is wrong usage with a suggestion', async (line, suggestion) => {
  const { stdout, stderr, exitCode } = await runLine(line);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr).toContain(suggestion);
});

test('no subcommand is wrong usage', async () => {
  expect(await runLine('')).toMatchObject({ stdout: '', exitCode: 2 });
});

test.each([
  ['an error for operators', new KeyVaultError('The vault is closed.'), /^The vault is closed\.\n$/],
  [
    'a store without a region',
    Object.assign(new Error('no region', { cause: new Error('Region is missing') }), {
      name: 'StoreUnavailableError',
    }),
    /^Set STORE_ENDPOINT, or AWS_REGION .*\n$/,
  ],
  ['any other error with its stack', new TypeError('a defect'), /^TypeError: a defect\n +at /],
])('prints %s', async (_, error, expected) => {
  const { stdout, stderr, exitCode } = await runLine('keys list --service issuer', {
    openVault: () => Promise.reject(error),
  });
  expect([stdout, exitCode]).toEqual(['', 1]);
  expect(stderr).toMatch(expected);
});
