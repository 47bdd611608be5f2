// Issuer, verifier and test prover with the production configuration, whose AWS endpoint is the call recorder.
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createApiClient } from '../../../dist/libs/api-clients/src/index.js';
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
} from '../../../dist/libs/persistence/src/index.js';
import { createAuthority } from '../../../scripts/certificates.mjs';
import { startMoto } from '../harness/moto.mjs';
import { freePorts } from '../harness/network.mjs';
import { runOrThrow, startService } from '../harness/processes.mjs';
import { onTeardown, temporaryFolder } from '../harness/teardown.mjs';
import { CallRecorder } from './call-recorder.mjs';
import { ENVIRONMENT_NAME, environmentValues, KMS_KEY, SERVICES } from './environment-values.mjs';
import { REGION } from './pipeline-policies.mjs';

const TABLE_PREFIX = `${ENVIRONMENT_NAME}-`;
const ATTRIBUTES = ['gross_income', 'debt_payments'];

export class RecordedServices {
  urls;
  #recorder;
  #secretArns = {};

  static async start() {
    const services = new RecordedServices();
    await services.#start();
    return services;
  }

  async #start() {
    const store = await startService('dist/libs/persistence/src/embedded/main.js', {
      args: ['--path', temporaryFolder('permissions')],
    });
    const moto = await startMoto();
    onTeardown(() => moto.close());
    await createTables(store.endpoint);
    for (const service of SERVICES) this.#secretArns[service] = await createSecret(moto.endpoint, service);
    this.#recorder = await CallRecorder.start(
      { dynamodb: store.endpoint, secretsmanager: moto.endpoint },
      { kmsKey: KMS_KEY },
    );
    onTeardown(() => this.#recorder.close());

    for (const service of SERVICES) await this.#keys(service, 'rotate');
    await this.#startServices(store.endpoint, await certificateFor(moto.endpoint, this.#secretArns.verifier));
  }

  async #startServices(storeEndpoint, verifierCertificate) {
    const ports = await freePorts(['ISSUER_PORT', 'VERIFIER_PORT', 'PROVER_PORT']);
    this.urls = {
      ISSUER_URL: `http://localhost:${ports.ISSUER_PORT}`,
      VERIFIER_URL: `http://localhost:${ports.VERIFIER_PORT}`,
      PROVER_URL: `http://localhost:${ports.PROVER_PORT}`,
      // What the verifier calls itself: wallets answer by https only.
      VERIFIER_HTTPS_URL: `https://localhost:${ports.VERIFIER_PORT}`,
      // The HTTP suite registers its API clients in the store, as an operator would.
      DYNAMODB_ENDPOINT: storeEndpoint,
      TABLE_PREFIX,
    };
    const trusted = [{ iss: this.urls.ISSUER_URL, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
    await this.#service('issuer', {
      ISSUER_ATTRIBUTES: ATTRIBUTES.join(','),
      STATUS_LIST_TTL_SECONDS: '1',
    });
    await this.#service('verifier', {
      TRUSTED_ISSUERS: JSON.stringify(trusted),
      PUBLIC_URL: this.urls.VERIFIER_HTTPS_URL,
      VERIFIER_CERTIFICATE_CHAIN: verifierCertificate,
    });
    await this.#service('prover', { PROVER_ENABLED: 'true' });
  }

  /** Registers clients in the store, as an operator would. Returns what `Clients` needs. */
  async clients() {
    const store = createStoreClient({ endpoint: this.urls.DYNAMODB_ENDPOINT, tablePrefix: TABLE_PREFIX });
    try {
      const register = (client) =>
        createApiClient(new DynamoApiClientStore(store), { name: client.id, plan: 'internal', ...client });
      return {
        ...this.urls,
        ISSUER_API_KEY: await register({
          id: 'payroll',
          scopes: ['issue', 'revoke'],
          sourceId: 'demo:payroll',
        }),
        VERIFIER_API_KEY: await register({ id: 'lettings', scopes: ['request'] }),
      };
    } finally {
      store.close();
    }
  }

  /** Rotates the signing key of a service, as the rotation function does. */
  async rotateKey(service, ...options) {
    await this.#keys(service, 'rotate', ...options);
  }

  async retireKey(service, kid) {
    await this.#keys(service, 'retire', '--kid', kid);
  }

  /** The IDs of the keys that a service publishes. */
  async publishedKids(service) {
    const { keys } = await (await fetch(`${this.urlOf(service)}/.well-known/jwks.json`)).json();
    return keys.map(({ kid }) => kid);
  }

  urlOf(service) {
    return this.urls[`${service.toUpperCase()}_URL`];
  }

  /** The template values of the policies of these services. */
  get values() {
    return environmentValues(this.#secretArns);
  }

  /** The permissions that the recorded calls of a principal required. */
  permissionsRequiredBy(principal) {
    return this.#recorder.required.get(principal) ?? new Set();
  }

  /** Runs `npm run keys` with the credentials of the rotation function. */
  #keys(service, ...args) {
    const command = ['dist/apps/cli/src/main.js', 'keys', ...args, '--service', service];
    return runOrThrow(process.execPath, command, { env: this.#environment('rotation', service) });
  }

  #service(name, settings) {
    const url = this.urlOf(name);
    const env = {
      ...this.#environment(name, name),
      PORT: new URL(url).port,
      PUBLIC_URL: url,
      ...settings,
    };
    return startService(`dist/apps/${name}/src/main.js`, { env });
  }

  /** The recorder identifies a principal by its access key ID. */
  #environment(principal, service) {
    return {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ENDPOINT_URL: this.#recorder.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: principal,
      AWS_SECRET_ACCESS_KEY: 'not checked',
      TABLE_PREFIX,
      KEY_PROVIDER: 'secrets-manager',
      KEY_SECRET_ID: this.#secretArns[service] ?? 'none',
      KEY_REFRESH_SECONDS: '1',
      WEBHOOK_KEYS: 'k'.repeat(64),
      // The receiver is on this machine.
      WEBHOOK_LOOPBACK: 'true',
      LOG_LEVEL: 'error',
    };
  }
}

async function createTables(endpoint) {
  const store = createStoreClient({ endpoint, tablePrefix: TABLE_PREFIX });
  try {
    await ensureTables(store);
  } finally {
    store.close();
  }
}

const createSecret = (endpoint, service) =>
  asOperator(endpoint, async (client) => {
    const Name = `${ENVIRONMENT_NAME}/${service}`;
    return (await client.send(new CreateSecretCommand({ Name }))).ARN;
  });

/** A certificate over the signing key in a secret, as the operator gets one. */
const certificateFor = (endpoint, SecretId) =>
  asOperator(endpoint, async (client) => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    const { kty, crv, x, y } = JSON.parse(SecretString);
    const authority = await createAuthority(['localhost']);
    return authority.signingCertificate({ kty, crv, x, y }, ['localhost']);
  });

async function asOperator(endpoint, call) {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  const client = new SecretsManagerClient({ endpoint, region: REGION, credentials });
  try {
    return await call(client);
  } finally {
    client.destroy();
  }
}
