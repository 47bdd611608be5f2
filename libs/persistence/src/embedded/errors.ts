export type EmbeddedStoreErrorCode =
  | 'data_folder_in_use'
  | 'port_in_use'
  | 'data_corrupt'
  | 'data_folder_unwritable'
  | 'dynalite_missing';

/** The embedded store cannot start. The message says why and what to do. */
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
      `The data folder ${folder} is in use by another process. Stop that process, or choose another folder.`,
      { cause },
    );
  }

  static portInUse(port: number, cause: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'port_in_use',
      `Port ${port} is in use or not permitted. Stop the program that listens on it, or choose another port.`,
      { cause },
    );
  }

  static corrupt(folder: string, reason: string, cause?: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'data_corrupt',
      `The data in ${folder} is corrupt: ${reason}. Restore the folder from a backup, or move it away to start with an empty store.`,
      { cause },
    );
  }

  static unwritable(folder: string, cause: unknown): EmbeddedStoreError {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException;
    return new EmbeddedStoreError(
      'data_folder_unwritable',
      `The data folder ${folder} cannot be created or written to (${code}). Make it writable for this user, or choose another folder.`,
      { cause },
    );
  }

  static dynaliteMissing(cause: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'dynalite_missing',
      'The embedded store requires the package dynalite, which is not installed. Run `npm install dynalite@4`, or set STORE_ENDPOINT to use another store.',
      { cause },
    );
  }
}
