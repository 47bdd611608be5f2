export type EmbeddedStoreErrorCode =
  | 'data_folder_in_use'
  | 'port_in_use'
  | 'port_invalid'
  | 'data_corrupt'
  | 'data_folder_unwritable'
  | 'dynalite_missing';

/** Why a folder cannot be used, by the error code of the system or of LevelDB. */
const REASONS: Record<string, string> = {
  EACCES: 'this user may not write there (EACCES)',
  EPERM: 'this user may not write there (EPERM)',
  EROFS: 'the file system is read-only (EROFS)',
  ENOENT: 'the file system has no place for folders there (ENOENT)',
  ENOTDIR: 'a part of the path is a file (ENOTDIR)',
  ENOSPC: 'no space is left on the device (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  ENAMETOOLONG: 'the path is too long (ENAMETOOLONG)',
  ELOOP: 'the path has a loop of symbolic links (ELOOP)',
  LEVEL_IO_ERROR: 'an input/output error, such as missing permission or no space (LEVEL_IO_ERROR)',
};

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
      `The data folder ${folder} is in use by another process. Stop that process, or set DATA_DIR to another folder.`,
      { cause },
    );
  }

  static portInUse(port: number, cause: unknown): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'port_in_use',
      `Port ${port} is in use or not permitted. Stop the program that listens on it, or set EMBEDDED_STORE_PORT to another port (0 selects a free one).`,
      { cause },
    );
  }

  static invalidPort(): EmbeddedStoreError {
    return new EmbeddedStoreError(
      'port_invalid',
      'EMBEDDED_STORE_PORT: expected a port from 0 to 65535. 0 selects a free port.',
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
      `The data folder ${folder} cannot be created or written to: ${REASONS[code] ?? code}. Make it writable for this user, or set DATA_DIR to another folder.`,
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
