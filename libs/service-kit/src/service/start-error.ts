import type { ServiceConfig } from '../config/service-config.js';
import { describeUnexpected } from '../problems/problem-filter.js';

/** Names of errors whose message is written for the operator. */
const EXPLAINED = ['ConfigError', 'KeyVaultError', 'StoreUnavailableError', 'StartError'];

/** A service cannot start. The message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Explains to the operator why a service cannot start. Leaves out the message of an unexpected error. */
export function explainStart(name: string, error: unknown, config?: ServiceConfig): string {
  const { name: kind, code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return `The ${name} could not listen on port ${config?.PORT}: the port is in use or not permitted. Stop the process that uses it, or set PORT to another port.`;
  }
  if (EXPLAINED.includes(kind)) return `The ${name} could not start. ${message}`;
  return `The ${name} could not start: ${JSON.stringify(describeUnexpected(error))}`;
}
