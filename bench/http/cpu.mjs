// How much processor time this process has used, and which of its threads have. By thread on Linux only.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'zk-income bench: threads of the pool';
const poolThreads = new Set();

/** Called on a thread of the pool. */
export function sayThread() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(ownThread());
  channel.close();
}

function ownThread() {
  try {
    return readlinkSync('/proc/thread-self').split('/').at(-1);
  } catch {
    return undefined;
  }
}

const channel = new BroadcastChannel(CHANNEL);
channel.unref();
let notice = () => {};
let seen = 0;
channel.onmessage = ({ data }) => {
  seen++;
  if (data !== undefined) poolThreads.add(data);
  notice();
};

/** Resolves when that many threads of the pool have started. */
export async function poolThreadsSeen(count) {
  while (seen < count) await new Promise((resolve) => (notice = resolve));
}

/** Milliseconds of processor time: in all, of the event loop, of the pool, and of the threads that Node itself has. */
export function cpuByThread() {
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1000;
  try {
    const spent = { cpu, eventLoop: 0, pool: 0, other: 0 };
    for (const thread of readdirSync('/proc/self/task')) {
      const name = thread === String(process.pid) ? 'eventLoop' : poolThreads.has(thread) ? 'pool' : 'other';
      const [nanoseconds] = readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ');
      spent[name] += Number(nanoseconds) / 1e6;
    }
    return spent;
  } catch {
    return { cpu };
  }
}
