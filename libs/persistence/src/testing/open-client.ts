import type { StoreClient } from '../store-client.js';

/** Opens another client on the store under test. */
export type Open = () => StoreClient;
