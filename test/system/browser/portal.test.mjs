// The pages of landlord and payroll, as `npm start` serves them.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { nodeTools } from '../harness/node-tools.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';

const { allAttributesInput, exampleHolderKey, exampleHolderPrivateKey, lastTwelveMonths } = await import(
  '../../../dist/libs/credential/src/index.js'
);

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const tools = nodeTools(import.meta.dirname);
/** SCREENSHOTS=folder keeps a picture of each step. */
const screenshots = process.env.SCREENSHOTS;
let env;
let openPage;
let axe;

before(async () => {
  const dataFolder = temporaryFolder('portal');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR: dataFolder } });
  env = readDemoEnvironment(dataFolder);
  openPage = await startBrowser();
  ({ source: axe } = await tools.load('axe-core'));
  if (screenshots) mkdirSync(screenshots, { recursive: true });
});

/** A page of the portal's user. Every error of the page and every request to another site fails the test. */
async function openPortal({ width = 1280, language = 'en' } = {}) {
  const page = await openPage();
  const faults = [];
  page.on(
    'console',
    (message) => message.type() === 'error' && faults.push(`${message.text()} ${message.location().url}`),
  );
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (!/^(http:\/\/([a-z]+\.)?localhost:\d+|null)$/.test(origin)) faults.push(`request to ${origin}`);
  });
  await page.setViewportSize({ width, height: 900 });
  await page.addInitScript((value) => localStorage.setItem('zk-income.language', value), language);
  await page.goto(env.PORTAL_URL);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, faults };
}

/** Nothing serious for people with assistive technology, and nothing wider than the screen. */
async function check(page, name) {
  // As the browser's own tools do: the page's policy forbids scripts that are not files of its origin.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  assert.deepEqual(violations, [], name);
  const [content, screen] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  assert.ok(content <= screen, `${name} is ${content} pixels wide on a screen of ${screen}`);
  if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

test('the landlord asks, sees the answer without loading the page again, and deletes', async () => {
  const { page, faults } = await openPortal();
  assert.equal(new URL(page.url()).search, '', 'the token leaves the address bar');
  await check(page, 'start');
  await page.getByRole('link', { name: 'Landlord' }).click();
  await page.getByText('No requests yet').waitFor();
  await check(page, 'landlord-empty');
  await page.getByRole('main').getByRole('link', { name: 'New request' }).click();
  await page.getByRole('button', { name: 'Create the request' }).click();
  await page.getByText('Say which flat it is about.').waitFor();
  await page.getByLabel('Flat').fill('Flat 7, Example Street 12');
  await page.getByLabel('Rent of a month').fill('1,200');
  await page.getByText('Write the number without separators').waitFor();
  await page.getByLabel('Rent of a month').fill('800');
  await page.getByText(/at least 2,400.00 EUR/).waitFor();
  await check(page, 'landlord-new');
  await page.getByRole('button', { name: 'Create the request' }).click();
  await page.getByRole('heading', { name: 'Flat 7, Example Street 12' }).waitFor();
  await page.getByRole('img', { name: /QR code/ }).waitFor();
  await check(page, 'landlord-open');

  const id = decodeURIComponent(new URL(page.url()).hash.split('/').at(-1));
  await answer(id);
  await page.getByRole('heading', { name: 'Confirmed' }).waitFor();
  await check(page, 'landlord-confirmed');
  for (const [name, start] of [
    ['PDF', '%PDF-1.'],
    ['JSON', '{"title":"Flat 7'],
  ]) {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: `Receipt as ${name}` }).click();
    const text = await readFile(await (await saved).path(), 'latin1');
    assert.ok(text.startsWith(start), text.slice(0, 40));
  }

  await page.getByRole('button', { name: 'Decision made: delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No requests yet').waitFor();
  const key = env.VERIFIER_API_KEY;
  assert.equal((await call('GET', `${env.VERIFIER_URL}/requests/${id}`, { key })).status, 404);
  assert.deepEqual(faults, []);
});

/** Answers a request as a holder does. */
async function answer(id) {
  const { VERIFIER_URL, FULL_ISSUER_URL, PROVER_URL, VERIFIER_API_KEY, ISSUER_API_KEY } = env;
  const request = expectStatus(
    await call('GET', `${VERIFIER_URL}/requests/${id}`, { key: VERIFIER_API_KEY }),
    200,
  );
  const { end, pay_periods } = { ...lastTwelveMonths(), pay_periods: { unit: 'month', count: 3 } };
  const [year, month] = end.split('-').map(Number);
  const start = new Date(Date.UTC(year, month - 3, 1)).toISOString().slice(0, 10);
  const body = { ...allAttributesInput([exampleHolderKey]), period: { start, end, pay_periods } };
  const issued = await call('POST', `${FULL_ISSUER_URL}/issue`, { key: ISSUER_API_KEY, body });
  const [credential] = expectStatus(issued, 201).credentials;
  const held = { credential, holder_key: exampleHolderPrivateKey };
  const input = { request, credentials: { [request.policy.credentials[0]]: held } };
  const { presentations } = expectStatus(await call('POST', `${PROVER_URL}/prove`, { body: input }), 200);
  const verdict = await call('POST', `${VERIFIER_URL}/verify`, { body: { request_id: id, presentations } });
  assert.equal(expectStatus(verdict, 200).code, 'verified');
}

test('the payroll clerk offers, shows link and code one at a time, and withdraws, in German at 360 pixels', async () => {
  const { page, faults } = await openPortal({ width: 360, language: 'de' });
  await check(page, 'start-de-360');
  await page.getByRole('link', { name: 'Lohnbüro' }).click();
  await page.getByText('Noch keine Angebote').waitFor();
  await check(page, 'payroll-empty-de-360');
  await page.getByRole('main').getByRole('link', { name: 'Einkommen bestätigen' }).click();
  await page.getByRole('button', { name: 'Angebot erstellen' }).click();
  await page.getByText('Bitte ausfüllen.').first().waitFor();
  await page.getByRole('button', { name: 'Beispielperson eintragen' }).click();
  await check(page, 'payroll-new-de-360');
  await page.getByRole('button', { name: 'Angebot erstellen' }).click();
  await page.getByRole('heading', { name: 'Für Erika Mustermann' }).waitFor();
  await page.getByRole('img', { name: /QR-Code/ }).waitFor();
  assert.equal(await page.getByTestId('tx-code').count(), 0);
  await check(page, 'payroll-offer-de-360');
  await page.getByRole('button', { name: 'Code zeigen' }).click();
  assert.match(await page.getByTestId('tx-code').textContent(), /^\d{8}$/);
  assert.equal(await page.getByRole('img', { name: /QR-Code/ }).count(), 0);
  await check(page, 'payroll-code-de-360');
  await page.getByRole('link', { name: 'Alle Angebote' }).click();
  await page.getByText('Noch nicht geöffnet').waitFor();
  await check(page, 'payroll-list-de-360');
  await page.getByRole('button', { name: 'Zurückziehen: Erika Mustermann' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Zurückziehen' }).click();
  await page.getByText('Zurückgezogen').waitFor();
  assert.deepEqual(faults, []);
});

test('a browser without the link of npm start is told what to do', async () => {
  const page = await openPage();
  await page.goto(new URL('/#/landlord', env.PORTAL_URL).href);
  await page.getByText('Open the link of npm start').waitFor();
});
