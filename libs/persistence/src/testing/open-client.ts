import type { StoreClient } from '../store-client.js';

/** Opens another client of the store under test. */
export type OpenClient = () => StoreClient;
