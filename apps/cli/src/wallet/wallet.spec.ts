import 'reflect-metadata';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { incomePolicy } from '@zk-income/credential/testing';
import { memoryStorage } from '@zk-income/holder';
import { makeTestWorld, type TestWorld, TX_CODE } from '@zk-income/holder/testing';
import { runLine } from '../testing/run-line.js';

let world: TestWorld;
let folder: string;
let storage = memoryStorage();
let answers: string[];

beforeEach(async () => {
  world = await makeTestWorld();
  storage = world.storage;
  folder = mkdtempSync(join(tmpdir(), 'zk-income-wallet-'));
  answers = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a subcommand on the wallet of the test. `answers` are what the person types. */
const run = (args: readonly string[], of = storage) =>
  runLine(['wallet', ...args], {
    folder,
    clock: world.clock,
    ask: async () => answers.shift(),
    walletOptions: async () => world.options({ storage: of }),
  });

async function print(...args: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await run(args);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout;
}

const printJson = async (...args: string[]) => JSON.parse(await print(...args, '--json'));

async function fail(...args: string[]) {
  const result = await run(args);
  expect(result.exitCode).not.toBe(0);
  return result;
}

const incomeOf = (at_least: string, changes: object = {}) => {
  const policy = incomePolicy() as { predicates: [object] };
  return { ...policy, ...changes, predicates: [{ ...policy.predicates[0], at_least }] };
};

describe('receive', () => {
  beforeEach(() => {
    storage = memoryStorage();
  });

  test('stores the credential of an offer, with the code as option or as answer', async () => {
    expect(await print('receive', world.issuer.link, '--code', TX_CODE)).toMatch(
      /^Received \S+ {2}ACME Payroll \(https:\/\/issuer\.example\), \S+ to \S+: (\d+) of \1 shares left, valid until \S+\.\n$/,
    );
    expect((await printJson('list')).credentials).toHaveLength(1);
  });

  test('asks for the code', async () => {
    answers = [TX_CODE];
    expect((await printJson('receive', world.issuer.link)).credential.payer).toBe('demo:acme');
  });

  test('says what is missing or wrong', async () => {
    expect((await fail('receive', world.issuer.link)).stderr).toBe(
      'The offer needs the code that the issuer sent by another channel. (tx_code_required)\n',
    );
    expect((await fail('receive', 'hello')).stderr).toBe('The offer is not a URI. (offer_malformed)\n');
  });

  test('accepts an issuer that is not on the trust list only if the person does', async () => {
    const options = async () => world.options({ storage, trust: { issuers: [], verifiers: [] } });
    const line = ['wallet', 'receive', world.issuer.link, '--code', TX_CODE];
    const refused = await runLine(line, { folder, walletOptions: options, ask: async () => 'n' });
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      'https://issuer.example is not on your trust list: accept it with --yes.\n',
    ]);
    const accepted = await runLine([...line, '--yes'], {
      folder,
      clock: world.clock,
      walletOptions: options,
    });
    expect([accepted.stderr, accepted.exitCode]).toEqual(['', 0]);
  });
});

describe('list', () => {
  test('shows amounts only if asked', async () => {
    expect(await print('list')).not.toMatch(/54,?000/);
    expect(await print('list', '--amounts')).toContain('gross_income: 54,000.00 EUR');
    expect((await printJson('list')).credentials[0].amounts).toBeUndefined();
    expect((await printJson('list', '--amounts')).credentials[0].amounts.gross_income).toBe('5400000');
  });

  test('says so where there is nothing', async () => {
    storage = memoryStorage();
    expect(await print('list')).toBe('The wallet is empty. `wallet receive LINK` fills it.\n');
  });
});

describe('answer', () => {
  test('shows what is asked and learned, and answers after a yes', async () => {
    answers = ['y'];
    const text = await print('answer', await world.listed.ask(incomePolicy()));
    expect(text).toMatch(
      /^Homes & Co \(verifier\.example\) asks you to prove:\n {2}- Gross income is at least/,
    );
    expect(text).toContain('\nThe verifier learns:\n  - That this is true: Gross income is at least');
    expect(text).toContain('\nIt does not learn:\n  - Your exact gross income\n');
    expect(text).toMatch(/\nAnswered\. The verifier has the proof\.\n$/);
    expect(world.listed.verdicts).toMatchObject([{ verified: true }]);
  });

  test('sends nothing after a no, and without a terminal', async () => {
    const link = await world.listed.ask(incomePolicy());
    answers = ['n'];
    expect(await fail('answer', link)).toMatchObject({ exitCode: 1, stderr: 'Nothing was sent.\n' });
    expect(await fail('answer', link)).toMatchObject({
      exitCode: 2,
      stderr: 'Nothing was sent. Without a terminal, consent is --yes.\n',
    });
    expect(world.listed.received).toEqual([]);
  });

  test('prints JSON for scripts', async () => {
    const json = await printJson('answer', await world.listed.ask(incomePolicy()), '--yes');
    expect(json).toMatchObject({
      asker: { host: 'verifier.example', level: 'listed' },
      mode: 'proof',
      passes: true,
      answered: true,
      warnings: [],
    });
    expect(JSON.stringify(json)).not.toContain('"5400000"');
  });

  test('tells with --dry-run whether the person would pass', async () => {
    const link = await world.listed.ask(incomePolicy());
    expect(await print('answer', link, '--dry-run')).toMatch(/\nYou would pass\. Nothing was sent\.\n$/);
    expect(await printJson('answer', link, '--dry-run')).toMatchObject({ passes: true, answered: false });
    const above = await fail('answer', await world.listed.ask(incomeOf('5400001')), '--dry-run', '--json');
    expect(JSON.parse(above.stdout)).toMatchObject({ passes: false, code: 'not_satisfied' });
    expect([...world.listed.received, ...(await printJson('history')).history]).toEqual([]);
  });

  test('sends nothing where a statement does not hold, and remembers it', async () => {
    const { stdout, exitCode } = await fail('answer', await world.listed.ask(incomeOf('5400001')), '--yes');
    expect(stdout).toContain('What is asked does not hold for this credential. Nothing was sent.');
    expect(exitCode).toBe(1);
    expect(world.listed.received).toEqual([]);
    expect((await printJson('history')).history).toMatchObject([{ outcome: 'not_satisfied' }]);
  });

  test('wants each reason to be careful accepted by name', async () => {
    const policy = { ...incomePolicy(), disclose: ['given_name'] };
    const link = await world.unlisted.ask(policy);
    expect((await fail('answer', link, '--yes')).stderr).toBe(
      'The answer needs consent:\n  --accept names_to_unlisted: details about you go to a verifier that is not on your trust list\n',
    );
    expect((await fail('answer', link, '--yes', '--accept', 'anything')).exitCode).toBe(2);
    expect(await printJson('answer', link, '--yes', '--accept', 'names_to_unlisted')).toMatchObject({
      answered: true,
      consent: ['names_to_unlisted'],
    });
  });

  test('explains in German', async () => {
    const link = await world.listed.ask(incomePolicy());
    expect(await print('answer', link, '--dry-run', '--language', 'de')).toContain(
      'Den genauen Betrag: Bruttoeinkommen',
    );
  });

  test('takes the credential that the person names', async () => {
    const link = await world.listed.ask(incomePolicy());
    expect((await fail('answer', link, '--yes', '--credential', 'none')).stderr).toBe(
      'The wallet has no such credential. (credential_unknown)\n',
    );
    expect((await fail('answer', link, '--yes', '--credential', 'other=x')).stderr).toBe(
      '--credential: expected one of salary before =.\n',
    );
    const { id } = world.credential;
    expect((await printJson('answer', link, '--yes', '--credential', `salary=${id}`)).credentials).toEqual({
      salary: id,
    });
  });

  test('asks for a choice of alternatives', async () => {
    const [predicate] = (incomePolicy() as { predicates: [object] }).predicates;
    const any_of = ['first', 'other'].map((id, i) => ({
      id,
      label: 'Option',
      predicates: [{ ...predicate, at_least: `${1_000_000 * (i + 1)}` }],
    }));
    const link = await world.listed.ask({ ...incomePolicy(), predicates: [], any_of });
    const { stderr, exitCode } = await fail('answer', link, '--yes');
    expect(stderr).toMatch(
      /^Choose one with --alternative:\n {2}first: Gross income is at least 10,000\.00 EUR/,
    );
    expect(exitCode).toBe(2);
    const json = await printJson('answer', link, '--dry-run', '--alternative', 'other');
    expect(json.asks[0].en).toContain('20,000.00 EUR');
  });
});

test('decline tells the verifier that no answer will come', async () => {
  const link = await world.listed.ask(incomePolicy());
  expect(await print('decline', link)).toBe(
    'Declined. Homes & Co (verifier.example) cannot tell whether you did not want to answer or could not.\n',
  );
  expect(world.listed.verdicts).toEqual(['access_denied']);
});

test('history lists answers, and what verifiers can infer from them', async () => {
  expect(await print('history')).toBe('Nothing was shown to any verifier.\n');
  await print('answer', await world.listed.ask(incomePolicy()), '--yes');
  const text = await print('history');
  expect(text).toContain('Homes & Co (verifier.example) got your answer\n    Gross income is at least');
  expect(text).toContain('What verifiers can infer from answers and refusals:');
  expect(text).toMatch(/verifier\.example: gross income: at least/);
  expect(text).toMatch(/all together: gross income: at least/);
});

describe('backup', () => {
  const CODE = /Recovery code, which is shown only now: (\S+)/;

  test('moves the wallet, which cannot answer any more; the restored one can', async () => {
    const text = await print('backup', 'wallet.backup');
    const [, code] = text.match(CODE)!;
    expect(statSync(join(folder, 'wallet.backup')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'wallet.backup')).includes('Erika')).toBe(false);
    const link = await world.listed.ask(incomePolicy());
    expect((await fail('answer', link, '--yes')).stdout).toContain('All shares of the credential were used.');

    storage = memoryStorage();
    expect(await print('restore', 'wallet.backup', '--code', code!.toLowerCase())).toMatch(/^Restored\./);
    expect(await printJson('answer', link, '--yes')).toMatchObject({ answered: true });
  });

  test('can be cancelled', async () => {
    const { id } = await printJson('backup', 'wallet.backup');
    await print('cancel-backup', id);
    expect(await printJson('answer', await world.listed.ask(incomePolicy()), '--yes')).toMatchObject({
      answered: true,
    });
  });

  test('does not overwrite a file, and moves nothing then', async () => {
    writeFileSync(join(folder, 'mine'), 'text');
    expect((await fail('backup', 'mine')).exitCode).toBe(2);
    expect(readFileSync(join(folder, 'mine'), 'utf8')).toBe('text');
    const [credential] = (await printJson('list')).credentials;
    expect(credential.shares.left).toBe(credential.shares.of);
  });

  test('says what is wrong with a code or a file', async () => {
    await print('backup', 'wallet.backup');
    storage = memoryStorage();
    answers = ['typo'];
    expect((await fail('restore', 'wallet.backup')).stderr).toBe(
      'Expected the recovery code: 24 letters and digits in groups of four.\n',
    );
    expect((await fail('restore', 'none')).stderr).toMatch(/^Could not read /);
  });
});
