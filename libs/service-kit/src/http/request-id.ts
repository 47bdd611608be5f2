import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const given = new AsyncLocalStorage<string>();

/** Runs something in which the next request gets an id that the platform knows it by. */
export const withRequestId = <T>(id: string, run: () => T): T => given.run(id, run);

/** The id of a request: the platform's, or a fresh UUID. Never the caller's. */
export const newRequestId = (): string => given.getStore() ?? randomUUID();
