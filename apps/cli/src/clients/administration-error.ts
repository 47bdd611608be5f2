import { ClientAdministrationError } from '@zk-income/api-clients';
import { CommandError } from '../errors.js';

/** Explains an error of the administration to the operator; returns any other error as it is. */
export function explainAdministrationError(error: unknown): unknown {
  if (!(error instanceof ClientAdministrationError)) return error;
  const { code, clientId: id } = error;
  switch (code) {
    case 'client_not_found':
      return new CommandError(`Client ${id} not found. List all clients: npm run clients -- list`);
    case 'client_exists':
      return new CommandError(
        `Client ${id} already exists. Choose another id, or create a new key: npm run clients -- rotate ${id}`,
      );
    case 'client_id_claimed':
      return new CommandError(
        `The id ${id} is reserved: another run is registering it, or an earlier run was interrupted. Choose another id.`,
      );
    case 'client_disabled':
      return new CommandError(`Client ${id} is disabled. Enable it first: npm run clients -- enable ${id}`);
    default:
      return code satisfies never;
  }
}
