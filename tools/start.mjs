// `npm start`: the embedded store, issuer, verifier and test prover, each a process of its own that ends with
// this one. Keys, tables and demo clients are made on the first start; all of it is in DATA_DIR.
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Child, StartError } from './start-child.mjs';
import { demoKeys, writeDemoEnvironment } from './start-data.mjs';
import { choosePorts } from './start-ports.mjs';

const root = join(import.meta.dirname, '..');
const dataFolder = resolve(process.env.DATA_DIR?.trim() || join(root, '.data'));
const built = (path) => join(root, 'dist', path);
// Else the SDK prints a page about versions of Node, once for each process.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables } = await import(
  '../dist/libs/persistence/src/index.js'
);

const ATTRIBUTES = ['annual_income', 'annual_debt'];
/** So that a demo sees a revocation at once; a real issuer says minutes. */
const STATUS_LIST_TTL_SECONDS = process.env.STATUS_LIST_TTL_SECONDS ?? '1';
/** In which a signal may still arrive that explains why a process ended. */
const SIGNAL_GRACE_MS = 200;

// The SDK says at each start which Node it will want in a year; whoever runs this can do nothing about it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const children = [];
let stopping;

function start(name, path, { args = [], env = {} } = {}) {
  const child = new Child(name, built(path), args, { ...process.env, ...env });
  children.push(child);
  return child;
}

/** Ends everything, the store last, and then this process. */
function stop(code) {
  stopping ??= (async () => {
    const [store, ...services] = children;
    await Promise.all(services.map((child) => child.stop()));
    await store?.stop();
    process.exit(code);
  })();
  return stopping;
}

async function startStore() {
  const child = start('embedded store', 'libs/persistence/src/embedded/main.js', {
    args: ['--path', join(dataFolder, 'store')],
  });
  return (await child.ready()).endpoint;
}

/** Makes what is missing, and returns the keys of the demo clients. */
async function prepareStore(endpoint) {
  const store = createStoreClient({ endpoint });
  try {
    await ensureTables(store);
    return await demoKeys(dataFolder, new DynamoApiClientStore(store));
  } finally {
    store.close();
  }
}

async function startServices(endpoint, ports) {
  const urls = {
    ISSUER_URL: `http://localhost:${ports.ISSUER_PORT}`,
    VERIFIER_URL: `http://localhost:${ports.VERIFIER_PORT}`,
    PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
  };
  const service = (name, own) =>
    start(name, `apps/${name}/src/main.js`, {
      env: {
        HOST: 'localhost',
        PORT: String(ports[`${name.toUpperCase()}_PORT`]),
        PUBLIC_URL: urls[`${name.toUpperCase()}_URL`],
        DATA_DIR: dataFolder,
        STORE_ENDPOINT: endpoint,
        TABLE_PREFIX: '',
        ...own,
      },
    });
  const trusted = [{ iss: urls.ISSUER_URL, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
  const services = [
    service('issuer', { ISSUER_ATTRIBUTES: ATTRIBUTES.join(','), STATUS_LIST_TTL_SECONDS }),
    service('verifier', { TRUSTED_ISSUERS: JSON.stringify(trusted), CLIENT_ID: '' }),
    service('prover', { PROVER_ENABLED: 'true' }),
  ];
  await Promise.all(services.map((child) => child.ready()));
  return urls;
}

function explain({ ISSUER_URL, VERIFIER_URL, PROVER_URL }) {
  return `
zk-income runs.

  issuer       ${ISSUER_URL}    Swagger UI: ${ISSUER_URL}/docs
  verifier     ${VERIFIER_URL}    Swagger UI: ${VERIFIER_URL}/docs
  test prover  ${PROVER_URL}    Swagger UI: ${PROVER_URL}/docs

The API keys of the demo clients are in ${join(dataFolder, 'demo.env')}:
  ISSUER_API_KEY      issues and revokes for the payer demo:acme
  ISSUER_API_KEY_2    issues and revokes for the payer demo:bolt
  VERIFIER_API_KEY    makes requests and reads their receipts

In another terminal:
  . ${join(dataFolder, 'demo.env')}     then the walk with curl in README.md
  npm run demo                     walks through all of it

Ctrl-C stops everything; data and keys stay in ${dataFolder}.
`;
}

/** A process that ends while nobody asked it to takes all others with it. */
function watch(child) {
  child.exited.then(async (how) => {
    if (stopping) return;
    await wait(SIGNAL_GRACE_MS);
    if (stopping) return;
    process.stderr.write(
      `\nThe ${child.name} has ended (${how}), so everything stops. Its last words are above.\n`,
    );
    await stop(1);
  });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

// npm and the shell between may end without passing a signal on.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || stop(0), 500).unref();
}

try {
  const ports = await choosePorts(process.env);
  const endpoint = await startStore();
  const keys = await prepareStore(endpoint);
  const urls = await startServices(endpoint, ports);
  writeDemoEnvironment(dataFolder, { ...urls, ...keys, STORE_ENDPOINT: endpoint });
  for (const child of children) watch(child);
  process.stdout.write(explain(urls));
} catch (error) {
  if (stopping) await stopping;
  process.stderr.write(
    `\n${error instanceof StartError || error.name === 'StoreUnavailableError' ? error.message : error.stack}\n`,
  );
  await stop(1);
}
