// Clients generated from the OpenAPI documents compile, and run the flow against the services.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { nodeTools } from '../harness/node-tools.mjs';
import { root, runOrThrow, stdoutOf } from '../harness/processes.mjs';
import { systemProgram } from '../harness/system-program.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';
import { FLOW_OUTPUT, flowInput } from './clients.mjs';
import { SERVICES, startServices, writeDocuments } from './services.mjs';

const here = import.meta.dirname;
const COMPILER_OPTIONS = [
  ...['--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'],
  ...['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')],
];

const tools = nodeTools(here);
let documents;
let input;

before(async () => {
  const env = await startServices();
  documents = await writeDocuments(env);
  input = join(documents, 'input.json');
  writeFileSync(input, JSON.stringify(flowInput(env)));
});

/** A folder with a program of `typescript/`, where its clients are generated into `generated/`. */
function programFolder(name) {
  const folder = temporaryFolder('clients');
  mkdirSync(join(folder, 'generated'));
  cpSync(join(here, 'typescript', `${name}.ts`), join(folder, 'flow.ts'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Compiles the program of a folder with the project's TypeScript, and compares its output. */
async function compileAndRun(cwd) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await runOrThrow(process.execPath, [tsc, ...COMPILER_OPTIONS, '--skipLibCheck', 'flow.ts'], { cwd });
  assert.deepEqual(
    (await stdoutOf(process.execPath, ['flow.js', input], { cwd })).trim().split('\n'),
    FLOW_OUTPUT,
  );
}

test('openapi-typescript', async () => {
  const folder = programFolder('openapi-typescript');
  for (const service of SERVICES) {
    const args = [join(documents, `${service}.json`), '-o', join(folder, `generated/${service}.d.ts`)];
    await runOrThrow(tools.program('openapi-typescript'), args, { cwd: folder });
  }
  await compileAndRun(folder);
});

test('@hey-api/openapi-ts', async () => {
  const folder = programFolder('hey-api');
  for (const service of SERVICES) {
    await runOrThrow(
      tools.program('openapi-ts'),
      [
        ...['--input', join(documents, `${service}.json`), '--output', `generated/${service}`],
        ...['--client', '@hey-api/client-fetch', '--no-log-file', '--silent'],
      ],
      { cwd: folder },
    );
  }
  await compileAndRun(folder);
});

test('openapi-generator (Java)', async () => {
  systemProgram(['javac'], 'default-jdk-headless');
  const maven = systemProgram(['mvn'], 'maven');
  const folder = temporaryFolder('java');
  cpSync(join(here, 'java'), folder, { recursive: true });
  const output = await stdoutOf(
    maven,
    ['-B', '-q', `-Ddocuments=${documents}`, `-Dexec.args=${input}`, 'compile', 'exec:java'],
    { cwd: folder },
  );
  const lines = output.split('\n').filter((line) => FLOW_OUTPUT.includes(line));
  assert.deepEqual(lines, FLOW_OUTPUT, output);
});
