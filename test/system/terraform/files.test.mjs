// Formatting, generated files and completeness of the Terraform modules.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { root, runProgram } from '../harness/processes.mjs';
import { modules } from './folders.mjs';
import { generatedFiles, read } from './generated-files.mjs';
import { readBlocks } from './hcl-blocks.mjs';
import './prerequisites.mjs';

test('terraform fmt changes no file', async () => {
  const { code, output } = await runProgram('terraform', [
    'fmt',
    '-check',
    '-diff',
    '-recursive',
    'terraform',
  ]);
  assert.equal(code, 0, output);
});

describe('generated files', () => {
  for (const [file, text] of Object.entries(generatedFiles())) {
    test(`${file} is up to date`, () => {
      assert.ok(read(file) === text(), 'Run: npm run check:terraform -- --write');
    });
  }
});

/** The variables that each `expect_failures` of a module's tests names. */
function expectedFailures(folder) {
  const tests = join(root, folder, 'tests');
  const files = existsSync(tests) ? readdirSync(tests).filter((file) => file.endsWith('.tftest.hcl')) : [];
  const text = files.map((file) => read(`${folder}/tests/${file}`)).join('\n');
  return [...text.matchAll(/expect_failures\s*=\s*\[(.*?)\]/gs)].map(([, list]) => list);
}

describe('modules', () => {
  for (const folder of modules()) {
    test(`${folder} has all files of a module`, () => {
      const files = ['variables.tf', 'outputs.tf', 'versions.tf', 'README.md', 'tests'];
      if (folder.startsWith('terraform/modules/')) files.push('examples/basic/main.tf');
      assert.deepEqual(
        files.filter((file) => !existsSync(join(root, folder, file))),
        [],
        'missing files',
      );
    });

    test(`${folder} has a test of every variable validation`, (t) => {
      const failures = expectedFailures(folder);
      const untested = readBlocks(join(root, folder)).variables.filter(
        ({ name, validations }) =>
          failures.filter((list) => new RegExp(`\\bvar\\.${name}\\b`).test(list)).length < validations,
      );
      assert.deepEqual(
        untested.map(({ name }) => name),
        [],
        'variables with more validations than runs that expect them to fail',
      );
      t.diagnostic(`${failures.length} runs expect a failure`);
    });
  }
});
