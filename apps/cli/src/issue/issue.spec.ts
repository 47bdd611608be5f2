import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { salaryInput } from '@zk-income/credential';
import { generateJwk } from '../../../../scripts/generate-jwk.mjs';
import { runLine } from '../testing/run-line.js';

/** What an issuer answers to the n-th call, from 0. */
type Answer = { status: number; body: object; headers?: Record<string, string> } | 'drop';

interface Call {
  readonly key: string;
  readonly authorization: string;
  // biome-ignore lint/suspicious/noExplicitAny: asserted
  readonly body: any;
}

let folder: string;
let csv: string;
let results: string;
let server: Server;
let calls: Call[];
let answer: (call: Call, count: number) => Answer;

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const created = ({ key }: Call): Answer => ({
  status: 201,
  body: { id: `batch of ${key}`, credentials: ['a.b.c~'] },
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payroll ü '));
  csv = join(folder, 'payroll.csv');
  results = join(folder, 'payroll.results.jsonl');
  calls = [];
  answer = created;
  server = createServer(async (request, response) => {
    const call: Call = {
      key: String(request.headers['idempotency-key']),
      authorization: String(request.headers.authorization),
      body: JSON.parse(await textOf(request)),
    };
    const reply = answer(call, calls.length);
    calls.push(call);
    if (reply === 'drop') request.socket.destroy();
    else response.writeHead(reply.status, reply.headers).end(JSON.stringify(reply.body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  rmSync(folder, { recursive: true });
});

const example = salaryInput([]);
const ATTRIBUTES = Object.keys(example.attributes);
const [INCOME] = ATTRIBUTES as [string];
const FIXED = ['holder_keys', 'currency', 'period_start', 'period_end', 'id_country', 'id_type', 'id'];
const PAY_PERIODS = ['pay_period_unit', 'pay_period_count'];
const HEADER = [...FIXED, ...ATTRIBUTES, 'given_name', 'expires_in_days', ...PAY_PERIODS];

const holderKey = () => {
  const { kty, crv, x, y } = generateJwk();
  return JSON.stringify({ kty, crv, x, y });
};
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A row of the example, with other cells. */
function row(changes: Record<string, string> = {}, delimiter = ','): string {
  const { currency, period, identity } = example;
  const cells: Record<string, string> = {
    holder_keys: holderKey(),
    currency,
    period_start: period.start,
    period_end: period.end,
    id_country: identity.country,
    id_type: identity.id_type,
    id: identity.id,
    ...Object.fromEntries(ATTRIBUTES.map((name) => [name, '54000.00'])),
    given_name: 'Erika',
    expires_in_days: '',
    pay_period_unit: '',
    pay_period_count: '',
    ...changes,
  };
  return HEADER.map((column) => quoted(cells[column]!)).join(delimiter);
}

const write = (...lines: string[]) => writeFileSync(csv, `${lines.join('\n')}\n`);
const writeRows = (...rows: string[]) => write(HEADER.join(','), ...rows);
const run = (...args: string[]) => runLine(['issue', '--csv', csv, ...args]);
const issue = (...args: string[]) => {
  const { port } = server.address() as AddressInfo;
  return run('--issuer', `http://127.0.0.1:${port}`, '--issuer-key', 'key', ...args);
};
// biome-ignore lint/suspicious/noExplicitAny: asserted
const readResults = (): any[] =>
  readFileSync(results, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('issues a row', () => {
  test('with its values in the smallest unit, and writes id and credentials for its owner only', async () => {
    writeRows(row({ expires_in_days: '7' }));
    const { stdout, stderr, exitCode } = await issue();
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toContain('1 row without faults.');
    expect(stdout).toContain('1 issued, 0 issued by an earlier run, 0 rejected.');
    const [{ key, authorization, body }] = calls as [Call];
    expect(authorization).toBe('Bearer key');
    expect(body).toEqual({
      holder_keys: [expect.objectContaining({ kty: 'EC' })],
      attributes: Object.fromEntries(ATTRIBUTES.map((name) => [name, '5400000'])),
      currency: 'EUR',
      period: example.period,
      identity: example.identity,
      claims: { given_name: 'Erika' },
      expires_in_days: 7,
    });
    const [head, line] = readResults();
    expect(head).toEqual({ format: 'urn:zk-income:payroll-results:1', salt: expect.any(String) });
    expect(line).toEqual({ line: 2, row: key, id: `batch of ${key}`, credentials: ['a.b.c~'] });
    expect(statSync(results).mode & 0o777).toBe(0o600);
  });

  test.each([
    ['EUR', '0.05', '5'],
    ['EUR', '0.00', '0'],
    ['JPY', '5400000', '5400000'],
    ['KWD', '12.345', '12345'],
  ])('in %s of %s as %s', async (currency, text, expected) => {
    writeRows(row({ currency, ...Object.fromEntries(ATTRIBUTES.map((name) => [name, text])) }));
    expect((await issue()).exitCode).toBe(0);
    expect(calls[0]!.body.attributes[INCOME]).toBe(expected);
  });

  test.each([
    [';', '\ufeff', '\r\n'],
    ['\t', '', '\n'],
  ])('of a file with the delimiter %j', async (delimiter, start, end) => {
    writeFileSync(csv, `${start}${[HEADER.join(delimiter), row({}, delimiter)].join(end)}`);
    expect((await issue()).exitCode).toBe(0);
    expect(calls).toHaveLength(1);
  });

  test('of pay periods', async () => {
    const { start, end } = { start: '2025-11-03', end: '2026-11-01' };
    const changes = {
      period_start: start,
      period_end: end,
      pay_period_unit: 'fortnight',
      pay_period_count: '26',
    };
    writeRows(row(changes));
    expect((await issue()).exitCode).toBe(0);
    expect(calls[0]!.body.period).toEqual({ start, end, pay_periods: { unit: 'fortnight', count: 26 } });
  });

  test('with several holder keys', async () => {
    writeRows(row({ holder_keys: `[${holderKey()},${holderKey()}]` }));
    await issue();
    expect(calls[0]!.body.holder_keys).toHaveLength(2);
  });
});

describe('rejects a file and issues nothing', () => {
  const rejected = async (...args: string[]) => {
    const outcome = await issue(...args);
    expect(outcome.exitCode).toBe(1);
    expect(calls).toEqual([]);
    return outcome.stdout + outcome.stderr;
  };

  test('with every fault of every row, by line and column, and without a value', async () => {
    writeRows(
      row(),
      row({ [INCOME]: '61234,50', currency: 'EUR', period_end: '2026-02-30' }),
      row({ id_country: 'UK', holder_keys: '{"kty":' }),
      row({ currency: 'XXX', expires_in_days: 'soon' }),
    );
    const text = await rejected();
    expect(text).toMatch(
      new RegExp(`line 3, column ${INCOME}: expected an amount in EUR with 2 decimals .* such as 54000.00`),
    );
    expect(text).toMatch(/line 3, column period_start: expected /);
    expect(text).toMatch(/line 4, column holder_keys: expected a public JWK/);
    expect(text).toMatch(/line 4, column id_country: .*GB/);
    expect(text).toMatch(/line 5, column currency: /);
    expect(text).toMatch(/line 5, column expires_in_days: expected an integer/);
    expect(text).toMatch(/6 faults in 4 rows; nothing was issued\./);
    expect(text).not.toMatch(/61234|line 2/);
  });

  test.each([
    '54000',
    '54000.0',
    '54000.000',
    '54,000.00',
    '054000.00',
    '-1.00',
    '+1.00',
    '1e3',
    '',
    ' ',
    '٣.00',
  ])('with the amount %j', async (amount) => {
    writeRows(row({ [INCOME]: amount }));
    expect(await rejected()).toContain(`line 2, column ${INCOME}: expected an amount in EUR`);
  });

  test.each([
    [{ pay_period_unit: 'month' }, 'pay_period_count'],
    [{ pay_period_count: '12' }, 'pay_period_unit'],
    [{ pay_period_unit: 'month', pay_period_count: 'x' }, 'pay_period_count'],
    [{ pay_period_unit: 'quarter', pay_period_count: '4' }, 'pay_period_unit'],
    [{ pay_period_unit: 'month', pay_period_count: '11' }, 'period_start'],
  ])('with pay periods %j', async (changes, column) => {
    writeRows(row(changes));
    const text = await rejected();
    expect(text).toMatch(new RegExp(`line 2, column ${column}: expected `, 'i'));
    expect(text).toContain('1 fault in 1 row;');
  });

  test('with holder keys of the wrong type', async () => {
    writeRows(row({ holder_keys: '[5]' }), row({ holder_keys: '[]' }), row({ holder_keys: '{"kty":"RSA"}' }));
    const text = await rejected();
    for (const line of [2, 3, 4]) expect(text).toMatch(new RegExp(`line ${line}, column holder_keys: `));
  });

  test('with the same row twice', async () => {
    const same = row();
    writeRows(row(), same, same);
    expect(await rejected()).toContain('line 4: the row is the same as that of line 3.');
  });

  test('with faults in its first line', async () => {
    write('currency,currency,salary,');
    const text = await rejected();
    expect(text).toContain('line 1: expected the columns holder_keys, period_start');
    expect(text).toContain(
      `line 1: expected a column for each attribute that the issuer attests: of ${INCOME}`,
    );
    expect(text).toContain('line 1: column 2 of the first line: currency is there already.');
    expect(text).toContain(
      'line 1: column 3 of the first line: its name is not one of the documented columns.',
    );
  });

  test('with rows of another number of cells', async () => {
    writeRows(row(), `${row()},x`, 'x');
    const text = await rejected();
    expect(text).toContain(
      `line 3: expected ${HEADER.length} cells, as in the first line; got ${HEADER.length + 1}.`,
    );
    expect(text).toContain('line 4: expected');
  });

  test('with a quote that is never closed', async () => {
    writeRows(row(), '"x');
    expect(await rejected()).toMatch(/line \d: a quoted cell has no closing quote/);
  });

  test('with bytes that are not UTF-8', async () => {
    writeFileSync(
      csv,
      Buffer.concat([Buffer.from(`${HEADER.join(',')}\n${row({ given_name: 'J' })}`, 'latin1')]),
    );
    writeFileSync(csv, readFileSync(csv, 'latin1').replace('"J"', '"Jörg"'), 'latin1');
    expect(await rejected()).toContain('line 2, column given_name: expected text encoded in UTF-8.');
  });

  test('that is empty or does not exist', async () => {
    writeFileSync(csv, '');
    expect(await rejected()).toContain('The file is empty.');
    rmSync(csv);
    expect(await rejected()).toContain('The file cannot be read (ENOENT).');
  });

  test('as JSON', async () => {
    writeRows(row({ id: '1' }));
    const { stdout, exitCode } = await issue('--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      rows: 1,
      fault_count: 1,
      issued: 0,
      faults: [{ line: 2, column: 'id' }],
    });
  });
});

test('a dry run needs no issuer and writes nothing', async () => {
  writeRows(row(), row());
  const { stdout, exitCode } = await run('--dry-run');
  expect([stdout, exitCode]).toEqual(['0 faults in 2 rows; nothing was issued.\n', 0]);
  expect(existsSync(results)).toBe(false);
  expect(await run()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--issuer') });
});

describe('a run that was interrupted goes on', () => {
  test('where it stopped: every row is issued once', async () => {
    writeRows(row(), row(), row());
    answer = (call, count) =>
      count < 2
        ? created(call)
        : { status: 401, body: { code: 'unauthorized', detail: 'The key is unknown.' } };
    const stopped = await issue('--concurrency', '1');
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stderr).toContain('line 4: The issuer answered unauthorized: The key is unknown.');
    expect(stopped.stderr).toContain('2 rows issued now. Run the same command again');
    answer = created;
    const { stdout, exitCode } = await issue('--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ rows: 3, issued: 1, issued_before: 2, rejected: 0, results });
    expect(calls.map(({ key }) => key)).toHaveLength(4);
    expect(calls[3]!.key).toBe(calls[2]!.key);
    expect(
      new Set(
        readResults()
          .slice(1)
          .map(({ id }) => id),
      ).size,
    ).toBe(3);
  });

  test('with the same Idempotency-Key for a row whose result was not written completely', async () => {
    writeRows(row());
    await issue();
    const text = readFileSync(results, 'utf8');
    writeFileSync(results, text.slice(0, -5));
    const { stdout } = await issue('--json');
    expect(JSON.parse(stdout)).toMatchObject({ issued: 1, issued_before: 0 });
    expect(calls[1]!.key).toBe(calls[0]!.key);
    expect(readFileSync(results, 'utf8')).toBe(text);
  });

  test('with rows that were changed or added', async () => {
    const [first, second] = [row(), row()];
    writeRows(first, second);
    await issue();
    writeRows(first, second.replace('Erika', 'Eva'), row());
    expect(JSON.parse((await issue('--json')).stdout)).toMatchObject({ issued: 2, issued_before: 1 });
  });

  test('but not with a file that is no results file', async () => {
    writeRows(row());
    for (const text of ['{"format":"x"}\n', 'x\n']) {
      writeFileSync(results, text);
      const { stderr, exitCode } = await issue();
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^The results file /)]);
      expect(readFileSync(results, 'utf8')).toBe(text);
    }
    expect(calls).toEqual([]);
  });

  test('other salts give other keys, so that nobody can guess a row from its key', async () => {
    writeRows(row());
    await issue();
    rmSync(results);
    await issue();
    expect(calls[1]!.key).not.toBe(calls[0]!.key);
  });
});

describe('an answer', () => {
  const busy = { status: 429, body: { code: 'rate_limited' }, headers: { 'retry-after': '0' } } as const;

  test.each<[string, Answer]>([
    ['that the plan allows later', busy],
    ['of a service that restarts', { ...busy, status: 503 }],
    ['while the first call runs', { ...busy, status: 409, body: { code: 'in_progress' } }],
  ])('%s is followed by another call with the same key', async (_, first) => {
    writeRows(row());
    answer = (call, count) => (count === 0 ? first : created(call));
    expect((await issue()).exitCode).toBe(0);
    expect(calls[1]!.key).toBe(calls[0]!.key);
  });

  test('that is lost is followed by another call', async () => {
    writeRows(row());
    answer = (call, count) => (count === 0 ? 'drop' : created(call));
    expect((await issue()).exitCode).toBe(0);
    expect(calls).toHaveLength(2);
  });

  test('that says to come back in an hour ends the run', async () => {
    writeRows(row());
    answer = () => ({ ...busy, headers: { 'retry-after': '3600' } });
    const { stderr, exitCode } = await issue();
    expect([exitCode, calls.length]).toEqual([1, 1]);
    expect(stderr).toContain('The issuer is not available: rate_limited');
  });

  test('that rejects a row is recorded, and other rows are issued', async () => {
    writeRows(row(), row());
    answer = (call, count) =>
      count === 0
        ? { status: 400, body: { code: 'unknown_attribute', detail: 'Expected others.' } }
        : created(call);
    const { stdout, stderr, exitCode } = await issue('--concurrency', '1');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 issued, 0 issued by an earlier run, 1 rejected.');
    expect(stderr).toBe('line 2: unknown_attribute: Expected others.\n');
    expect(readResults()[1]).toMatchObject({
      line: 2,
      error: { status: 400, code: 'unknown_attribute', detail: 'Expected others.' },
    });
  });
});

test('shows its progress to a person, on a line that changes', async () => {
  writeRows(row(), row());
  const { port } = server.address() as AddressInfo;
  const line = ['issue', '--csv', csv, '--issuer', `http://127.0.0.1:${port}`, '--issuer-key', 'key'];
  const { stderr } = await runLine(line, { isTerminal: true });
  expect(stderr).toContain('\r\x1b[K2 rows checked\n');
  expect(stderr).toContain(`\r\x1b[K[${'#'.repeat(30)}] 2 of 2 rows\n`);
});
