// `npm run check:deployment`: whether DEPLOYMENT.md speaks of what there is: commands, files, outputs and variables of
// Terraform, tests, and the costs of docs/cost.json.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Report } from './test-containers/report.mjs';
import { root } from './test-containers/stack.mjs';

const report = new Report();
const text = readFileSync(join(root, 'DEPLOYMENT.md'), 'utf8');
const read = (path) => readFileSync(join(root, path), 'utf8');
const all = (pattern, from = text) => [...from.matchAll(pattern)].map(([, found]) => found);
const unique = (list) => [...new Set(list)];

/** Everything of a Terraform folder's own files that is declared as `kind`. */
function declared(folder, kind) {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.tf'));
  return files.flatMap((name) => all(new RegExp(`^${kind} "(\\w+)"`, 'gm'), read(`${folder}/${name}`)));
}

/** A check of a list of what is spoken of: `isThere` says of each whether it is. */
function check(name, list, isThere) {
  return report.check(name, () => {
    const spoken = unique(list);
    assert.ok(spoken.length > 0, '  it speaks of none');
    const missing = spoken.filter((one) => !isThere(one));
    assert.ok(missing.length === 0, `  not there: ${missing.join(', ')}`);
    return `${spoken.length}`;
  });
}

console.log('\nDEPLOYMENT.md');
const { scripts } = JSON.parse(read('package.json'));
await check('npm scripts', all(/npm run ([\w:-]+)/g), (name) => Object.hasOwn(scripts, name));
await check('links', all(/\]\(([^)#:]+)(?:#[^)]*)?\)/g), (path) => existsSync(join(root, path)));
await check('sections', all(/\]\(#([^)]+)\)/g), (anchor) => {
  const slug = (title) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  return all(/^#+ (.+)$/gm)
    .map(slug)
    .includes(anchor);
});
const FOLDERS = 'terraform|scripts|docs|apps|libs|test|docker|\\.github';
await check('files', all(new RegExp(`\`((?:${FOLDERS})/[\\w./-]+)\``, 'g')), (path) =>
  existsSync(join(root, path)),
);
const outputs = [...declared('terraform', 'output'), ...declared('terraform/bootstrap', 'output')];
await check("Terraform's outputs", all(/output -(?:raw|json) (\w+)/g), (name) => outputs.includes(name));
await check(
  'tests of Terraform that are named',
  all(/: ((?:`[a-z]+(?:_[a-z]+)*`(?:, )?)+) \|$/gm),
  (names) => {
    const line = text.split('\n').find((one) => one.includes(`: ${names} |`));
    const index = text.split('\n').indexOf(line);
    // "the same file" is that of a line before.
    const before = text
      .split('\n')
      .slice(0, index + 1)
      .reverse();
    const file = all(
      /`(terraform\/[\w./-]+\.tftest\.hcl)`/g,
      before.find((one) => one.includes('.tftest.hcl')),
    )[0];
    if (!line.includes('.tftest.hcl') && !line.includes('the same file')) return true;
    const runs = all(/^run "(\w+)"/gm, read(file));
    return all(/`(\w+)`/g, names).every((name) => runs.includes(name));
  },
);
await report.check('costs are those of docs/cost.json', () => {
  execFileSync(process.execPath, [join(root, 'scripts/cost-estimate.mjs'), '--check'], { stdio: 'pipe' });
});

console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 ? 0 : 1;
