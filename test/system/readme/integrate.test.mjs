// docs/integrate.md: its commands, and both sites, each with an applicant whose wallet answers.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { readDemoEnvironment, writeDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Clients } from '../harness/clients.mjs';
import { Program, root, runOrThrow, startService } from '../harness/processes.mjs';
import { systemProgram } from '../harness/system-program.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

const ports = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
const STATEMENT = 'Gross income is at least 48,000.00 EUR per year';
const SITES = {
  Node: [process.execPath, ['docs/integrate/site/server.mjs']],
  Python: ['python3', ['docs/integrate/python/site.py']],
};
let env;
let clients;

before(async () => {
  const DATA_DIR = temporaryFolder('integrate');
  await startService('scripts/start.mjs', { env: { ...process.env, ...ports, DATA_DIR } });
  env = readDemoEnvironment(DATA_DIR);
  clients = new Clients(env);
});

test('the commands of the guide', async () => {
  for (const name of ['bash', 'curl']) systemProgram([name], name);
  const folder = temporaryFolder('guide');
  mkdirSync(join(folder, '.data'));
  writeDemoEnvironment(join(folder, '.data'), env);
  const guide = readFileSync(join(root, 'docs/integrate.md'), 'utf8');
  const blocks = [...guide.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, text]) => text);
  assert.equal(blocks.length, 5);
  const file = join(folder, 'guide.sh');
  writeFileSync(file, blocks.map((text) => `${text}\necho\n`).join(''));
  const environment = { ...process.env, no_proxy: 'localhost' };
  const output = await runOrThrow('bash', ['-euo', 'pipefail', file], { cwd: folder, env: environment });
  const lines = output.split('\n').filter((line) => line !== '');
  assert.deepEqual(lines, [env.VERIFIER_URL, STATEMENT, '{"state":"open"}', 'pending', '204']);
});

for (const [language, [program, args]] of Object.entries(SITES)) {
  describe(`the site in ${language}`, () => {
    let origin;

    before(async () => {
      const { VERIFIER_URL, VERIFIER_API_KEY } = env;
      const site = new Program(systemProgram([program], language), args, {
        env: { ...process.env, VERIFIER_URL, VERIFIER_API_KEY, PORT: '0', no_proxy: 'localhost' },
      });
      [, origin] = await site.line(/The site is at (http:\/\/localhost:\d+)/);
    });

    /** Applies as a browser does. Returns the cookie of the session, the page, and the id of its request. */
    async function apply() {
      const applied = await fetch(`${origin}/apply`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin },
      });
      assert.equal(applied.status, 303);
      const set = applied.headers.get('set-cookie');
      assert.match(set, /^session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
      const headers = { cookie: set.split(';')[0] };
      const page = await (await fetch(`${origin}/apply`, { headers })).text();
      const src = /<income-request src="([^"]+)">/.exec(page)[1].replace(/&(amp|#38);/g, '&');
      const parameters = new URLSearchParams(new URL(src).hash.slice(1));
      assert.match(parameters.get('status_id'), /^[\w-]{43}$/);
      return { headers, page, id: parameters.get('request_uri').split('/').at(-1).split('.')[0] };
    }

    const resultOf = async (headers) => {
      const response = await fetch(`${origin}/result`, { method: 'POST', headers });
      return response.ok ? response.json() : response.status;
    };

    test('gets the verdict from the verifier, once there is an answer', async () => {
      const { headers, id } = await apply();
      assert.deepEqual(await resultOf(headers), { state: 'pending' });
      const body = await clients.present(await clients.view(id), await clients.issue());
      assert.equal((await clients.verify(body)).json.code, 'verified');
      assert.deepEqual(await resultOf(headers), {
        state: 'answered',
        verified: true,
        statements: [STATEMENT],
      });
    });

    test('gives it to the session that asked, and keeps the API key', async () => {
      const { page } = await apply();
      assert.ok(!page.includes(env.VERIFIER_API_KEY));
      for (const headers of [{}, { cookie: `session=${'a'.repeat(43)}` }])
        assert.equal(await resultOf(headers), 404);
      const foreign = { method: 'POST', headers: { origin: 'https://evil.example' } };
      assert.equal((await fetch(`${origin}/apply`, foreign)).status, 403);
    });

    test('serves its page with a strict policy and the files of the page', async () => {
      const { headers } = await apply();
      const page = await fetch(`${origin}/apply`, { headers });
      assert.match(
        page.headers.get('content-security-policy'),
        /^default-src 'none'; script-src 'self' http/,
      );
      for (const path of ['/site.js', '/site.css', '/'])
        assert.equal((await fetch(origin + path)).status, 200);
      assert.equal((await fetch(`${origin}/../server.mjs`)).status, 404);
    });
  });
}
