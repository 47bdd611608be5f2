declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}

declare module 'dynalite/db/index.js' {
  /** The LevelDB of a store. The caller opens and closes it. */
  interface Database {
    open(): Promise<void>;
    close(): Promise<void>;
    put(key: string, value: unknown): Promise<void>;
    del(key: string): Promise<void>;
    iterator(): AsyncIterable<[string, unknown]>;
  }

  interface DynaliteDatabases {
    create(options: { path: string }): { db: Database };
  }

  const databases: DynaliteDatabases;
  export default databases;
}
