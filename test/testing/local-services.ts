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
import { loadConfig, PROOF_RUNNER } from '@zk-income/service-kit';
import { createTestService } from '@zk-income/service-kit/testing';
import { IssuerConfig } from '../../apps/issuer/src/issuer.config.js';
import { issuer as issuerService } from '../../apps/issuer/src/issuer.js';
import { ProverConfig } from '../../apps/prover/src/prover.config.js';
import { prover as proverService } from '../../apps/prover/src/prover.js';
import { VerifierConfig } from '../../apps/verifier/src/verifier.config.js';
import { verifier as verifierService } from '../../apps/verifier/src/verifier.js';
import { type Deployment, makeClients } from './deployment.js';

const ATTRIBUTES = ['annual_income', 'annual_debt'];
const VERIFIER_URL = 'https://verifier.example';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The services in this process, on an embedded store in a folder of their own. */
export async function startOwnServices(): Promise<Deployment> {
  const folder = mkdtempSync(join(tmpdir(), 'zk-income-'));
  const store = await startEmbeddedStore({ path: join(folder, 'store') });
  const client = createStoreClient({ endpoint: store.endpoint });
  await ensureTables(client);
  const keys = await makeClients(new DynamoApiClientStore(client));
  client.close();

  const port = await freePort();
  const iss = `http://127.0.0.1:${port}`;
  const env = { DATA_DIR: folder, STORE_ENDPOINT: store.endpoint };
  const proofs = new Map<unknown, unknown>([[PROOF_RUNNER, inlineProofRunner]]);
  const issuer = await createTestService(
    issuerService,
    loadConfig(IssuerConfig, { ...env, PUBLIC_URL: iss, STATUS_LIST_TTL_SECONDS: '1' }),
  );
  const trusted = [{ iss, attributes: ATTRIBUTES, complete: ATTRIBUTES }];
  const verifier = await createTestService(
    verifierService,
    loadConfig(VerifierConfig, {
      ...env,
      PUBLIC_URL: VERIFIER_URL,
      TRUSTED_ISSUERS: JSON.stringify(trusted),
    }),
    proofs,
  );
  const prover = await createTestService(
    proverService,
    loadConfig(ProverConfig, { PROVER_ENABLED: 'true' }),
    proofs,
  );
  await issuer.listen(port, '127.0.0.1');
  await verifier.listen(0, '127.0.0.1');
  return {
    issuer: issuer.getHttpServer(),
    verifier: verifier.getHttpServer(),
    prover: prover.getHttpServer(),
    verifierUrl: VERIFIER_URL,
    keys,
    stop: async () => {
      await Promise.all([issuer.close(), verifier.close(), prover.close()]);
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
