// What a person sees who checks a receipt on the page of its verifier.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { incomePolicy } from '../../../dist/libs/credential/src/index.js';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';
import { assertAccessible, assertClean, watchPage } from './page-checks.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const STATEMENT = /Gross income is at least/;

// Kept, so that a person can look at them.
const screenshots = mkdtempSync(join(tmpdir(), 'zk-income-screenshots-'));
let env;
let openPage;
/** The owner's views of two answered requests: one asked for a name. */
let plain;
let named;

before(async () => {
  const DATA_DIR = temporaryFolder('receipt-check');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR } });
  env = readDemoEnvironment(DATA_DIR);
  const clients = new Clients(env);
  const answered = async (options) => {
    const request = await clients.request(options);
    const { json } = await clients.verify(await clients.present(request, await clients.issue()));
    assert.equal(json.code, 'verified');
    return clients.view(request.id);
  };
  plain = await answered({});
  named = await answered({ policy: { ...incomePolicy(), disclose: ['given_name', 'family_name'] } });
  openPage = await startBrowser();
  console.log(`Screenshots: ${screenshots}`);
});

const save = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
const paste = (page, text) => page.locator('textarea').fill(text);

async function open(options) {
  const page = await openPage(options);
  const found = await watchPage(page);
  await page.goto(`${env.VERIFIER_URL}/receipts/check`);
  await page.locator('summary').waitFor();
  return { page, found };
}

/** The receipt with another amount in its statements, and the old signature. */
function forged(receipt) {
  const [header, payload, signature] = receipt.split('.');
  const text = Buffer.from(payload, 'base64url').toString();
  const changed = text.replaceAll('54,000', '94,000');
  assert.notEqual(changed, text);
  return [header, Buffer.from(changed).toString('base64url'), signature].join('.');
}

describe('a genuine receipt', () => {
  test('is shown with its fields and what it does not say', async () => {
    const { page, found } = await open();
    await save(page, 'receipt-empty-1280-light');
    await assertAccessible(page);
    await paste(page, plain.receipt);
    await page.getByText('This receipt is genuine').waitFor();
    const text = await page.locator('main').textContent();
    assert.match(text, STATEMENT);
    assert.match(text, /Valid as of/);
    assert.match(text, /Who the person is: no name was asked for/);
    assert.ok(text.includes(plain.id));
    await assertAccessible(page);
    await save(page, 'receipt-genuine-1280-light');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('with a name is shown in German on a dark phone, from a file, without a network', async () => {
    const { page, found } = await open({ ...PHONE, locale: 'de', colorScheme: 'dark' });
    await page.context().setOffline(true);
    const file = join(temporaryFolder('receipt'), 'receipt.json');
    writeFileSync(file, JSON.stringify({ note: 'not signed', receipt: named.receipt }));
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('Diese Quittung ist echt').waitFor();
    const text = await page.locator('main').textContent();
    assert.match(text, /Vorname/);
    assert.match(text, /Erika/);
    assert.match(text, /Vergleichen Sie die Angaben mit einem Ausweis/);
    // Only what is signed; the text field has what was pasted.
    assert.doesNotMatch(text, /not signed/);
    await assertAccessible(page);
    await save(page, 'receipt-genuine-360-dark-de');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('is sent nowhere', async () => {
    const { page } = await open();
    const sent = [];
    page.on('request', (request) => sent.push(request.url()));
    await paste(page, plain.receipt);
    await page.getByText('This receipt is genuine').waitFor();
    assert.deepEqual(sent, []);
  });
});

describe('any other text', () => {
  test('that was changed shows nothing of its content', async () => {
    const { page, found } = await open();
    await paste(page, forged(plain.receipt));
    await page.getByText('This receipt was changed').waitFor();
    assert.doesNotMatch(await page.locator('main').textContent(), STATEMENT);
    await assertAccessible(page);
    await save(page, 'receipt-changed-1280-light');
    // A genuine one after it is genuine.
    await paste(page, plain.receipt);
    await page.getByText('This receipt is genuine').waitFor();
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('that is no receipt says what one looks like', async () => {
    const { page, found } = await open(PHONE);
    await paste(page, 'please rent me the flat');
    await page.getByText('This is not a receipt').waitFor();
    await assertAccessible(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('This is not a receipt').waitFor({ state: 'detached' });
    assertClean(found, [env.VERIFIER_URL]);
  });
});

test('a page without keys says so and fetches them again', async () => {
  const page = await openPage(PHONE);
  const found = await watchPage(page, { ignore: /jwks|Failed to load resource/ });
  await page.route('**/.well-known/jwks.json', (route) => route.abort());
  await page.goto(`${env.VERIFIER_URL}/receipts/check`);
  await page.getByText('The keys could not be fetched').waitFor();
  await assertAccessible(page);
  await page.unroute('**/.well-known/jwks.json');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.locator('summary').waitFor();
  await paste(page, plain.receipt);
  await page.getByText('This receipt is genuine').waitFor();
  assertClean(found, [env.VERIFIER_URL]);
});
