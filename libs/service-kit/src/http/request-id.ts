import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const platformId = new AsyncLocalStorage<string>();

/** Runs a function whose requests get the id that the platform assigned, such as Lambda's invocation id. */
export const withRequestId = <T>(id: string, run: () => T): T => platformId.run(id, run);

/** The id of a request: assigned by the platform, or a random UUID. A client cannot choose it. */
export const newRequestId = (): string => platformId.getStore() ?? randomUUID();
