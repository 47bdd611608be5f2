export type EmbeddedStoreErrorCode =
  | 'data_folder_in_use'
  | 'port_in_use'
  | 'data_corrupt'
  | 'data_folder_unwritable';

/** Why the embedded store cannot start; the message says what is wrong and what to do about it. */
export class EmbeddedStoreError extends Error {
  override readonly name = 'EmbeddedStoreError';

  constructor(
    readonly code: EmbeddedStoreErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  static inUse(folder: string, cause: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'data_folder_in_use',
      `The data folder ${folder} is used by another process. Stop that one, or choose another folder.`,
      { cause },
    );
  }

  static portInUse(port: number, cause: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'port_in_use',
      `Port ${port} of this machine is taken or not allowed. Stop what listens there, or choose another port.`,
      { cause },
    );
  }

  static corrupt(folder: string, reason: string, cause?: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'data_corrupt',
      `The data in ${folder} are damaged: ${reason}. Restore the folder from a copy, or move it away to start with an empty store.`,
      { cause },
    );
  }

  static unwritable(folder: string, cause: unknown): EmbeddedStoreError {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    return new EmbeddedStoreError(
      'data_folder_unwritable',
      `The data folder ${folder} cannot be made or written to (${code}). Make it writable for this user, or choose another folder.`,
      { cause },
    );
  }
}
