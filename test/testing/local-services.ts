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

/**
 * Starts the services in this process, on an embedded store in a temporary folder.
 *
 * @param urls `PUBLIC_URL` of the services, if they are behind a proxy
 */
export async function startLocalServices(
  urls: { readonly issuer?: string; readonly verifier?: string } = {},
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
  const trusted = [{ iss, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
  const verifier = await createTestService(
    verifierService,
    loadConfig(VerifierConfig, {
      ...env,
      PUBLIC_URL: verifierUrl,
      TRUSTED_ISSUERS: JSON.stringify(trusted),
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
