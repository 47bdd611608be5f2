// What the images are like.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { answers, docker, root, until } from './stack.mjs';

const BASE = 'node:24-bookworm-slim';
const MAX_MEGABYTES_OVER_BASE = 80;
const NEVER_SHIPPED = ['typescript', 'dynalite', 'classic-level', 'jest', '@nestjs/cli', '@swc/core'];

export const SERVICES = ['issuer', 'verifier', 'prover', 'tables', 'load-balancer'];
const image = (service) => `zk-income/${service}:dev`;
const inspect = async (name) => JSON.parse(await docker('image', 'inspect', name))[0];

/** The revision of the sources, as a label says it. */
export const revision = () =>
  execFileSync('git', ['describe', '--always', '--abbrev=40', '--dirty'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();

export async function checkImages(report, expectedRevision) {
  const base = await inspect(BASE);
  for (const service of SERVICES) {
    const { Config, Size } = await inspect(image(service));
    await report.check(`${service}: image`, () => {
      const megabytes = (Size - base.Size) / 1e6;
      assert.ok(megabytes <= MAX_MEGABYTES_OVER_BASE, `${megabytes.toFixed(1)} MB over its base`);
      assert.match(Config.User, /^[1-9]\d*:[1-9]\d*$/, 'it runs as a user with a number, and not as root');
      assert.equal(Config.StopSignal, 'SIGTERM');
      assert.deepEqual(Config.Entrypoint, ['node'], 'no shell between');
      assert.equal(Config.Labels['org.opencontainers.image.revision'], expectedRevision);
      assert.ok(Config.Labels['org.opencontainers.image.version']);
      assert.equal(Config.Healthcheck.Test[0], service === 'tables' ? 'NONE' : 'CMD');
      return `${megabytes.toFixed(1)} MB over its base`;
    });
  }
  await report.check('the issuer carries no tools and no embedded store', async () => {
    const script = `console.log(${JSON.stringify(NEVER_SHIPPED)}.filter((name) => fs.existsSync('node_modules/' + name)).join())`;
    assert.equal(await docker('run', '--rm', '--network', 'none', image('issuer'), '--eval', script), '');
  });
}

/** Stops a service in order, starts it again and waits until it is ready. */
export async function checkRestart(report, stack, service, url) {
  const id = await stack.container(service);
  await report.check(`${service}: stops on SIGTERM in order and starts again`, async () => {
    const stopped = performance.now();
    await docker('stop', id);
    const stopMs = performance.now() - stopped;
    assert.equal(await docker('inspect', '--format', '{{.State.ExitCode}}', id), '0');
    const started = performance.now();
    await docker('start', id);
    await until(`${service} is ready`, () => answers(`${url}/health/ready`), 10);
    const readyMs = performance.now() - started;
    return `stopped in ${(stopMs / 1000).toFixed(2)} s, ready in ${(readyMs / 1000).toFixed(2)} s`;
  });
}
