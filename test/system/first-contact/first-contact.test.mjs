// What a newcomer does first: clones into a folder of any name, on the oldest Node that is promised, with an environment
// that other projects have shaped; then `npm start`, the walkthrough of README.md, and `npm start` again.
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { before, test } from 'node:test';
import { readDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { nodeVersion } from '../harness/node-version.mjs';
import { Program, root, runOrThrow, runProgram } from '../harness/processes.mjs';
import { walk } from '../readme/walk.mjs';
import { freshClone, uncommitted } from './clone.mjs';

const { engines, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const [MINIMUM] = engines.node.match(/\d+\.\d+\.\d+/);
/** The first cannot run ECMAScript modules, the second lacks what the project uses. */
const TOO_OLD = ['10.24.1', '18.20.8'];
const PORTS = { ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' };
/** What leaves out packages, skips scripts or changes output for other projects. */
const HINDRANCES = {
  NODE_ENV: 'production',
  NODE_OPTIONS: '--max-old-space-size=4096',
  FORCE_COLOR: '1',
  npm_config_omit: 'dev',
  npm_config_ignore_scripts: 'true',
  npm_config_engine_strict: 'false',
  PORT: '1',
  HOST: 'my-machine',
};

const pathOf = (version) => [nodeVersion(version), process.env.PATH].join(delimiter);
let folder;

before(() => {
  folder = freshClone();
});

/** `npm start` in the clone; resolves when it runs. */
async function start(env) {
  const program = new Program('npm', ['start'], {
    cwd: folder,
    env: { ...process.env, npm_config_prefer_offline: 'true', ...PORTS, ...env },
  });
  await program.line(/zk-income is running/);
  return program;
}

test(`npm start and the walkthrough in a fresh clone, on Node ${MINIMUM}, with NODE_ENV=production`, async (t) => {
  const path = pathOf(MINIMUM);
  const program = await start({ ...HINDRANCES, PATH: path });
  assert.doesNotMatch(program.output, /warn|EBADENGINE|\n\s+at /i);
  await walk(t, readDemoEnvironment(join(folder, '.data')), 'zsh', { folder, path });
  assert.equal(await program.stop(), 0, program.output);
});

test('git ignores everything that was written, private keys and API keys included', () => {
  assert.equal(uncommitted(folder), '');
});

test('the next npm start, without NODE_ENV, starts at once', async () => {
  const program = await start({});
  assert.doesNotMatch(program.output, /Installing|Building/);
  assert.equal(await program.stop(), 0, program.output);
});

test('set-up restores generated files of the kernel that are missing', async () => {
  const file = join(folder, 'libs/crypto/kernel/assembly/field.generated.ts');
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  await runOrThrow(process.execPath, ['scripts/setup.mjs'], { cwd: folder });
  assert.equal(readFileSync(file, 'utf8'), text);
});

test('specs and benchmarks find their files in a folder of this name', async () => {
  const commands = ['npm test -- --maxWorkers=1 test/setup.spec.ts', 'node bench/cold.mjs'];
  for (const command of commands) await runOrThrow('sh', ['-c', command], { cwd: folder });
});

for (const version of TOO_OLD) {
  test(`npm start on Node ${version} says in a sentence which versions work`, async () => {
    // What npm runs. The npm of today does not run on these versions itself.
    const { code, output } = await runProgram('sh', ['-c', scripts.start], {
      cwd: folder,
      env: { ...process.env, PATH: pathOf(version) },
    });
    assert.equal(code, 1);
    assert.match(output, new RegExp(`^zk-income needs Node .*${MINIMUM}.*This is Node ${version}\\..*\\n$`));
  });
}
