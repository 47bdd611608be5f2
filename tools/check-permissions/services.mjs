// Issuer, verifier and test prover as they run in the cloud, with the recorder in the place of AWS: the same
// configuration, and only the endpoint of AWS is another one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createStoreClient, ensureTables, TABLE_NAMES } from '../../dist/libs/persistence/src/index.js';
import { startMoto } from '../moto.mjs';
import { Child } from '../start-child.mjs';
import { choosePorts } from '../start-ports.mjs';
import { runProgram } from '../test-containers/stack.mjs';
import { ACCOUNT } from './calls.mjs';
import { Recorder } from './recorder.mjs';

const NAME = 'zk-income-dev';
const REGION = 'eu-central-1';
const KMS_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const SERVICES = ['issuer', 'verifier'];
const ATTRIBUTES = ['annual_income', 'annual_debt'];

const built = (path) => join(import.meta.dirname, '../../dist', path);

export class RecordedServices {
  urls;
  recorder;
  #toStop = [];
  #secretArns = {};

  static async start() {
    const services = new RecordedServices();
    try {
      await services.#start();
    } catch (error) {
      await services.stop();
      throw error;
    }
    return services;
  }

  async #start() {
    const folder = mkdtempSync(join(tmpdir(), 'zk-income-permissions-'));
    this.#toStop.push(() => rmSync(folder, { recursive: true, force: true }));
    const store = await this.#run('embedded store', 'libs/persistence/src/embedded/main.js', process.env, [
      '--path',
      folder,
    ]);
    const moto = await startMoto();
    this.#toStop.push(() => moto.close());
    await makeTables(store.endpoint);
    for (const service of SERVICES) this.#secretArns[service] = await makeSecret(moto.endpoint, service);
    this.recorder = await Recorder.start(
      { dynamodb: store.endpoint, secretsmanager: moto.endpoint },
      { kmsKey: KMS_KEY },
    );
    this.#toStop.push(() => this.recorder.close());

    for (const service of SERVICES) await this.keys(service, 'rotate');
    const ports = await choosePorts({ ISSUER_PORT: '0', VERIFIER_PORT: '0', PROVER_PORT: '0' });
    this.urls = {
      ISSUER_URL: `http://localhost:${ports.ISSUER_PORT}`,
      VERIFIER_URL: `http://localhost:${ports.VERIFIER_PORT}`,
      PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
      // For the suite, which registers its clients as an operator would.
      DYNAMODB_ENDPOINT: store.endpoint,
      TABLE_PREFIX: `${NAME}-`,
    };
    const trusted = [{ iss: this.urls.ISSUER_URL, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
    await this.#service('issuer', {
      ISSUER_ATTRIBUTES: ATTRIBUTES.join(','),
      STATUS_LIST_TTL_SECONDS: '1',
    });
    await this.#service('verifier', { TRUSTED_ISSUERS: JSON.stringify(trusted) });
    await this.#service('prover', { PROVER_ENABLED: 'true' });
  }

  /** Runs `npm run keys` for a service, as the function that rotates keys would. Returns what it prints. */
  async keys(service, ...args) {
    const command = ['tools/keys.mjs', ...args, '--service', service];
    const env = this.#environment('rotation', service);
    const { code, output } = await runProgram(process.execPath, command, env);
    if (code !== 0) throw new Error(`keys ${args.join(' ')} failed: ${output}`);
    return output;
  }

  /** What policies are rendered for: where these services run. */
  get values() {
    const arn = (service, resource) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
    const of = (keys, value) => Object.fromEntries(keys.map((key) => [key, value(key)]));
    return {
      name: NAME,
      partition: 'aws',
      region: REGION,
      account: ACCOUNT,
      kms_key: KMS_KEY,
      tables: of(TABLE_NAMES, (table) => arn('dynamodb', `table/${NAME}-${table}`)),
      secrets: this.#secretArns,
      repositories: of(SERVICES, (service) => arn('ecr', `repository/zk-income/${service}`)),
      log_groups: of([...SERVICES, 'rotation'], (one) => arn('logs', `log-group:/${NAME}/${one}`)),
    };
  }

  /** What a principal's calls need. */
  callsOf(principal) {
    return this.recorder.calls.get(principal) ?? new Set();
  }

  async stop() {
    for (const stop of this.#toStop.reverse()) await stop();
  }

  #service(name, own) {
    const url = this.urls[`${name.toUpperCase()}_URL`];
    return this.#run(name, `apps/${name}/src/main.js`, {
      ...this.#environment(name, name),
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      ...own,
    });
  }

  async #run(name, file, env, args = []) {
    const child = new Child(name, built(file), args, env);
    this.#toStop.push(() => child.stop());
    return child.ready();
  }

  /** A principal is told by its access key, as AWS tells it. */
  #environment(principal, service) {
    return {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: this.recorder.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: principal,
      AWS_SECRET_ACCESS_KEY: 'checked by nobody here',
      TABLE_PREFIX: `${NAME}-`,
      KEY_PROVIDER: 'secrets-manager',
      KEY_SECRET_ID: this.#secretArns[service] ?? 'none',
      KEY_REFRESH_SECONDS: '1',
      LOG_LEVEL: 'error',
    };
  }
}

async function makeTables(endpoint) {
  const store = createStoreClient({ endpoint, tablePrefix: `${NAME}-` });
  try {
    await ensureTables(store);
  } finally {
    store.close();
  }
}

async function makeSecret(endpoint, service) {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  const client = new SecretsManagerClient({ endpoint, region: REGION, credentials });
  try {
    return (await client.send(new CreateSecretCommand({ Name: `${NAME}/${service}` }))).ARN;
  } finally {
    client.destroy();
  }
}
