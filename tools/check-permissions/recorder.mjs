// A server between programs and AWS that notes what they call. It sees the requests themselves, so that nothing in a
// program has to report, and none goes past it: AWS_ENDPOINT_URL sends every client of every service here.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { neededBy, scopeOf } from './calls.mjs';

export class Recorder {
  /** By principal (its access key id): what its calls need to be allowed. */
  calls = new Map();
  endpoint;
  #server;
  #upstreams;
  #context;

  /** @param upstreams by service, who answers its calls @param context what `neededBy` has to know */
  static async start(upstreams, context) {
    const recorder = new Recorder();
    recorder.#upstreams = upstreams;
    recorder.#context = context;
    recorder.#server = createServer((incoming, outgoing) =>
      recorder.#pass(incoming, outgoing).catch((error) => {
        process.stderr.write(`The recorder could not pass a call on: ${error.message}\n`);
        outgoing.writeHead(501).end();
      }),
    ).listen(0, '127.0.0.1');
    await once(recorder.#server, 'listening');
    recorder.endpoint = `http://127.0.0.1:${recorder.#server.address().port}`;
    return recorder;
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #pass(incoming, outgoing) {
    const { headers, method, url } = incoming;
    const body = await buffer(incoming);
    const scope = scopeOf(headers.authorization);
    this.#note(scope, headers['x-amz-target'], JSON.parse(body.toString() || '{}'));
    const upstream = this.#upstreams[scope.service];
    if (upstream === undefined) throw new Error(`nobody stands in for ${scope.service}`);
    const passed = request(new URL(url, upstream), { method, headers });
    passed.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    passed.end(body);
  }

  #note(scope, target, body) {
    const calls = this.calls.get(scope.principal) ?? new Set();
    this.calls.set(scope.principal, calls);
    for (const needed of neededBy(scope, target, body, this.#context)) calls.add(needed);
  }
}
