// <income-request> on the example site of docs/integrate.md, under a strict Content Security Policy.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { createSite } from '../../../docs/integrate/site/server.mjs';
import { call, expectStatus } from '../../../scripts/api-calls.mjs';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { startService } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';
import { assertAccessible, assertClean, watchPage } from './page-checks.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

// Kept, so that a person can look at them.
const screenshots = mkdtempSync(join(tmpdir(), 'zk-income-screenshots-'));
let env;
let clients;
let openPage;
let site;

/** Listens on a free port. Returns the origin. */
async function listen(listener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTeardown(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

before(async () => {
  const DATA_DIR = temporaryFolder('element');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR } });
  env = readDemoEnvironment(DATA_DIR);
  clients = new Clients(env);
  site = await listen(createSite({ verifierUrl: env.VERIFIER_URL, apiKey: env.VERIFIER_API_KEY }));
  openPage = await startBrowser();
  console.log(`Screenshots: ${screenshots}`);
});

const save = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

/** Applies for the flat. Returns the page with the element, and the id of its request. */
async function apply(options, watched) {
  const page = await openPage(options);
  const found = await watchPage(page, watched);
  await page.goto(site);
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.locator('income-request').waitFor();
  const src = await page.locator('income-request').getAttribute('src');
  const requestUri = new URLSearchParams(new URL(src).hash.slice(1)).get('request_uri');
  const id = requestUri.split('/').at(-1).split('.')[0];
  return { page, found, id, src };
}

/** A wallet answers the request. */
async function answer(id) {
  const body = await clients.present(await clients.view(id), await clients.issue());
  const { json } = await clients.verify(body);
  assert.equal(json.code, 'verified');
}

const deleteRequest = async (id) =>
  expectStatus(
    await call('DELETE', `${env.VERIFIER_URL}/requests/${id}`, { key: env.VERIFIER_API_KEY }),
    204,
  );

/** An empty site of another origin, which embeds the element by a script of its own. */
async function openOther(attributes, options) {
  const policy = `default-src 'none'; script-src ${env.VERIFIER_URL}; connect-src ${env.VERIFIER_URL}; img-src data:; require-trusted-types-for 'script'`;
  const origin = await listen((_request, response) => {
    response
      .setHeader('content-type', 'text/html')
      .setHeader('content-security-policy', policy)
      .end(`<!doctype html><html lang="en"><title>site</title><link rel="icon" href="data:,"><main><h1>Site</h1>
<script src="${env.VERIFIER_URL}/elements/income-request.js" crossorigin></script>
<income-request ${attributes}></income-request></main>`);
  });
  const page = await openPage(options);
  const found = await watchPage(page, { ignore: /404|Failed to load resource/ });
  await page.clock.install();
  await page.addInitScript(() => {
    window.events = [];
    for (const type of ['done', 'gone', 'error'])
      document.addEventListener(
        type,
        (event) => {
          if (event.target.localName === 'income-request') window.events.push([type, event.detail]);
        },
        true,
      );
  });
  await page.goto(origin);
  return { page, found, events: () => page.evaluate(() => window.events) };
}

const escapeAttribute = (text) => text.replaceAll('&', '&amp;');
/** The link of a request, under the URL that the browser trusts. */
const linkOf = (request) => `${env.VERIFIER_URL}/request${new URL(request.link).hash}`;

describe('the example site', () => {
  test('shows the request, notices the answer and gets the verdict from its own server', async () => {
    const { page, found, id, src } = await apply();
    await page.getByText('Waiting for your answer').waitFor();
    const opens = await page.getByRole('link', { name: 'Open my wallet' }).getAttribute('href');
    assert.equal(opens, await walletLinkOf(src));
    await assertAccessible(page);
    await save(page, 'element-1280');
    await answer(id);
    await page.locator('#result[data-verified=true]').waitFor();
    assert.match(await page.locator('#result').textContent(), /Gross income is at least 48,000.00 EUR/);
    await page.getByText('Your answer has arrived').waitFor();
    await assertAccessible(page);
    await save(page, 'element-done-1280');
    assertClean(found, [site, env.VERIFIER_URL]);
  });

  test('has no API key and no verdict in what its page loads', async () => {
    const { page, id } = await apply();
    const bodies = [];
    page.on('response', async (response) => {
      bodies.push(await response.text().catch(() => ''));
    });
    await page.reload();
    await page.getByText('Waiting for your answer').waitFor();
    await answer(id);
    const result = page.waitForResponse(`${site}/result`);
    await result;
    await page.locator('#result[data-verified=true]').waitFor();
    assert.ok(bodies.length > 4);
    for (const body of bodies) assert.ok(!body.includes(env.VERIFIER_API_KEY));
    const states = bodies.filter((body) => body.startsWith('{"state":"') && !body.includes('verified'));
    assert.deepEqual([...new Set(states)].sort(), ['{"state":"done"}', '{"state":"open"}']);
  });

  test('does not give the result of a session to another', async () => {
    const { page, id } = await apply();
    await answer(id);
    await page.locator('#result[data-verified=true]').waitFor();
    const response = await fetch(`${site}/result`, { method: 'POST' });
    assert.equal(response.status, 404);
    const foreign = await fetch(`${site}/apply`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(foreign.status, 403);
  });

  test('says that the request has ended', async () => {
    const { page, found, id } = await apply(PHONE, { ignore: /404/ });
    await page.getByText('Waiting for your answer').waitFor();
    await save(page, 'element-360');
    await deleteRequest(id);
    await page.getByText('This request has ended').waitFor();
    await page.getByText('The request has ended. Load this page again').waitFor();
    await assertAccessible(page);
    assertClean(found, [site, env.VERIFIER_URL]);
  });
});

/** The wallet link that the fragment of a link describes, as the verifier writes it. */
async function walletLinkOf(src) {
  const parameters = new URLSearchParams(new URL(src).hash.slice(1));
  parameters.delete('status_id');
  return `openid4vp://?${parameters}`;
}

describe('the element', () => {
  test('works on a site whose policy allows no style, in German, in the dark theme', async () => {
    const request = await clients.request();
    const { page, found, events } = await openOther(
      `lang="de" theme="dark" src="${escapeAttribute(linkOf(request))}"`,
      PHONE,
    );
    await page.getByText('Wartet auf Ihre Antwort').waitFor();
    assert.equal(await page.locator('income-request section').getAttribute('lang'), 'de');
    const background = await page
      .locator('income-request section')
      .evaluate((section) => getComputedStyle(section).backgroundColor);
    assert.equal(background, 'rgb(24, 32, 34)');
    await assertAccessible(page);
    await save(page, 'element-360-dark-de');
    await deleteRequest(request.id);
    await page.getByText('Diese Anfrage ist beendet').waitFor();
    assert.deepEqual(await events(), [['gone', {}]]);
    assert.deepEqual(found.violations, []);
    assert.deepEqual(found.errors, []);
  });

  test('follows another request when its src changes, and only that one', async () => {
    const [first, second] = [await clients.request(), await clients.request()];
    const { page, events } = await openOther(`src="${escapeAttribute(linkOf(first))}"`);
    await page.getByText('Waiting for your answer').waitFor();
    await page.locator('income-request').evaluate((element, src) => {
      element.src = src;
    }, linkOf(second));
    const opens = page.locator('income-request a[href^="openid4vp"]');
    await page.waitForFunction(
      ([id]) => document.querySelector('income-request').shadowRoot.querySelector('a').href.includes(id),
      [second.id],
    );
    assert.equal(await opens.getAttribute('href'), second.wallet_link);
    await deleteRequest(first.id);
    await deleteRequest(second.id);
    await page.getByText('This request has ended').waitFor();
    assert.deepEqual(await events(), [['gone', {}]]);
    assert.equal(await page.locator('income-request').evaluate(({ state }) => state), 'gone');
  });

  test('reports a src that is no link of a request', async () => {
    const { page, events } = await openOther('src="javascript:alert(1)#client_id=x"');
    await page.getByText('This request cannot be shown').waitFor();
    assert.deepEqual(await events(), [['error', { code: 'src_invalid' }]]);
    assert.equal(await page.locator('income-request a').count(), 0);
  });

  test('asks for nothing while its page is hidden', async () => {
    const request = await clients.request();
    const { page } = await openOther(`src="${escapeAttribute(linkOf(request))}"`);
    await page.getByText('Waiting for your answer').waitFor();
    // Headless pages are always visible: the page says what a hidden one would.
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const asked = [];
    page.on('request', ({ url }) => asked.push(url));
    await page.clock.runFor(600_000);
    assert.deepEqual(asked, []);
    await deleteRequest(request.id);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: false });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByText('This request has ended').waitFor();
  });

  test('is loaded with the hash of its version, by sites that pin it', async () => {
    const { src, integrity } = await (await fetch(`${env.VERIFIER_URL}/elements/income-request.json`)).json();
    assert.ok(src.startsWith(`${env.VERIFIER_HTTPS_URL}/elements/income-request.`));
    const { page } = await openOther('');
    const load = (hash) =>
      page.evaluate(
        ([url, integrity]) =>
          new Promise((resolve) => {
            const link = document.createElement('link');
            Object.assign(link, { rel: 'modulepreload', href: url, integrity, crossOrigin: 'anonymous' });
            link.onload = () => resolve('loaded');
            link.onerror = () => resolve('refused');
            document.head.append(link);
          }),
        [src.replace(env.VERIFIER_HTTPS_URL, env.VERIFIER_URL), hash],
      );
    assert.equal(await load(integrity.replace(/.{8}$/, 'AAAAAAA=')), 'refused');
    assert.equal(await load(integrity), 'loaded');
  });
});
