// What a tenant does in the wallet page: receive, look, decide, prove, and what happens when something goes wrong.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { root, startService } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';
import { assertAccessible, assertClean, watchPage } from './page-checks.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
const ISSUER_NAME = 'ACME Payroll';
const VERIFIER_NAME = 'Sunny Flats';
/** SCREENSHOTS=folder keeps a picture of each step. */
const screenshots = process.env.SCREENSHOTS;

let env;
let clients;
let openPage;
let wallet;
let origins;

/** Serves the built page, with the configuration of this machine. Returns its origin. */
async function serveWallet() {
  const { pageListener, staticPages } = await import('../../../dist/libs/ui/src/node/index.js');
  const map = {
    [env.ISSUER_HTTPS_URL]: env.ISSUER_URL,
    [env.VERIFIER_HTTPS_URL]: env.VERIFIER_URL,
    [env.FULL_ISSUER_HTTPS_URL]: env.FULL_ISSUER_URL,
  };
  const config = {
    origins: map,
    trust: {
      issuers: [{ iss: env.ISSUER_HTTPS_URL, name: ISSUER_NAME }],
      verifiers: [{ host: new URL(env.VERIFIER_HTTPS_URL).hostname, name: VERIFIER_NAME }],
    },
    anchors: [readFileSync(env.CA_FILE, 'utf8')],
  };
  const pages = staticPages(join(root, 'dist/pages/wallet'), {
    camera: true,
    connect: ['https:', ...Object.values(map)],
    documents: { '/config.json': config },
  });
  const server = createServer(pageListener(pages)).listen(0, 'localhost');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return `http://localhost:${server.address().port}/`;
}

before(async () => {
  const DATA_DIR = temporaryFolder('wallet');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR } });
  env = readDemoEnvironment(DATA_DIR);
  clients = new Clients(env);
  wallet = await serveWallet();
  origins = [new URL(wallet).origin, env.ISSUER_URL, env.VERIFIER_URL];
  openPage = await startBrowser();
});

const period = () => {
  const now = new Date();
  const day = (month, date) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, date)).toISOString().slice(0, 10);
  return { start: day(-12, 1), end: day(0, 0) };
};

/** An offer of 54,000.00 EUR of income. */
async function createOffer() {
  const body = {
    attributes: { gross_income: '5400000', debt_payments: '600000' },
    currency: 'EUR',
    period: period(),
    identity: { country: 'DE', id_type: 'tax_id', id: '12345678901' },
    claims: { given_name: 'Erika', family_name: 'Mustermann' },
  };
  const { ISSUER_URL, ISSUER_API_KEY: key } = env;
  return expectStatus(await call('POST', `${ISSUER_URL}/offers`, { key, body }), 201);
}

const createRequest = (atLeast = '5400000', more = {}) =>
  clients.request({
    policy: {
      type: 'urn:zk-income:policy:2',
      credential_ids: ['salary'],
      credentials: ['salary'],
      purpose: 'Lease of a flat, 1,500 EUR a month',
      currency: 'EUR',
      max_age_days: 60,
      predicates: [
        {
          label: 'Income is at least three times the rent',
          terms: [{ credential: 'salary', attribute: 'gross_income', coefficient: 1 }],
          per: 'year',
          at_least: atLeast,
        },
      ],
      ...more,
    },
  });

let picture = 0;
/** Checks what is shown now: accessible, as wide as the screen, and nothing that the policy forbids. */
async function check(page, name) {
  await assertAccessible(page);
  picture++;
  if (screenshots)
    await page.screenshot({
      path: join(screenshots, `${String(picture).padStart(2, '0')}-${name}.png`),
      fullPage: true,
    });
}

async function open(options = {}, hash = '#/') {
  const page = await openPage(options);
  const found = await watchPage(page, { ignore: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ });
  await page.goto(`${wallet}${hash}`);
  await page.locator('h1').waitFor();
  return { page, found };
}

const offerHash = ({ offer_uri }) => `#/offer?uri=${encodeURIComponent(offer_uri)}`;
const requestHash = ({ wallet_link }) => `#/request?uri=${encodeURIComponent(wallet_link)}`;

/** Opens an offer in a page and receives it. */
async function receive(page) {
  const offer = await createOffer();
  await page.goto(`${wallet}${offerHash(offer)}`);
  await page.getByRole('textbox').fill(offer.tx_code);
  await page.getByRole('button', { name: /^(Receive|Empfangen)$/ }).click();
  await page
    .getByText(/is in the wallet\.|ist in der Wallet\./)
    .first()
    .waitFor();
}

const share = (page) => page.getByRole('button', { name: /^(Share the proof|Beweis teilen)$/ });

describe('a tenant', () => {
  test('receives, sees what is asked, proves it on the device, and finds it in the history', async () => {
    const { page, found } = await open(PHONE);
    await check(page, 'welcome');
    const offer = await createOffer();
    await page.goto(`${wallet}${offerHash(offer)}`);
    await page.getByText(ISSUER_NAME).first().waitFor();
    await check(page, 'offer');
    await page.getByRole('button', { name: 'Receive' }).click();
    await page.getByText('Enter the code.').waitFor();
    await page.getByLabel('Your code').fill(offer.tx_code);
    await page.getByRole('button', { name: 'Receive' }).click();
    await page.getByText('Your credential is in the wallet.').first().waitFor();
    await check(page, 'received');

    await page.getByRole('button', { name: 'Details' }).click();
    await page.getByRole('heading', { name: `Income from ${ISSUER_NAME}` }).waitFor();
    assert.doesNotMatch(await page.locator('main').textContent(), /54,000/);
    await page.getByRole('button', { name: 'Show: Gross income' }).click();
    await page.getByText('€54,000.00').waitFor();
    await check(page, 'credential');

    const request = await createRequest();
    await page.goto(`${wallet}${requestHash(request)}`);
    await page.getByRole('heading', { name: `${VERIFIER_NAME} asks you` }).waitFor();
    await page.getByText('You would pass.').waitFor();
    await page.getByText('Your exact gross income').waitFor();
    await page.locator('blockquote', { hasText: 'Lease of a flat' }).waitFor();
    await check(page, 'request');
    assert.equal((await clients.view(request.id)).state, 'pending', 'nothing was sent before consent');
    const worker = page.waitForEvent('worker');
    await share(page).click();
    await worker;
    await page.getByText(`${VERIFIER_NAME} has your answer.`).waitFor();
    await check(page, 'answered');
    assert.equal((await clients.view(request.id)).verdict.code, 'verified');

    await page.getByRole('link', { name: 'See the history' }).click();
    await page.getByText('What can be inferred').waitFor();
    await page.getByText('Answered').waitFor();
    await check(page, 'history');
    assertClean(found, origins);
  });

  test('learns that one cent more would not pass, and declines without a reason', async () => {
    const { page, found } = await open({ locale: 'de-DE', colorScheme: 'dark' });
    await receive(page);
    const request = await createRequest('5400001', { disclose: ['given_name'] });
    await page.goto(`${wallet}${requestHash(request)}`);
    await page.getByText('Es würde nicht reichen.').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await check(page, 'above-german-dark');
    assert.ok(await share(page).isDisabled());
    await page.getByRole('button', { name: 'Ablehnen' }).click();
    await page.getByText('Sie haben abgelehnt.').waitFor();
    await check(page, 'declined-german-dark');
    assertClean(found, origins);
  });

  test('keeps the choice of language and theme', async () => {
    const { page } = await open({ colorScheme: 'light' });
    await page.getByRole('radio', { name: 'Deutsch' }).check();
    await page.getByRole('radio', { name: 'Dunkel' }).check();
    await page.reload();
    await page.getByRole('heading', { name: 'Zeigen, dass es reicht.' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark');
  });

  test('reads a QR code from a picture', async () => {
    const { page } = await open();
    const request = await createRequest();
    const { default: encodeQR } = await import('qr');
    const gif = encodeQR(request.wallet_link, 'gif', { scale: 6, border: 4 });
    await page.goto(`${wallet}#/add`);
    const chosen = { name: 'code.gif', mimeType: 'image/gif', buffer: Buffer.from(gif) };
    await page.locator('input[type=file]').setInputFiles(chosen);
    await page.getByRole('heading', { name: `${VERIFIER_NAME} asks you` }).waitFor();
    await page.getByText('No credential in this wallet fits.').waitFor();
  });

  test('reaches everything by keyboard', async () => {
    const { page } = await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    const request = await createRequest();
    await page.goto(`${wallet}#/add`);
    await page.getByLabel('Link').focus();
    await page.keyboard.insertText('not a link');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('This is neither an offer').waitFor();
    await page.getByLabel('Link').fill(request.wallet_link);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `${VERIFIER_NAME} asks you` }).waitFor();
  });
});

describe('the wallet', () => {
  test('shows the same in two tabs', async () => {
    const { page } = await open();
    const second = await page.context().newPage();
    await second.goto(wallet);
    await second.getByRole('heading', { name: 'Show that you can afford it.' }).waitFor();
    await receive(page);
    await second.getByRole('heading', { name: 'Your credentials' }).waitFor();
  });

  test('opens offline, and says that answering needs a connection', async () => {
    const { page, found } = await open();
    await receive(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.reload();
    await page.context().setOffline(true);
    await page.goto(`${wallet}#/`);
    await page.reload();
    await page.getByRole('heading', { name: 'Your credentials' }).waitFor();
    await page.getByText('You are offline.').waitFor();
    await check(page, 'offline');
    assert.deepEqual(found.violations, []);
  });

  test('begins anew where the storage was cleared', async () => {
    const { page } = await open();
    await receive(page);
    const session = await page.context().newCDPSession(page);
    const origin = new URL(wallet).origin;
    await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    await page.goto(`${wallet}#/`);
    await page.reload();
    await page.getByRole('heading', { name: 'Show that you can afford it.' }).waitFor();
  });

  test('answers a request whose tab was closed while it proved', async () => {
    const { page } = await open();
    await receive(page);
    const request = await createRequest();
    await page.goto(`${wallet}${requestHash(request)}`);
    const worker = page.waitForEvent('worker');
    await share(page).click();
    await worker;
    const context = page.context();
    const next = await context.newPage();
    await page.close();
    await next.goto(`${wallet}${requestHash(request)}`);
    await share(next).click();
    await next.getByText(`${VERIFIER_NAME} has your answer.`).waitFor();
    assert.equal((await clients.view(request.id)).verdict.code, 'verified');
  });

  test('moves to another device', async () => {
    const { page } = await open();
    await receive(page);
    await page.goto(`${wallet}#/settings`);
    await page.getByRole('button', { name: 'Make the file' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make the file' }).click();
    const code = await page.locator('.wallet-recovery-code').textContent();
    await check(page, 'backup');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save the file' }).click();
    const file = await (await download).path();

    const { page: other } = await open({}, '#/settings');
    await other.locator('input[type=file]').setInputFiles(file);
    await other.getByLabel('Recovery code').fill(code);
    await other.getByRole('button', { name: 'Restore' }).click();
    await other.getByText('The wallet was restored.').waitFor();
    const request = await createRequest();
    await other.goto(`${wallet}${requestHash(request)}`);
    await share(other).click();
    await other.getByText(`${VERIFIER_NAME} has your answer.`).waitFor();
  });

  for (const [width, colorScheme, locale] of [
    [360, 'dark', 'de-DE'],
    [1280, 'light', 'en-GB'],
  ]) {
    test(`has accessible pages at ${width} pixels, ${colorScheme}, ${locale}`, async () => {
      const { page, found } = await open({ viewport: { width, height: 800 }, colorScheme, locale });
      for (const name of ['add', 'history', 'help', 'employers', 'settings', 'unknown', 'offer', 'request']) {
        await page.goto(`${wallet}#/${name}`);
        await page.locator('h1').waitFor();
        await check(page, `${name}-${width}-${colorScheme}`);
      }
      assertClean(found, origins);
    });
  }
});
