// Properties of the images.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { answers, until } from '../harness/network.mjs';
import { root } from '../harness/processes.mjs';
import { docker } from './stack.mjs';

const BASE = 'node:24-bookworm-slim';
const MAX_MEGABYTES_OVER_BASE = 80;
const NEVER_SHIPPED = ['typescript', 'dynalite', 'classic-level', 'jest', '@nestjs/cli', '@swc/core'];

const SERVICES = ['issuer', 'verifier', 'prover', 'tables'];
const image = (service) => `zk-income/${service}:dev`;
const inspect = async (name) => JSON.parse(await docker('image', 'inspect', name))[0];

/** The commit of the sources, for the label of the images. */
export const revision = () =>
  execFileSync('git', ['describe', '--always', '--abbrev=40', '--dirty'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();

export function imageTests() {
  for (const service of SERVICES) {
    test(`${service}: size, user, labels, entry point, health check`, async (t) => {
      const base = await inspect(BASE);
      const { Config, Size } = await inspect(image(service));
      const megabytes = (Size - base.Size) / 1e6;
      assert.ok(megabytes <= MAX_MEGABYTES_OVER_BASE, `${megabytes.toFixed(1)} MB over its base`);
      assert.match(Config.User, /^[1-9]\d*:[1-9]\d*$/, 'a numeric user, not root');
      assert.equal(Config.StopSignal, 'SIGTERM');
      assert.deepEqual(Config.Entrypoint, ['node'], 'no shell');
      assert.equal(Config.Labels['org.opencontainers.image.revision'], revision());
      assert.ok(Config.Labels['org.opencontainers.image.version']);
      assert.equal(Config.Healthcheck.Test[0], service === 'tables' ? 'NONE' : 'CMD');
      t.diagnostic(`${megabytes.toFixed(1)} MB over its base`);
    });
  }

  test('the issuer contains neither build tools nor the embedded store', async () => {
    const script = `console.log(${JSON.stringify(NEVER_SHIPPED)}.filter((name) => fs.existsSync('node_modules/' + name)).join())`;
    assert.equal(await docker('run', '--rm', '--network', 'none', image('issuer'), '--eval', script), '');
  });
}

/** Stops a service, starts it again, and waits until it is ready. */
export function restartTest(context, service) {
  test(`the ${service} exits with 0 on SIGTERM and starts again`, async (t) => {
    const { stack } = context;
    const id = await stack.container(service);
    const stopped = performance.now();
    await docker('stop', id);
    const stopMs = performance.now() - stopped;
    assert.equal(await docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
    const started = performance.now();
    await docker('start', id);
    const url = stack.urls[`${service.toUpperCase()}_URL`];
    await until(`the ${service} is ready`, () => answers(`${url}/health/ready`), 10);
    const readyMs = performance.now() - started;
    t.diagnostic(`stopped in ${(stopMs / 1000).toFixed(2)} s, ready in ${(readyMs / 1000).toFixed(2)} s`);
  });
}
