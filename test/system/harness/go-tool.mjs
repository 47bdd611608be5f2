// Programs built from Go modules, each pinned and kept for later runs.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUILD_MS = 900_000;

const folderOf = ({ module, version }) => join(tmpdir(), `zk-income-${module.split('/').at(-1)}-${version}`);
const commandOf = (tool) => join(folderOf(tool), tool.module.split('/').at(-1));

/** The path of an installed program, undefined if it is not installed. */
export const installedGoTool = (tool) => (existsSync(commandOf(tool)) ? commandOf(tool) : undefined);

/**
 * The path of the program that `go install MODULE@VERSION` builds. Builds it if it is not there yet, and says so first.
 * Throws if that fails.
 *
 * @param tool `module` with the path of the program's package, and `version`
 */
export function goTool(tool) {
  const command = commandOf(tool);
  if (existsSync(command)) return command;
  console.log(`Building ${tool.module} ${tool.version} with go install into ${folderOf(tool)} …`);
  // Into another folder first, so that a concurrent run never sees a partial build.
  const draft = mkdtempSync(join(tmpdir(), 'zk-income-go-'));
  try {
    execFileSync('go', ['install', `${tool.module}@${tool.version}`], {
      env: { ...process.env, GOBIN: draft },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: BUILD_MS,
    });
    if (!existsSync(command)) renameSync(draft, folderOf(tool));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return command;
}
