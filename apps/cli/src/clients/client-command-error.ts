import type { ClientAdministrationError } from '@zk-income/api-clients';

/** Why a command is not possible; the message says what to do. */
export class ClientCommandError extends Error {
  override readonly name = 'ClientCommandError';

  static from({ code, clientId }: ClientAdministrationError): ClientCommandError {
    switch (code) {
      case 'client_not_found':
        return new ClientCommandError(
          `Client ${clientId} not found. List all clients: npm run clients -- list`,
        );
      case 'client_exists':
        return new ClientCommandError(`Client ${clientId} already exists.`);
      case 'client_id_claimed':
        return new ClientCommandError(
          `The id ${clientId} is reserved: another run registers it, or an earlier run was interrupted. Choose another id.`,
        );
      case 'client_disabled':
        return new ClientCommandError(
          `Client ${clientId} is disabled. Enable it first: npm run clients -- enable ${clientId}`,
        );
      default:
        return code satisfies never;
    }
  }
}
