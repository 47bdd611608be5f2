// The images that docker-compose.yml takes from a registry: `node test/system/containers/external-images.mjs` makes sure
// that the machine has them. Without access to the registry it creates local stand-ins under the same names, and says so.
import { spawnSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const COMPOSE_FILE = join(import.meta.dirname, '../../../docker-compose.yml');
const REGISTRY_TIMEOUT_MS = 20_000;

const quietly = (args, options) => spawnSync('docker', args, { stdio: 'ignore', ...options }).status === 0;

function docker(...args) {
  const { status, stderr } = spawnSync('docker', args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`docker ${args.join(' ')} failed:\n${stderr.slice(-4000)}`);
}

/** How to create a stand-in for an image, by repository. */
const STAND_INS = {
  haproxy: (image) => {
    console.log(
      `Could not reach the registry of ${image}. Building a stand-in with Debian's package haproxy …`,
    );
    docker(
      'build',
      '--tag',
      image,
      '--file',
      join(import.meta.dirname, 'haproxy.Dockerfile'),
      import.meta.dirname,
    );
  },
  'amazon/dynamodb-local': (image) => {
    console.log(
      `Could not reach the registry of ${image}. Using amazon/dynamodb-local:latest of this machine instead.`,
    );
    docker('tag', 'amazon/dynamodb-local:latest', image);
  },
};

function ensureImage(image, createStandIn) {
  if (quietly(['image', 'inspect', image])) return;
  if (quietly(['manifest', 'inspect', image], { timeout: REGISTRY_TIMEOUT_MS })) {
    console.log(`Pulling ${image} …`);
    docker('pull', '--quiet', image);
  } else {
    createStandIn(image);
  }
}

/** Pulls the images of the load balancer and of DynamoDB Local, or creates stand-ins. */
export function ensureExternalImages() {
  const text = readFileSync(COMPOSE_FILE, 'utf8');
  for (const [repository, createStandIn] of Object.entries(STAND_INS)) {
    const [, image] = new RegExp(`image: (${repository}:\\S+)`).exec(text);
    ensureImage(image, createStandIn);
  }
}

if (realpathSync(process.argv[1]) === import.meta.filename) ensureExternalImages();
