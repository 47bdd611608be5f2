// A fresh clone of this repository, in a folder whose name needs care in URLs, shells and patterns.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

const NAME = "zk income ü #1 %20 q? & 'x' [0]";

const git = (cwd, ...args) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });

/** What git does not ignore in a repository, and is not committed. */
export const uncommitted = (folder) => git(folder, 'status', '--porcelain');

/** Copies what git tracks or would add here, changes included, and commits it. Returns the folder. */
export function freshClone() {
  const folder = join(temporaryFolder('clone'), NAME);
  const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '-z').split('\0');
  for (const file of files.filter((name) => name !== '' && existsSync(join(root, name))))
    cpSync(join(root, file), join(folder, file));
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'A copy');
  return folder;
}
