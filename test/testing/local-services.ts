import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inlineProofRunner } from '@zk-income/credential';
import {
  createStoreClient,
  DynamoApiClientStore,
  ensureTables,
  startEmbeddedStore,
} from '@zk-income/persistence';
import { CLOCK, loadConfig, PROOF_RUNNER } from '@zk-income/service-kit';
import { createTestService } from '@zk-income/service-kit/testing';
import { IssuerConfig } from '../../apps/issuer/src/issuer.config.js';
import { issuer as issuerService } from '../../apps/issuer/src/issuer.js';
import { ProverConfig } from '../../apps/prover/src/prover.config.js';
import { prover as proverService } from '../../apps/prover/src/prover.js';
import { VerifierConfig } from '../../apps/verifier/src/verifier.config.js';
import { verifier as verifierService } from '../../apps/verifier/src/verifier.js';
import { createAuthority } from '../../scripts/certificates.mjs';
import { generateHolderKey as generateJwk } from '../../scripts/generate-jwk.mjs';
import { type Deployment, registerClients } from './deployment.js';

const ATTRIBUTES = ['gross_income', 'debt_payments'];
const VERIFIER_URL = 'https://verifier.example';

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A signing key, and a certificate over it for the host of a URL. */
async function certifiedKey(url: string) {
  const { hostname } = new URL(url);
  const { publicJwk, privateJwk } = generateJwk();
  const authority = await createAuthority([hostname]);
  return {
    anchor: authority.certificate,
    env: {
      KEY_PROVIDER: 'environment',
      SIGNING_KEYS: JSON.stringify(privateJwk),
      VERIFIER_CERTIFICATE_CHAIN: await authority.signingCertificate(publicJwk, [hostname]),
    },
  };
}

/**
 * Starts the services in this process, on an embedded store in a temporary folder.
 *
 * @param urls `PUBLIC_URL` of the services, if they are behind a proxy
 * @param hasCertificate whether OpenID wallets can answer requests of the verifier
 */
export async function startLocalServices(
  urls: { readonly issuer?: string; readonly verifier?: string } = {},
  hasCertificate = false,
): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-'));
  const store = await startEmbeddedStore({ path: join(folder, 'store') });
  const client = createStoreClient({ endpoint: store.endpoint });
  await ensureTables(client);
  const keys = await registerClients(new DynamoApiClientStore(client));
  client.close();

  const port = await findFreePort();
  const { issuer: iss = `http://127.0.0.1:${port}`, verifier: verifierUrl = VERIFIER_URL } = urls;
  const env = { DATA_DIR: folder, STORE_ENDPOINT: store.endpoint };
  let passedMs = 0;
  const clock = { now: () => Date.now() + passedMs };
  const issuer = await createTestService(
    issuerService,
    loadConfig(IssuerConfig, { ...env, PUBLIC_URL: iss, STATUS_LIST_TTL_SECONDS: '1' }),
    new Map([[CLOCK, clock]]),
  );
  const identity = hasCertificate ? await certifiedKey(verifierUrl) : undefined;
  const trusted = [{ iss, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
  const verifier = await createTestService(
    verifierService,
    loadConfig(VerifierConfig, {
      ...env,
      PUBLIC_URL: verifierUrl,
      TRUSTED_ISSUERS: JSON.stringify(trusted),
      ...identity?.env,
    }),
    new Map<unknown, unknown>([
      [CLOCK, clock],
      [PROOF_RUNNER, inlineProofRunner],
    ]),
  );
  const prover = await createTestService(
    proverService,
    loadConfig(ProverConfig, { PROVER_ENABLED: 'true' }),
    new Map([[PROOF_RUNNER, inlineProofRunner]]),
  );
  await issuer.listen(port, '127.0.0.1');
  await verifier.listen(0, '127.0.0.1');
  return {
    issuer: issuer.getHttpServer(),
    verifier: verifier.getHttpServer(),
    prover: prover.getHttpServer(),
    verifierUrl,
    ...(identity && { anchor: identity.anchor }),
    keys,
    passTime: async (seconds) => {
      passedMs += seconds * 1000;
    },
    stop: async () => {
      await Promise.all([issuer.close(), verifier.close(), prover.close()]);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
