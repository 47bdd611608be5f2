import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MemoryClientBudgetStore } from '@zk-income/api-clients/testing';
import { CoreEngine, inlineProofRunner } from '@zk-income/credential';
import { makeTestEnvironment, NOW, signingKeys, VERIFIER } from '@zk-income/credential/testing';
import {
  API_CLIENT_STORE,
  CLIENT_BUDGET_STORE,
  CLOCK,
  IDEMPOTENCY_STORE,
  loadConfig,
  PROOF_RUNNER,
  SIGNING_KEYS,
} from '@zk-income/service-kit';
import { createTestService, MemoryIdempotencyStore, testClients } from '@zk-income/service-kit/testing';
import { createAuthority } from '../../../../scripts/certificates.mjs';
import { VerifierConfig } from '../verifier.config.js';
import { verifier } from '../verifier.js';

export const HOST = new URL(VERIFIER).hostname;
const TRUSTED_ISSUERS = JSON.stringify([
  { iss: 'https://issuer.example', attributes: ['gross_income'], complete: [] },
]);

/** Tests call more often than the clients of a built-in plan may, and the clock stands still. */
const CLIENT_PLANS = JSON.stringify({ tests: { perMinute: 60_000, burst: 10_000, perMonth: 1_000_000 } });

export interface WalletServiceOptions {
  readonly hasCertificate?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** A verifier over HTTP and an issuer, connected without a network. */
export async function startWalletService({ hasCertificate = true, env = {} }: WalletServiceOptions = {}) {
  const environment = await makeTestEnvironment();
  const { clock, receiptKey, verifier: engine } = environment;
  const authority = await createAuthority([HOST], { now: NOW });
  const certificate = await authority.signingCertificate(receiptKey.publicJwk, [HOST]);
  const clients = await testClients();
  const idempotency = new MemoryIdempotencyStore();
  const folder = mkdtempSync(join(tmpdir(), 'verifier-'));
  const app: NestFastifyApplication = await createTestService(
    verifier,
    loadConfig(VerifierConfig, {
      DATA_DIR: folder,
      TRUSTED_ISSUERS,
      STORE_ENDPOINT: 'http://127.0.0.1:1',
      PUBLIC_URL: VERIFIER,
      CLIENT_PLANS,
      DEFAULT_CLIENT_PLAN: 'tests',
      ...(hasCertificate && { VERIFIER_CERTIFICATE_CHAIN: certificate }),
      ...env,
    }),
    new Map<unknown, unknown>([
      [CoreEngine, engine],
      [CLOCK, clock],
      [SIGNING_KEYS, await signingKeys(receiptKey)],
      [PROOF_RUNNER, inlineProofRunner],
      [API_CLIENT_STORE, clients.store],
      [CLIENT_BUDGET_STORE, new MemoryClientBudgetStore()],
      [IDEMPOTENCY_STORE, idempotency],
    ]),
  );
  return {
    app,
    environment,
    clients,
    idempotency,
    leaf: new X509Certificate(certificate),
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type WalletService = Awaited<ReturnType<typeof startWalletService>>;
