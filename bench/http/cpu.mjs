// CPU time of this process and of its threads. The times per thread are available on Linux only.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'zk-income bench: threads of the pool';
const poolThreads = new Set();

/** Reports the calling thread as a thread of the pool. */
export function reportPoolThread() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(currentThread());
  channel.close();
}

function currentThread() {
  try {
    return readlinkSync('/proc/thread-self').split('/').at(-1);
  } catch {
    return undefined;
  }
}

const channel = new BroadcastChannel(CHANNEL);
channel.unref();
let notify = () => {};
let seen = 0;
channel.onmessage = ({ data }) => {
  seen++;
  if (data !== undefined) poolThreads.add(data);
  notify();
};

/** Resolves when `count` threads of the pool have started. */
export async function poolThreadsSeen(count) {
  while (seen < count) await new Promise((resolve) => (notify = resolve));
}

/** CPU time in milliseconds: in total, of the event loop, of the pool, and of Node's own threads. */
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
