// One load level: sends distinct presentations over a number of connections and reads what the verifier used for them.
import autocannon from 'autocannon';

const difference = (after, before, name) => after[name] - before[name];

/** Sends each body once and counts those that were verified. */
async function send(url, bodies, connections) {
  let next = 0;
  let verified = 0;
  const times = [];
  const started = performance.now();
  let finished;
  await autocannon({
    url,
    connections: Math.min(connections, bodies.length),
    amount: bodies.length,
    requests: [
      {
        method: 'POST',
        path: '/verify',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: bodies[next++ % bodies.length] }),
      },
    ],
    setupClient: (client) => {
      client.on('body', (body) => (verified += String(body).includes('"verified":true') ? 1 : 0));
      client.on('response', (_status, _bytes, milliseconds) => {
        times.push(milliseconds);
        finished = performance.now();
      });
    },
  });
  times.sort((a, b) => a - b);
  const share = (part) => times[Math.ceil(part * times.length) - 1];
  // The load generator itself checks only once a second whether it has finished.
  return { seconds: (finished - started) / 1000, p50: share(0.5), p99: share(0.99), verified };
}

/** Restores the requests of the presentations in the store, then sends all presentations. */
export async function load(verifier, presentations, connections) {
  await verifier.call(
    'store',
    presentations.map(({ stored }) => stored),
  );
  const es256Before = await verifier.call('es256');
  const before = await verifier.call('usage');
  const result = await send(
    verifier.url,
    presentations.map(({ body }) => body),
    connections,
  );
  const after = await verifier.call('usage');
  const es256After = await verifier.call('es256');
  const each = (name) => difference(after, before, name) / presentations.length;
  return {
    connections,
    requests: presentations.length,
    not_verified: presentations.length - result.verified,
    per_second: presentations.length / result.seconds,
    p50_ms: result.p50,
    p99_ms: result.p99,
    cpu_ms: each('cpu'),
    ...('pool' in after && {
      event_loop_ms: each('eventLoop'),
      pool_ms: each('pool'),
      other_threads_ms: each('other'),
    }),
    batch: difference(after, before, 'proofs') / difference(after, before, 'batches'),
    store_calls: difference(after.store, before.store, 'calls') / presentations.length,
    store_ms: difference(after.store, before.store, 'ms') / presentations.length,
    es256_ms: (es256Before + es256After) / 2,
    memory_mb: after.rss / 2 ** 20,
  };
}
