import { logRecords } from './log.js';
import { FormatError, Reader } from './reader.js';

/** The files that a LevelDB is made of; others in its folder are left-overs that it will remove. */
export interface LiveFiles {
  readonly tables: ReadonlySet<number>;
  /** Logs from this number on are read when it is opened; 0 before there was one. */
  readonly firstLog: number;
}

/** Adds up the changes that a manifest records; throws `FormatError`. Format: LevelDB's VersionEdit. */
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
        case 5: // where the next compaction of a level begins
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
          throw new FormatError(`it has an unknown change ${tag}`);
      }
    }
  }
  return { tables, firstLog };
}

function skipText(reader: Reader): void {
  reader.take(reader.varint());
}
