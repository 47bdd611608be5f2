// Measures the crypto library in headless Chromium: the first proof in several cold tabs, then proving and
// verifying when warm. Prints a message and exits if Chromium is not installed.
// `node bench/browser.mjs [--json]`; the environment variable CHROMIUM sets the binary.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const NAMES = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'].filter(Boolean);
const chromium = NAMES.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
if (!chromium) {
  console.log(`skipped: no Chromium found (looked for ${NAMES.join(', ')})`);
  process.exit(0);
}

/** The library as a browser downloads it. The page loads it while the clock runs. */
const { outputFiles } = await build({
  entryPoints: [join(root, 'dist/libs/crypto/src/index.js')],
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  write: false,
});

const measure = async (isWarm) => {
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const started = performance.now();
  const crypto = await import('/crypto.js');
  const backend = await crypto.loadBackend();
  const once = (m) => {
    const values = Array.from({ length: m }, (_, i) => 5_400_000n + BigInt(i));
    const blindings = values.map(() => crypto.randomScalar());
    const transcript = () => new crypto.Transcript('bench');
    const proveStart = performance.now();
    const { proof, commitments } = crypto.proveRange({
      transcript: transcript(),
      values,
      blindings,
      bits: 64,
    });
    const verifyStart = performance.now();
    crypto.verifyRange({ transcript: transcript(), commitments, bits: 64, proof });
    return { prove: verifyStart - proveStart, verify: performance.now() - verifyStart, bytes: proof.length };
  };
  const first = once(1);
  const cold = performance.now() - started - first.verify;
  const rows = [
    { op: 'cold first proof', values: 1, median_ms: cold, min_ms: cold, proof_bytes: first.bytes },
  ];
  for (const m of isWarm ? [1, 4] : []) {
    for (let i = 0; i < 5; i++) once(m);
    const rounds = Array.from({ length: 30 }, () => once(m));
    for (const op of ['prove', 'verify']) {
      const times = rounds.map((round) => round[op]);
      rows.push({
        op,
        values: m,
        median_ms: median(times),
        min_ms: Math.min(...times),
        proof_bytes: rounds[0].bytes,
      });
    }
  }
  return rows.map((row) => ({
    implementation: `zk-income (${backend}, browser)`,
    bits: 64,
    count: 1,
    ...row,
  }));
};

/** Number of cold starts. Each uses a different site, for which the browser starts a separate process. */
const COLD_STARTS = 7;
/** Pause until the browser is idle after its start, or after a tab has reported. */
const REST_MS = 2_000;

const page = `<!doctype html><meta charset="utf-8"><script type="module">
const measure = ${measure};
const go = (url) => url && setTimeout(() => { location.href = url; }, ${REST_MS});
const tab = new URLSearchParams(location.search).get('tab');
const report = tab && await measure(tab === '${COLD_STARTS}').catch((error) => ({ error: String(error) }));
const response = await fetch('/report', { method: 'POST', body: JSON.stringify({ tab: Number(tab), report }) });
go((await response.json()).next);
</script>`;

/** Retries, because other processes of Chromium may still write to the profile after the first one has exited. */
async function removeProfile() {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      return rmSync(profile, { recursive: true, force: true });
    } catch {
      await setTimeout(100);
    }
  }
}

const server = createServer();
const cold = [];
const reported = new Promise((resolve) => {
  server.on('request', async (request, response) => {
    if (request.method === 'POST') {
      let text = '';
      for await (const chunk of request) text += chunk;
      const { tab, report } = JSON.parse(text);
      const isLast = tab === COLD_STARTS || report?.error;
      const next = `http://tab-${tab + 1}.localhost:${server.address().port}/?tab=${tab + 1}`;
      response.end(JSON.stringify({ next: isLast ? null : next }));
      if (tab > 0 && !report.error) cold.push(report[0].median_ms);
      if (isLast) resolve(report);
      return;
    }
    const isLibrary = request.url === '/crypto.js';
    response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html');
    response.end(isLibrary ? outputFiles[0].contents : page);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

const profile = mkdtempSync(join(tmpdir(), 'zk-income-browser-'));
const browser = spawn(
  chromium,
  [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    `http://127.0.0.1:${server.address().port}/`,
  ],
  { stdio: 'ignore' },
);
const exited = once(browser, 'exit');
const report = await Promise.race([
  reported,
  exited.then(([code]) => ({ error: `Chromium exited with code ${code} before it reported` })),
]);
browser.kill();
await exited;
server.close();
await removeProfile();

if (!report.error) {
  const sorted = cold.sort((a, b) => a - b);
  Object.assign(report[0], { median_ms: sorted[sorted.length >> 1], min_ms: sorted[0] });
}
if (report.error) {
  console.error(report.error);
  process.exitCode = 1;
} else if (process.argv.includes('--json')) {
  console.log(JSON.stringify(report, null, 2));
} else {
  const { gzipSync } = await import('node:zlib');
  const size = gzipSync(outputFiles[0].contents, { level: 9 }).length;
  console.table(
    report.map(({ op, values, median_ms, min_ms }) => ({
      op,
      values,
      'median ms': median_ms.toFixed(2),
      'min ms': min_ms.toFixed(2),
    })),
  );
  console.log(`${report[0].implementation}; download size: ${(size / 1000).toFixed(1)} kB gzipped`);
}
