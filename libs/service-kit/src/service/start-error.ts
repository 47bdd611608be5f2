import type { ServiceConfig } from '../config/service-config.js';
import { describeUnexpected } from '../problems/problem-filter.js';

/** Errors whose message is written for the person who starts the service. */
const EXPLAINED = ['ConfigError', 'KeyVaultError', 'StoreUnavailableError', 'StartError'];

/** Why a service does not start; the message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What to tell who starts a service that cannot start. Of an error that nobody foresaw its message is left out. */
export function explainStart(name: string, error: unknown, config?: ServiceConfig): string {
  const { name: kind, code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return `The ${name} cannot listen on port ${config?.PORT}: it is taken or not allowed. Stop what listens there, or choose another port.`;
  }
  if (EXPLAINED.includes(kind)) return `The ${name} does not start. ${message}`;
  return `The ${name} does not start: ${JSON.stringify(describeUnexpected(error))}`;
}
