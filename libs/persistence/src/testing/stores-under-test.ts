import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedStore } from '../embedded/embedded-store.js';
import type { StoreConfig } from '../store-client.js';

export interface StoreUnderTest {
  readonly config: StoreConfig;
  close(): Promise<void>;
}

async function startEmbedded(): Promise<StoreUnderTest> {
  const path = mkdtempSync(join(tmpdir(), 'zk-income-store-'));
  const store = await startEmbeddedStore({ path });
  return {
    config: { endpoint: store.endpoint },
    close: async () => {
      await store.close();
      rmSync(path, { recursive: true });
    },
  };
}

const endpoint = process.env.DYNAMODB_ENDPOINT;

const external = async (): Promise<StoreUnderTest> => ({
  config: { endpoint, region: process.env.AWS_REGION },
  close: async () => {},
});

/** The stores that the contract runs on: the embedded store, and the store at `DYNAMODB_ENDPOINT` if it is set. */
export const STORES: readonly (readonly [name: string, start: () => Promise<StoreUnderTest>])[] = [
  ['the embedded store on disk', startEmbedded],
  ...(endpoint === undefined ? [] : [['the store at DYNAMODB_ENDPOINT', external] as const]),
];
