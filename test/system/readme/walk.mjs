// The commands of README.md and docs/policies.md, executed as printed; their output is compared with what is shown.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted, writeDemoEnvironment } from '../../../scripts/start/demo-environment.mjs';
import { Program, root } from '../harness/processes.mjs';
import { systemProgram } from '../harness/system-program.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

const README = 'README.md';
/** Of the section in README.md. */
const HEADING = 'Walkthrough with curl';
const POLICIES = 'docs/policies.md';
/** The section of docs/policies.md whose services are configured with `ISSUER_CONTRACTS`. */
const CONTRACTS = 'Two contracts with one payer';
const BEFORE_POLICIES = 'Before you start';
/** What docs/policies.md takes from README.md: the environment. */
const SHARED_BLOCKS = 1;
const END_OF_BLOCK = '=== end of block';

/** What readers have in their environment: a proxy that cannot reach this machine, and colors. */
const HINDRANCES = { http_proxy: 'http://127.0.0.1:9', FORCE_COLOR: '1', NODE_ENV: 'production' };

const read = (document) => readFileSync(join(root, document), 'utf8');

/** The code blocks of a text, each `{ kind, text }`. */
const codeBlocks = (markdown) =>
  [...markdown.matchAll(/^```(bash|text|json)\n(.*?)^```$/gms)].map(([, kind, text]) => ({
    kind,
    text,
  }));

/** The code blocks of the walkthrough. */
function walkthrough() {
  const section = read(README)
    .split(/^## /m)
    .find((one) => one.startsWith(HEADING));
  assert.ok(section, `README.md has no section "${HEADING}"`);
  return codeBlocks(section);
}

/** Replaces what differs from run to run: URLs, random values (unlike codes, not only lower case), years. */
const normalize = (text) =>
  text
    .replace(/https?:\/\/[a-z0-9.]+:\d+/g, 'URL')
    .replace(/(?<![\w-])(?![a-z_]+(?![\w-]))[\w-]{20,}/g, '…')
    .replace(/^\d{4}$/gm, 'NNNN')
    .trim();

/**
 * The shells in which readers paste the commands, by the arguments that make each stop at a failing command. An
 * interactive shell reads a script like what is pasted into it: zsh takes no comments then.
 */
export const SHELLS = {
  bash: ['bash', '-euo', 'pipefail'],
  zsh: ['zsh', '-f', '-euo', 'pipefail'],
  'zsh, interactive': ['zsh', '-f', '-i', '-s', '-euo', 'pipefail'],
  dash: ['dash', '-eu'],
};

/** A folder with a `demo.env` of running services, as `npm start` leaves it, and the command of the wallet. */
function folderOf(env) {
  const folder = temporaryFolder('readme');
  mkdirSync(join(folder, '.data'));
  writeDemoEnvironment(join(folder, '.data'), env);
  // In the repository it is a script of its package.json.
  const wallet = `${quoted(process.execPath)} ${quoted(join(root, 'scripts/zk-income.mjs'))} wallet`;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { wallet } }));
  return folder;
}

/** Runs the commands of code blocks in a folder. Each output that the blocks show is a subtest. */
async function runBlocks(t, blocks, shell, { folder, path = process.env.PATH }) {
  for (const name of ['bash', 'zsh', 'dash', 'curl']) systemProgram([name], name);
  const commands = blocks.filter(({ kind }) => kind === 'bash');
  const script = commands.map(({ text }) => `${text}\necho; echo '${END_OF_BLOCK}'\n`).join('');
  const file = join(temporaryFolder('walk'), 'walk.sh');
  writeFileSync(file, script);
  // The script is standard input, as for commands that are pasted.
  const program = new Program('sh', ['-c', 'exec "$@" < "$0"', file, ...SHELLS[shell]], {
    cwd: folder,
    env: { ...process.env, ...HINDRANCES, PATH: path },
  });
  assert.equal(await program.exited, 0, program.output);

  const outputs = program.stdout.split(END_OF_BLOCK);
  for (const [i, { kind, text }] of blocks.entries()) {
    if (kind === 'bash') continue;
    const command = commands[blocks.slice(0, i).filter((block) => block.kind === 'bash').length - 1];
    const output = outputs[commands.indexOf(command)] ?? '';
    const [title] = command.text.split('\n');
    await t.test(title, () => assert.equal(normalize(output), normalize(text)));
  }
}

/** Runs sections of docs/policies.md against the services of a demo environment, in a shell of `SHELLS`. */
async function walkSections(t, env, shell, isChosen) {
  const shared = walkthrough().filter(({ kind }) => kind === 'bash');
  const sections = read(POLICIES).split(/^## /m).filter(isChosen);
  assert.ok(sections.length > 1);
  const blocks = [...shared.slice(0, SHARED_BLOCKS), ...sections.flatMap(codeBlocks)];
  await runBlocks(t, blocks, shell, { folder: folderOf(env) });
}

/** Runs all of docs/policies.md but what needs another configuration. */
export const walkPolicies = (t, env, shell) =>
  walkSections(t, env, shell, (section) => !section.startsWith(CONTRACTS));

/** Runs the section of docs/policies.md on contracts. The services are configured with `ISSUER_CONTRACTS`. */
export const walkContracts = (t, env, shell) =>
  walkSections(t, env, shell, (section) =>
    [BEFORE_POLICIES, CONTRACTS].some((title) => section.startsWith(title)),
  );

/**
 * Runs the walkthrough of README.md against the services of a demo environment.
 *
 * @param shell a name in `SHELLS`
 * @param options `folder`: the repository, where `npm start` has written `.data/demo.env`; by default a folder that has
 *   only this; `path`: PATH of the shell
 */
export async function walk(t, env, shell, { folder = folderOf(env), path } = {}) {
  await runBlocks(t, walkthrough(), shell, { folder, path });
}
