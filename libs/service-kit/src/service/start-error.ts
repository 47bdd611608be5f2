import type { ServiceConfig } from '../config/service-config.js';
import { describeUnexpected } from '../problems/problem-filter.js';

/** Names of errors whose message is written for the operator. */
const EXPLAINED = ['ConfigError', 'KeyVaultError', 'StoreUnavailableError', 'StartError'];

/** A service cannot start. The message says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The variable that set the port of an error of `listen`. */
const portVariable = (port: number | undefined, config?: ServiceConfig) =>
  (['METRICS_PORT', 'TLS_PORT'] as const).find((name) => port !== undefined && port === config?.[name]) ??
  'PORT';

/** Explains why a service cannot listen; undefined for other errors. */
function explainListen(error: NodeJS.ErrnoException & { port?: number }, config?: ServiceConfig) {
  const { code, syscall, port } = error;
  const variable = portVariable(port, config);
  switch (code) {
    case 'EADDRINUSE':
      return `could not listen on port ${port} (${variable}): the port is in use. Stop the process that uses it, or set ${variable} to another port.`;
    case 'EACCES':
      if (syscall !== 'listen') return undefined;
      return `could not listen on port ${port} (${variable}): this user may not use the port. Set ${variable} to another port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'could not listen on HOST: it is not a name or an address of this machine. Set HOST to localhost, 0.0.0.0 or an address of this machine.';
    default:
      return undefined;
  }
}

/** Explains to the operator why a service cannot start. Leaves out the message of an unexpected error. */
export function explainStart(name: string, error: unknown, config?: ServiceConfig): string {
  const listening = explainListen(error as NodeJS.ErrnoException, config);
  if (listening !== undefined) return `The ${name} ${listening}`;
  const { name: kind, message } = error as Error;
  if (EXPLAINED.includes(kind)) return `The ${name} could not start. ${message}`;
  return `The ${name} could not start: ${JSON.stringify(describeUnexpected(error))}`;
}
