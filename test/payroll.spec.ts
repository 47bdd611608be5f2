import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HeldCredential, incomePolicy, salaryInput } from '@zk-income/credential';
import { runLine } from '../apps/cli/src/testing/run-line.js';
import { generateHolderKey } from '../scripts/generate-jwk.mjs';
import { Services } from './testing/services.js';

let services: Services;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'payroll-'));
  services = await Services.start();
});

afterAll(async () => {
  await services?.stop();
  rmSync(folder, { recursive: true });
});

const CENTS = /(\d\d)$/;

test('the credential of a row of a payroll file is proved and verified', async () => {
  const { publicJwk, privateJwk } = generateHolderKey();
  const { attributes, currency, period, identity } = salaryInput([publicJwk]);
  const cells = {
    holder_keys: `"${JSON.stringify(publicJwk).replaceAll('"', '""')}"`,
    currency,
    period_start: period.start,
    period_end: period.end,
    id_country: identity.country,
    id_type: identity.id_type,
    id: identity.id,
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, cents]) => [name, cents.padStart(3, '0').replace(CENTS, '.$1')]),
    ),
  };
  const csv = join(folder, 'payroll.csv');
  writeFileSync(csv, `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`);

  const { issuer, keys } = services;
  const url =
    typeof issuer === 'string' ? issuer : `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
  const outcome = await runLine(['issue', '--csv', csv, '--issuer', url, '--issuer-key', keys.acme]);
  expect(outcome).toMatchObject({ stderr: '', exitCode: 0 });
  const [, line] = readFileSync(join(folder, 'payroll.results.jsonl'), 'utf8').split('\n');
  const salary: HeldCredential = {
    credential: JSON.parse(line!).credentials[0],
    holder_key: privateJwk as HeldCredential['holder_key'],
  };
  const presentationRequest = await services.createRequest(incomePolicy());
  const presentations = await services.present(presentationRequest, { salary });
  const verdict = await services.verify(presentationRequest.id, presentations);
  expect(verdict.body).toMatchObject({ verified: true });
});
