import { expect, test } from '@jest/globals';
import { ensureTables } from '../ensure-tables.js';
import { DynamoStatusListStore } from '../stores/status-list-store.js';
import { clientOf, type EmbeddedProcesses } from './embedded-process.js';

const WRITES_PER_ROUND = 150;
const WRITERS = 8;

/** Kills the embedded store `rounds` times during concurrent writes, then compares its data with the acknowledged writes. */
export function testKillUnderLoad(processes: () => EmbeddedProcesses, rounds: number): void {
  test(`keeps every acknowledged write when it is killed under load, ${rounds} times`, async () => {
    const path = processes().newFolder();
    const acknowledged = new Set<number>();
    for (let round = 0; round < rounds; round++) {
      const store = await processes().start(path);
      // One attempt each, so that every acknowledged write was made by this process.
      const client = clientOf(store, 1);
      await ensureTables(client);
      const lists = new DynamoStatusListStore(client);
      let next = (round + 1) * 1_000_000;
      const target = acknowledged.size + WRITES_PER_ROUND;
      const writer = async () => {
        for (;;) {
          const index = next++;
          await lists.set({ list: 0, index }, 'revoked', 1);
          acknowledged.add(index);
          if (acknowledged.size === target) store.child.kill('SIGKILL');
        }
      };
      const outcomes = await Promise.allSettled(Array.from({ length: WRITERS }, writer));
      expect(outcomes.map(({ status }) => status)).not.toContain('fulfilled');
      expect(await store.exited).toBe('SIGKILL');
      client.close();
    }
    const client = clientOf(await processes().start(path));
    const stored = new Set((await new DynamoStatusListStore(client).entries(0)).map(({ index }) => index));
    expect([...acknowledged].filter((index) => !stored.has(index))).toEqual([]);
    client.close();
  });
}
