// The image of the load balancer, which docker-compose.yml takes from a registry.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Program, root, runOrThrow, runProgram } from '../harness/processes.mjs';

/** How long a registry may take to start a download. The download itself may take longer. */
const REGISTRY_MS = 20_000;

const [, IMAGE] = /image: (haproxy:\S+)/.exec(readFileSync(join(root, 'docker-compose.yml'), 'utf8'));

async function pull() {
  const program = new Program('docker', ['pull', IMAGE]);
  const started = program.line(/Pulling from/).then(
    () => true,
    () => false,
  );
  if (!(await Promise.race([started, wait(REGISTRY_MS, false, { ref: false })]))) await program.stop();
  return (await program.exited) === 0;
}

/** Pulls the image, or builds a local stand-in if no registry is reachable. */
export async function ensureHaproxyImage() {
  if ((await runProgram('docker', ['image', 'inspect', IMAGE])).code === 0) return;
  if (await pull()) return;
  console.log(`Could not pull ${IMAGE}. Building a local stand-in from Debian's package haproxy …`);
  const file = join(import.meta.dirname, 'haproxy.Dockerfile');
  await runOrThrow('docker', ['build', '--tag', IMAGE, '--file', file, import.meta.dirname]);
}
