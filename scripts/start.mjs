// `npm start`: the embedded store, two issuers, verifier, test prover and the portal of the pages, each in a process of its
// own that ends with this one. The first start creates keys, tables and demo clients. DATA_DIR holds all data.
//
// If this script was started with an IPC channel, it reports `{ type: 'ready', … }` when everything runs.
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setUp } from './setup.mjs';
import { Child, StartError } from './start/child.mjs';
import { quoted, writeDemoEnvironment } from './start/demo-environment.mjs';
import { LiveExamples } from './start/live-examples.mjs';
import { localCertificates, publicKeysOf, trustedAuthorities } from './start/local-certificates.mjs';
import { onParentExit } from './start/parent.mjs';
import { portalSettings } from './start/portal-settings.mjs';
import { choosePorts } from './start/ports.mjs';
import {
  dataFolderOf,
  httpsHostOf,
  httpsUrlsOf,
  notesOn,
  pageUrlsOf,
  serviceEnvironments,
  settingOf,
  urlsOf,
} from './start/service-environment.mjs';
import { webhookKeyOf } from './start/webhook-key.mjs';

// Not in `prestart`, which npm skips if it is configured with ignore-scripts.
setUp({ build: true });

const children = [];
let stopping;
// Before anything that takes time: whatever ends this process must not leave child processes behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));
onParentExit(() => stop(0));

// Otherwise each process prints a warning about future versions of Node, once the AWS SDK is loaded.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { createStoreClient, DynamoApiClientStore, ensureTables, openKeyVault } = await import(
  '../dist/libs/persistence/src/index.js'
);
const { ATTRIBUTES } = await import('../dist/libs/credential/src/index.js');
const { demoKeys } = await import('./start/demo-clients.mjs');

const root = join(import.meta.dirname, '..');
const dataFolder = resolve(dataFolderOf(process.env, join(root, '.data')));
const built = (path) => join(root, 'dist', path);

/** Names of errors whose message is all that the user needs to see. */
const EXPLAINED = ['StoreUnavailableError', 'KeyVaultError'];
/** How long to wait, after a child process has ended, for a signal that explains it. */
const SIGNAL_GRACE_MS = 200;

function start(name, path, { args = [], env = {} } = {}) {
  if (stopping) throw new StartError('Stopped.');
  const child = new Child(name, built(path), args, { ...process.env, ...env });
  children.push(child);
  return child;
}

/** Stops all child processes, the store last, and then this process. */
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

/** Creates the tables and demo clients that are missing. Returns the clients' API keys. */
async function prepareStore(endpoint) {
  const store = createStoreClient({ endpoint, tablePrefix: settingOf(process.env, 'TABLE_PREFIX') });
  try {
    await ensureTables(store);
    return await demoKeys(dataFolder, new DynamoApiClientStore(store));
  } finally {
    store.close();
  }
}

/** The certificates of the services, which are over their signing keys; the first start creates these. */
async function prepareCertificates() {
  const KEY_PROVIDER = settingOf(process.env, 'KEY_PROVIDER') ?? 'file';
  const keysOf = (service, DATA_DIR = dataFolder) =>
    publicKeysOf(openKeyVault(service, { ...process.env, KEY_PROVIDER, DATA_DIR }));
  const keys = {
    issuer: await keysOf('issuer'),
    verifier: await keysOf('verifier'),
    full_issuer: await keysOf('issuer', join(dataFolder, 'full-issuer')),
  };
  const paths = await localCertificates(dataFolder, { hosts: [httpsHostOf(process.env)], keys });
  return { ...paths, trusted: trustedAuthorities(paths, settingOf(process.env, 'NODE_EXTRA_CA_CERTS')) };
}

async function startServices(urls, settings) {
  const allAttributes = [...ATTRIBUTES.keys()];
  const environments = serviceEnvironments(process.env, { ...settings, urls, dataFolder, allAttributes });
  // The full issuer comes last: processes that load their modules at the same time are slow on a machine of two cores.
  const { full_issuer, ...first } = environments;
  const services = Object.entries(first).map(([name, env]) =>
    start(name, `apps/${name}/src/main.js`, { env }),
  );
  await Promise.all(services.map((child) => child.ready()));
  await start('full issuer', 'apps/issuer/src/main.js', { env: full_issuer }).ready();
}

/** Starts the pages' server, which gets the keys over IPC: other processes can read an environment. */
async function startPortal(settings) {
  const portal = start('portal', 'apps/portal/src/server/main.js');
  portal.tell(settings);
  await portal.ready();
}

const metricsLine = (ports) =>
  Object.keys(ports).length === 0
    ? ''
    : `\nMetrics at /metrics: ${Object.entries(ports)
        .map(([name, port]) => `${name} on port ${port}`)
        .join(', ')}\n`;

const announcement = (urls, { ca, metrics, link }) => {
  const { ISSUER_URL, VERIFIER_URL, PROVER_URL, FULL_ISSUER_URL } = urls;
  return `
zk-income is running. Open this page, and be employer, tenant and landlord:

  ${link}

  wallet       ${urls.WALLET_URL}
  issuer       ${ISSUER_URL}    Swagger UI: ${ISSUER_URL}/docs
  verifier     ${VERIFIER_URL}    Swagger UI: ${VERIFIER_URL}/docs
  test prover  ${PROVER_URL}    Swagger UI: ${PROVER_URL}/docs
  full issuer  ${FULL_ISSUER_URL}    Swagger UI: ${FULL_ISSUER_URL}/docs

Wallets know them as ${urls.ISSUER_HTTPS_URL}, ${urls.VERIFIER_HTTPS_URL}
and ${urls.FULL_ISSUER_HTTPS_URL}. Clients of these URLs need the authority in ${ca}
${metricsLine(metrics)}
API keys of the demo clients are in ${join(dataFolder, 'demo.env')}:
  ISSUER_API_KEY      issues and revokes for the payer demo:acme
  ISSUER_API_KEY_2    issues and revokes for the payer demo:bolt
  VERIFIER_API_KEY    creates requests and reads their receipts

In another terminal:
  . ${quoted(join(dataFolder, 'demo.env'))}     then follow the curl walkthrough in README.md
  npm run demo                     runs the whole protocol step by step

Ctrl-C stops everything. Data and keys stay in ${dataFolder}.
`;
};

/** Stops everything if a child process exits unexpectedly. */
function watch(child) {
  child.exited.then(async (how) => {
    if (stopping) return;
    await wait(SIGNAL_GRACE_MS);
    if (stopping) return;
    process.stderr.write(
      `\nThe ${child.name} exited unexpectedly (${how}). Stopping all services. Its last output is above.\n`,
    );
    await stop(1);
  });
}

try {
  const ports = await choosePorts(process.env);
  const urls = {
    ...urlsOf(process.env, ports),
    ...httpsUrlsOf(process.env, ports),
    ...pageUrlsOf(ports),
  };
  for (const note of notesOn(process.env)) process.stderr.write(`${note}\n`);
  const endpoint = await startStore();
  const keys = await prepareStore(endpoint);
  const certificates = await prepareCertificates();
  const examples = new LiveExamples();
  await examples.listen();
  const webhookKey = webhookKeyOf(dataFolder);
  await startServices(urls, { endpoint, ports, examples, certificates, webhookKey });
  const { link, settings } = portalSettings({
    ...{ urls, keys, ports, dataFolder, pages: built('pages') },
    ca: certificates.ca,
  });
  await startPortal(settings);
  writeDemoEnvironment(dataFolder, {
    ...urls,
    ...keys,
    // Contains the token that makes a browser the user of the portal.
    PORTAL_URL: link,
    CA_FILE: certificates.ca,
    STORE_ENDPOINT: endpoint,
  });
  await examples.use({ ...urls, ...keys });
  for (const child of children) watch(child);
  process.stdout.write(announcement(urls, { ca: certificates.ca, metrics: ports.metrics, link }));
  process.send?.({ type: 'ready', dataFolder });
} catch (error) {
  if (stopping) await stopping;
  const isExplained = error instanceof StartError || EXPLAINED.includes(error.name);
  const message = isExplained ? error.message : error.stack;
  process.stderr.write(`\n${message}\n`);
  process.send?.({ type: 'failed', message });
  await stop(1);
}
