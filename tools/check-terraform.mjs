// `npm run check:terraform`: everything about terraform/ that can be shown without an AWS account. With `--write` it
// writes what is generated (tables of READMEs, the tables of the application) and formats, and checks nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPolicies } from './terraform/checkov.mjs';
import { output } from './terraform/command.mjs';
import { checkParts, copyOfTerraform, examples, modules, root } from './terraform/folders.mjs';
import { checkLocking } from './terraform/locking.mjs';
import { withTables } from './terraform/readme-tables.mjs';
import { checkSuites } from './terraform/suites.mjs';
import { TABLES_FILE, tablesText } from './terraform/tables.mjs';
import { Report } from './test-containers/report.mjs';

const report = new Report();
const title = (text) => console.log(`\n${text}`);
const read = (file) => (existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : '');

/** Every generated file: its path and what it has to be. */
function generated() {
  const readmes = modules()
    .filter((folder) => existsSync(join(root, folder, 'variables.tf')))
    .map((folder) => {
      const file = `${folder}/README.md`;
      return [file, () => withTables(read(file) || `# ${folder.split('/').at(-1)}\n`, join(root, folder))];
    });
  return [[TABLES_FILE, tablesText], ...readmes];
}

function write() {
  for (const [file, text] of generated()) writeFileSync(join(root, file), text());
  execFileSync('terraform', ['fmt', '-recursive', 'terraform'], { cwd: root, stdio: 'inherit' });
}

/** Says what is missing on this machine, once, and not by the failures that follow from it. */
function missing() {
  try {
    execFileSync('terraform', ['version'], { stdio: 'ignore' });
  } catch {
    return 'Terraform 1.11 or later is not on PATH: https://developer.hashicorp.com/terraform/install';
  }
  try {
    execFileSync('python3', ['-c', 'import sys, venv; assert sys.version_info >= (3, 9)'], {
      stdio: 'ignore',
    });
  } catch {
    return 'python3 (3.9 or later, with venv) is not on PATH: checkov and the moto server run on it.';
  }
}

async function check() {
  const copy = copyOfTerraform();
  process.once('exit', copy.remove);

  title('Files');
  await report.check('terraform fmt', () =>
    output('terraform', ['fmt', '-check', '-diff', '-recursive', 'terraform'], { cwd: root }).then(() => ''),
  );
  for (const [file, text] of generated())
    await report.check(`${file} is up to date`, () =>
      assert.ok(read(file) === text(), 'run: npm run check:terraform -- --write'),
    );
  for (const folder of modules())
    await report.check(`${folder} is whole, and its refusals are tested`, () => checkParts(folder));

  title('The lock of the state');
  await checkLocking(report, copy.folder);
  title('checkov');
  await checkPolicies(report, copy.folder);
  title('Modules, the bootstrap, the environments');
  await checkSuites(report, copy.folder, modules().reverse(), examples());
}

if (process.argv.includes('--write')) write();
else {
  const lacking = missing();
  if (lacking === undefined) await check();
  else {
    console.error(lacking);
    report.failed++;
  }
  console.log(`\n${report.passed} passed, ${report.failed} failed`);
  process.exitCode = report.failed === 0 ? 0 : 1;
}
