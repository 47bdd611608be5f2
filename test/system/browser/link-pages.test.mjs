// What a person sees who opens the link of an offer or of a request, under `npm start`.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import decodeQR from 'qr/decode.js';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';
import { assertAccessible, assertClean, watchPage } from './page-checks.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const WALLET_URL = 'https://wallet.example';
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

// Kept, so that a person can look at them.
const screenshots = mkdtempSync(join(tmpdir(), 'zk-income-screenshots-'));
let env;
let clients;
let openPage;

before(async () => {
  const DATA_DIR = temporaryFolder('link-pages');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR, WALLET_URL } });
  env = readDemoEnvironment(DATA_DIR);
  clients = new Clients(env);
  openPage = await startBrowser();
  console.log(`Screenshots: ${screenshots}`);
});

/** The browser does not trust the local authority: the same page over HTTP. */
const overHttp = (link) =>
  link.replace(env.VERIFIER_HTTPS_URL, env.VERIFIER_URL).replace(env.ISSUER_HTTPS_URL, env.ISSUER_URL);

async function createOffer(options = {}) {
  const { holder_keys: _, ...body } = (
    await import('../../../dist/libs/credential/src/index.js')
  ).salaryInput([]);
  const { ISSUER_URL, ISSUER_API_KEY: key } = env;
  return expectStatus(
    await call('POST', `${ISSUER_URL}/offers`, { key, body: { ...body, ...options } }),
    201,
  );
}

/** Opens a link in a new page. */
async function open(link, options) {
  const page = await openPage(options);
  const found = await watchPage(page);
  await page.goto(overHttp(link));
  await page.locator('h1').waitFor();
  return { page, found };
}

const save = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
const hrefOf = (page, name) => page.getByRole('link', { name }).getAttribute('href');

/** What a phone reads in the QR code of the page. */
async function scan(page) {
  const pixels = await page.locator('svg.zk-qr').evaluate(async (svg) => {
    const image = new Image(600, 600);
    const copy = svg.cloneNode(true);
    copy.setAttribute('width', '600');
    copy.setAttribute('height', '600');
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const canvas = new OffscreenCanvas(600, 600).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(0, 0, 600, 600).data];
  });
  return decodeQR({ width: 600, height: 600, data: Uint8ClampedArray.from(pixels) });
}

describe('the page of a request', () => {
  test('opens a wallet by link and QR code, or the web wallet', async () => {
    const request = await clients.request();
    const { page, found } = await open(request.link);
    await page.getByText('Waiting for your answer').waitFor();
    assert.equal(
      await page.locator('h1').textContent(),
      `${new URL(env.VERIFIER_HTTPS_URL).host} asks for a proof of income`,
    );
    assert.equal(await hrefOf(page, 'Open my wallet'), request.wallet_link);
    assert.equal(
      await hrefOf(page, 'Open the web wallet'),
      `${WALLET_URL}/#/request?uri=${encodeURIComponent(request.wallet_link)}`,
    );
    assert.equal(await scan(page), request.wallet_link);
    await assertAccessible(page);
    await save(page, 'request-1280-light');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('shows that the request was answered, without a verdict', async () => {
    const request = await clients.request();
    const { page, found } = await open(request.link);
    await page.getByText('Waiting for your answer').waitFor();
    const body = await clients.present(request, await clients.issue());
    assert.equal((await clients.verify(body)).json.code, 'verified');
    await page.getByText('has received the answer').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Open my wallet' }).count(), 0);
    assert.doesNotMatch(await page.locator('main').textContent(), /verified|54,000|passed/i);
    await assertAccessible(page);
    await save(page, 'request-done-1280-light');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('shows that the request has ended', async () => {
    const request = await clients.request();
    const key = env.VERIFIER_API_KEY;
    expectStatus(await call('DELETE', `${env.VERIFIER_URL}/requests/${request.id}`, { key }), 204);
    const page = await openPage(PHONE);
    // The browser reports the 404 of the state.
    const found = await watchPage(page, { ignore: /404/ });
    await page.goto(overHttp(request.link));
    await page.getByText('This request has ended').waitFor();
    await assertAccessible(page);
    await save(page, 'request-gone-360-light');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('is German and dark on a phone that is, and switches to English', async () => {
    const request = await clients.request();
    const { page, found } = await open(request.link, { ...PHONE, locale: 'de-AT', colorScheme: 'dark' });
    await page.getByText('Wartet auf Ihre Antwort').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await assertAccessible(page);
    await save(page, 'request-360-dark-de');
    await page.getByText('Mit dem Handy antworten').click();
    assert.equal(await scan(page), request.wallet_link);
    await page.getByRole('radio', { name: 'English' }).check();
    await page.getByText('Waiting for your answer').waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('sends nothing of the fragment but the id of the state', async () => {
    const request = await clients.request();
    const page = await openPage();
    const sent = [];
    page.on('request', (one) => sent.push({ url: one.url().split('#')[0], headers: one.headers() }));
    await page.goto(overHttp(request.link));
    await page.getByText('Waiting for your answer').waitFor();
    const secret = new URLSearchParams(new URL(request.link).hash.slice(1))
      .get('request_uri')
      .split('.')
      .at(-1);
    assert.match(secret, /^[\w-]{43}$/);
    assert.ok(sent.some(({ url }) => url.endsWith(`/requests/status/${request.status_id}`)));
    for (const { url, headers } of sent) {
      assert.ok(!JSON.stringify([url, headers]).includes(secret), url);
      assert.deepEqual([headers.referer ?? '', headers.cookie ?? ''], ['', '']);
    }
  });

  test('opens nothing where the link leads to another service', async () => {
    const { link } = await clients.request();
    const forged = link.replace(
      encodeURIComponent(env.VERIFIER_HTTPS_URL),
      encodeURIComponent('https://evil.example'),
    );
    assert.notEqual(forged, link);
    const { page, found } = await open(forged);
    assert.equal(await page.locator('h1').textContent(), 'This link is not genuine');
    assert.equal(await page.locator('a[href^="openid"], a[href*="evil"]').count(), 0);
    await assertAccessible(page);
    await save(page, 'request-foreign-1280-light');
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('says that a link without its fragment is incomplete', async () => {
    const { page, found } = await open(`${env.VERIFIER_URL}/request`, PHONE);
    assert.equal(await page.locator('h1').textContent(), 'This link is incomplete');
    await assertAccessible(page);
    assertClean(found, [env.VERIFIER_URL]);
  });
});

describe('the page of a listing', () => {
  const createListing = async (options = {}) => {
    const { examplePolicy } = await import('../../../dist/libs/credential/src/index.js');
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = env;
    const body = { title: 'Flat 7, Lindenstraße 12', policy: examplePolicy, ...options };
    return expectStatus(await call('POST', `${VERIFIER_URL}/listings`, { key, body }), 201);
  };
  const own = async (method, path) =>
    (await call(method, `${env.VERIFIER_URL}${path}`, { key: env.VERIFIER_API_KEY })).json;
  const requestsOf = async ({ id }) => (await own('GET', `/listings/${id}`)).requests;

  test('shows what is asked, makes a request on demand, and the same again after a reload', async () => {
    const listing = await createListing({ legal_basis: 'GDPR Art. 6(1)(b)' });
    const { page, found } = await open(listing.link);
    await page.getByText('Flat 7, Lindenstraße 12').waitFor();
    await page.getByText('Gross income is at least').waitFor();
    await page.getByText('GDPR Art. 6(1)(b)').waitFor();
    assert.deepEqual(await requestsOf(listing), []);
    await assertAccessible(page);
    await save(page, 'listing-1280-light');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Waiting for your answer').waitFor();
    const [{ status_id }, ...others] = await requestsOf(listing);
    assert.deepEqual(others, []);
    const opens = await hrefOf(page, 'Open my wallet');
    await page.getByText('My reference').click();
    await page.getByText(status_id.slice(0, 8)).waitFor();
    await assertAccessible(page);
    await page.reload();
    await page.getByText('Waiting for your answer').waitFor();
    assert.equal(await hrefOf(page, 'Open my wallet'), opens);
    assert.equal((await requestsOf(listing)).length, 1);
    await page.getByText('I am someone else').click();
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    assertClean(found, [env.VERIFIER_URL]);
  });

  test('says in German on a phone that a listing is closed, or gone', async () => {
    const listing = await createListing();
    await own('POST', `/listings/${listing.id}/close`);
    const phone = { ...PHONE, locale: 'de-DE', colorScheme: 'dark' };
    const page = await openPage(phone);
    // The browser reports the status of the invitation.
    const found = await watchPage(page, { ignore: /404|410/ });
    await page.goto(overHttp(listing.link));
    await page.getByText('Keine weiteren Bewerbungen').waitFor();
    await assertAccessible(page);
    await save(page, 'listing-closed-360-dark-de');
    await own('DELETE', `/listings/${listing.id}`);
    await page.reload();
    await page.getByText('Dieser Link führt ins Leere').waitFor();
    assertClean(found, [env.VERIFIER_URL]);
  });
});

describe('the page of an offer', () => {
  test('opens a wallet with the offer, and says where the code comes from', async () => {
    const offer = await createOffer();
    const { page, found } = await open(offer.link);
    assert.equal(await page.locator('h1').textContent(), 'Your income credential is ready');
    await page.getByText('Your wallet will ask for a code of 8 characters').waitFor();
    assert.equal(await hrefOf(page, 'Open my wallet'), offer.offer_uri);
    assert.equal(
      await hrefOf(page, 'Open the web wallet'),
      `${WALLET_URL}/#/offer?uri=${encodeURIComponent(offer.offer_uri)}`,
    );
    assert.equal(await scan(page), offer.offer_uri);
    await assertAccessible(page);
    await save(page, 'offer-1280-light');
    assertClean(found, [env.ISSUER_URL]);
  });

  test('speaks of no code where the offer has none', async () => {
    const offer = await createOffer({ tx_code: false });
    const { page, found } = await open(offer.link, { ...PHONE, locale: 'de', colorScheme: 'dark' });
    await page.getByText('Ihr Einkommensnachweis liegt bereit').first().waitFor();
    assert.equal(await page.getByText('Sie brauchen einen Code').count(), 0);
    await assertAccessible(page);
    await save(page, 'offer-360-dark-de');
    assertClean(found, [env.ISSUER_URL]);
  });

  test('works by keyboard: the first stop leads to the content, and the wallet is a few stops away', async () => {
    const { page } = await open((await createOffer()).link);
    await page.keyboard.press('Tab');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to content/);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Open my wallet');
  });
});
