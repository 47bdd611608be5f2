// An HTTP proxy between the services and the store. It counts the writes and injects a fault at one of them.
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

const WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];
/** Longer than a claim of an Idempotency-Key lasts without a renewal. */
const LATE_MS = 1_500;

const THROTTLED = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
  message: 'Rate exceeded.',
});

/**
 * What happens to a write. `kill` ends the process that the plan names. `isOutage` continues the fault for every later
 * call until `disarm`, so that retries of the SDK fail too.
 */
export const FAULTS = {
  'the request is lost, and the store stays unreachable': { forwards: 0, isOutage: true },
  'the answer is lost, and the store stays unreachable': { forwards: 1, isOutage: true },
  'the answer is lost once': { forwards: 1 },
  'the request arrives twice': { forwards: 2, answers: true },
  'the store throttles the call once': { forwards: 0, throttles: true },
  'the answer is late': { forwards: 1, answers: true, delayMs: LATE_MS },
  'the service is killed before the write': { forwards: 0, kills: 'service' },
  'the service is killed between write and answer': { forwards: 1, kills: 'service' },
  'the service is killed after the answer': { forwards: 1, answers: true, kills: 'service' },
  'the store is killed before the write': { forwards: 0, kills: 'store', isOutage: true },
  'the store is killed between write and answer': { forwards: 1, kills: 'store', isOutage: true },
};

export class StoreProxy {
  /** The number of writes since `arm`. */
  writes = 0;
  #agent = new Agent({ keepAlive: true });
  #plan;
  #isOut = false;

  static async open() {
    const proxy = new StoreProxy();
    proxy.server = createServer((incoming, outgoing) => proxy.#pass(incoming, outgoing));
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    proxy.endpoint = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  /** Forwards to this store from now on. */
  connect(endpoint) {
    this.#agent.destroy();
    this.#agent = new Agent({ keepAlive: true });
    this.store = new URL(endpoint);
  }

  /** Injects a fault at the n-th write from now on; with n = 0, only counts. `kill` ends a process. */
  arm(n = 0, fault = undefined, kill = async () => {}) {
    this.writes = 0;
    this.#plan = { n, fault, kill };
  }

  disarm() {
    this.#plan = undefined;
    this.#isOut = false;
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
    this.#agent.destroy();
  }

  async #pass(incoming, outgoing) {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const operation = String(incoming.headers['x-amz-target']).split('.')[1];
    const plan = this.#plan;
    const isWrite = plan !== undefined && WRITES.includes(operation);
    if (isWrite) this.writes++;
    try {
      if (this.#isOut) incoming.socket.destroy();
      else if (isWrite && plan.n === this.writes) await this.#inject(plan, incoming, body, outgoing);
      else send(outgoing, await this.#forward(incoming, body));
    } catch {
      // The store is not reachable.
      incoming.socket.destroy();
    }
  }

  async #inject({ fault, kill }, incoming, body, outgoing) {
    if (fault.isOutage) this.#isOut = true;
    let answer;
    for (let i = 0; i < fault.forwards; i++) answer = await this.#forward(incoming, body);
    if (fault.delayMs) await wait(fault.delayMs);
    if (fault.throttles) answer = { status: 400, headers: {}, body: THROTTLED };
    const isAnswered = fault.answers || fault.throttles;
    if (isAnswered) send(outgoing, answer);
    if (fault.kills) await kill(fault.kills);
    if (!isAnswered) incoming.socket.destroy();
  }

  #forward({ method, url, headers }, body) {
    const { hostname, port } = this.store;
    return new Promise((resolve, reject) => {
      request({ hostname, port, method, path: url, headers, agent: this.#agent }, async (response) => {
        try {
          const chunks = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
        } catch (error) {
          reject(error);
        }
      })
        .on('error', reject)
        .end(body);
    });
  }
}

function send(outgoing, { status, headers, body }) {
  // The body is sent as a whole.
  const { 'transfer-encoding': _, connection: __, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, 'content-length': body.length }).end(body);
}
