// The Compose command of this machine: the plugin (`docker compose`) or the older program (`docker-compose`).
import { spawnSync } from 'node:child_process';

const KNOWN = [['docker', 'compose'], ['docker-compose']];

/** The command and its first arguments. */
export function composeCommand() {
  const found = KNOWN.find(
    ([command, ...args]) => spawnSync(command, [...args, 'version'], { stdio: 'ignore' }).status === 0,
  );
  if (!found) throw new Error('Neither docker compose nor docker-compose is available. Install one of them.');
  return found;
}
