// An HTTP API in front of a function: turns requests into events and results into answers, and starts another instance
// where all are busy, as Lambda does.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { answerOf, httpEvent } from './http-event.mjs';
import { Instance } from './instance.mjs';

/** Headers of a connection, which API Gateway has its own of. */
const HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

export class Gateway {
  instances = [];
  #idle = [];
  #waiting = [];
  #starting = 0;

  /** Listens before there is a function: its own URL belongs to what the function is configured with. */
  static async listen(atMost = 1) {
    const gateway = new Gateway();
    gateway.atMost = atMost;
    gateway.server = createServer((request, response) => void gateway.#serve(request, response));
    gateway.server.listen(0, '127.0.0.1');
    await once(gateway.server, 'listening');
    gateway.url = `http://127.0.0.1:${gateway.server.address().port}`;
    return gateway;
  }

  /** Serves a function; returns its first instance. */
  async serve(launch, env) {
    this.start = () => Instance.start(launch, env);
    const first = await this.start();
    if (first.failed) throw new Error(`the function does not start:\n${first.output}`);
    this.instances.push(first);
    this.#free(first);
    return first;
  }

  async invoke(event, options) {
    const instance = await this.#take();
    const answer = await instance.invoke(event, options);
    this.#free(instance);
    return answerOf(answer);
  }

  /** One request, as the event that API Gateway would make of it. */
  request(method, path, options = {}) {
    return this.invoke(httpEvent(method, path, options), options);
  }

  /** Stops all instances; another function may be served then. */
  async withdraw() {
    await Promise.all(this.instances.map((instance) => instance.stop()));
    this.instances = [];
    this.#idle = [];
  }

  async stop() {
    this.server.close();
    this.server.closeAllConnections();
    await this.withdraw();
  }

  #take() {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const taken = new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
    if (this.instances.length + this.#starting < this.atMost) void this.#startAnother();
    return taken;
  }

  async #startAnother() {
    this.#starting++;
    const instance = await this.start();
    this.#starting--;
    this.instances.push(instance);
    this.#free(instance);
  }

  #free(instance) {
    const next = this.#waiting.shift();
    if (next) next(instance);
    else this.#idle.push(instance);
  }

  async #serve(request, response) {
    const body = await buffer(request);
    const { connection: _, 'transfer-encoding': _encoding, ...headers } = request.headers;
    const {
      status,
      headers: answered,
      bytes,
    } = await this.request(request.method, request.url, {
      headers,
      sourceIp: request.socket.remoteAddress,
      ...(body.length > 0 && { body }),
    });
    const kept = Object.entries(answered).filter(([name]) => !HOP.includes(name));
    response.writeHead(status, Object.fromEntries(kept)).end(bytes);
  }
}
