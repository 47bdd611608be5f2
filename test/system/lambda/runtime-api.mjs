// An emulator of Lambda's Runtime API, from which a function instance gets events and to which it posts results.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const PREFIX = '/2018-06-01/runtime/';
const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:zk-income-test';

const deferred = () => {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
};

export class RuntimeApi {
  /** Resolves when the instance requests its first event. */
  ready = deferred();
  /** Resolves with the error that the instance reports if it cannot start. */
  initError = deferred();
  invocations = 0;
  #poll;
  #queue = [];
  #running = new Map();

  static async start() {
    const api = new RuntimeApi();
    api.server = createServer((request, response) => void api.#serve(request, response));
    api.server.keepAliveTimeout = 0;
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    api.address = `127.0.0.1:${api.server.address().port}`;
    return api;
  }

  /** Passes an event to the instance; `posted` resolves with `{ result }` or `{ error }`. */
  invoke(event, deadlineMs) {
    const id = crypto.randomUUID();
    const posted = deferred();
    this.#queue.push({ id, event, deadlineMs });
    this.#running.set(id, posted);
    this.#deliver();
    return { id, posted: posted.promise };
  }

  close() {
    this.server.close();
    this.server.closeAllConnections();
  }

  #deliver() {
    if (this.#poll === undefined || this.#queue.length === 0) return;
    const response = this.#poll;
    this.#poll = undefined;
    const { id, event, deadlineMs } = this.#queue.shift();
    this.invocations++;
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': id,
      'lambda-runtime-deadline-ms': String(deadlineMs),
      'lambda-runtime-invoked-function-arn': ARN,
      'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0',
    });
    response.end(JSON.stringify(event));
  }

  async #serve(request, response) {
    const path = request.url.startsWith(PREFIX) ? request.url.slice(PREFIX.length) : '';
    if (path === 'invocation/next') {
      this.#poll = response;
      this.ready.resolve();
      this.#deliver();
      return;
    }
    const body = await text(request);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    if (id !== undefined) {
      const parsed = JSON.parse(body);
      this.#running.get(id)?.resolve(kind === 'response' ? { result: parsed } : { error: parsed });
      this.#running.delete(id);
    } else if (path === 'init/error') {
      this.initError.resolve(JSON.parse(body));
    }
  }
}
