// What QA does under `npm start`: opens /docs of each service, authorizes, and executes every operation as it stands.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { startService } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { startBrowser } from './browser.mjs';
import { SwaggerUi } from './swagger-ui.mjs';

const SERVICES = {
  issuer: 'ISSUER_API_KEY',
  full_issuer: 'ISSUER_API_KEY',
  verifier: 'VERIFIER_API_KEY',
  prover: undefined,
};
const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };

/** The status of the second call, if it is not that of the first. */
const SECOND_CALL = {
  'DELETE /requests/{id}': 404,
  'DELETE /listings/{id}': 404,
  'DELETE /webhooks/{id}': 404,
};

/** The status of operations that need what only a wallet has: a code, an access token, a response or its code. */
const OF_WALLETS = {
  'POST /openid/token': 400,
  'POST /openid/credential': 401,
  'POST /openid/notification': 401,
  'POST /openid/responses/{link}': 400,
  'POST /requests/{id}/redeem': 404,
};

// Kept, so that somebody can look at them.
const screenshots = mkdtempSync(join(tmpdir(), 'zk-income-screenshots-'));
let env;
let openPage;

before(async () => {
  const dataFolder = temporaryFolder('browser');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR: dataFolder } });
  env = readDemoEnvironment(dataFolder);
  openPage = await startBrowser();
  console.log(`Screenshots: ${screenshots}`);
});

/** Saves a screenshot of a page or of an element of it. */
const save = (what, name, options = {}) =>
  what.screenshot({ path: join(screenshots, `${name.replace(/\W+/g, '-')}.png`), ...options });

/** Executes an operation with each of its examples, twice. */
async function executeTwice(ui, operation) {
  const block = await ui.openOperation(operation);
  for (const example of await ui.examples(block)) {
    await ui.chooseExample(block, example);
    const { status: first } = await ui.execute(block);
    const isExpected =
      OF_WALLETS[operation] === undefined ? first >= 200 && first < 300 : first === OF_WALLETS[operation];
    assert.ok(isExpected, `${operation} ${example ?? ''}: ${first}`);
    const { status: second } = await ui.execute(block);
    assert.equal(second, SECOND_CALL[operation] ?? first, `${operation} ${example ?? ''}, second call`);
  }
  return block;
}

for (const [service, keyVariable] of Object.entries(SERVICES)) {
  describe(service, () => {
    let ui;

    before(async () => {
      ui = new SwaggerUi(await openPage(), env[`${service.toUpperCase()}_URL`]);
      await ui.open();
    });

    test('executes every operation as it stands, twice', async (t) => {
      await save(ui.page, service, { fullPage: true });
      if (keyVariable !== undefined) await ui.authorize(env[keyVariable]);
      const operations = await ui.operations();
      for (const operation of operations) {
        await t.test(operation, async () => {
          const block = await executeTwice(ui, operation);
          await save(block, `${service} ${operation}`);
          await ui.closeOperation(block);
        });
      }
      assert.ok(operations.length >= 3);
    });

    test('offers new examples when the page is loaded again, and keeps the authorization', async (t) => {
      await ui.open();
      if (keyVariable !== undefined) assert.ok(await ui.isAuthorized());
      for (const operation of await ui.operations()) {
        if (/^(POST|DELETE) /.test(operation)) {
          await t.test(operation, async () => ui.closeOperation(await executeTwice(ui, operation)));
        }
      }
    });
  });
}
