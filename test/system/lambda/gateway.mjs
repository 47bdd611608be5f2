// An HTTP API in front of a function: converts requests to events and results to responses, and starts another instance
// if all are busy, as Lambda does.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTeardown } from '../harness/teardown.mjs';
import { httpEvent, responseOf } from './http-event.mjs';
import { Instance } from './instance.mjs';

/** Headers of one connection, which API Gateway does not pass on. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length'];

export class Gateway {
  instances = [];
  #idle = [];
  #waiting = [];
  #starting = 0;

  /** Listens before there is a function, because the function's configuration contains the URL. */
  static async listen(maxInstances = 1) {
    const gateway = new Gateway();
    gateway.maxInstances = maxInstances;
    gateway.server = createServer((request, response) => void gateway.#serve(request, response));
    gateway.server.listen(0, '127.0.0.1');
    await once(gateway.server, 'listening');
    gateway.url = `http://127.0.0.1:${gateway.server.address().port}`;
    onTeardown(() => gateway.stop());
    return gateway;
  }

  /** Serves a function; returns its first instance. */
  async serve(launch, env) {
    this.start = () => Instance.start(launch, env);
    const first = await this.start();
    if (first.failed) throw new Error(`the function did not start:\n${first.output}`);
    this.instances.push(first);
    this.#free(first);
    return first;
  }

  async invoke(event, options) {
    const instance = await this.#take();
    const outcome = await instance.invoke(event, options);
    this.#free(instance);
    return responseOf(outcome);
  }

  /** Sends one request as the event that API Gateway would make of it. */
  request(method, path, options = {}) {
    return this.invoke(httpEvent(method, path, options), options);
  }

  /** Stops all instances. Another function can be served afterwards. */
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
    if (this.instances.length + this.#starting < this.maxInstances) void this.#startAnother();
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
    const kept = Object.entries(answered).filter(([name]) => !HOP_BY_HOP.includes(name));
    response.writeHead(status, Object.fromEntries(kept)).end(bytes);
  }
}
