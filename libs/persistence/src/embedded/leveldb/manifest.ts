import { logRecords } from './log.js';
import { FormatError, Reader } from './reader.js';

/** The files in use. LevelDB deletes all others in its folder. */
export interface LiveFiles {
  readonly tables: ReadonlySet<number>;
  /** Number of the first log that LevelDB reads when it opens the folder; 0 before the first log. */
  readonly firstLog: number;
}

/**
 * Applies all version edits of a manifest. Format: LevelDB's VersionEdit.
 *
 * @throws FormatError
 */
export function readManifest(bytes: Uint8Array): LiveFiles {
  const tables = new Set<number>();
  let firstLog = 0;
  for (const record of logRecords(bytes)) {
    const edit = new Reader(record);
    while (!edit.atEnd) {
      const tag = edit.varint();
      switch (tag) {
        case 1: // comparator
          skipText(edit);
          break;
        case 2:
          firstLog = edit.varint();
          break;
        case 3: // next file number
        case 4: // last sequence number
        case 9: // previous log number
          edit.varint();
          break;
        case 5: // compaction pointer of a level
          edit.varint();
          skipText(edit);
          break;
        case 6:
          edit.varint();
          tables.delete(edit.varint());
          break;
        case 7:
          edit.varint();
          tables.add(edit.varint());
          edit.varint(); // size
          skipText(edit); // smallest key
          skipText(edit); // largest key
          break;
        default:
          throw new FormatError(`unknown version edit ${tag}`);
      }
    }
  }
  return { tables, firstLog };
}

function skipText(reader: Reader): void {
  reader.take(reader.varint());
}
