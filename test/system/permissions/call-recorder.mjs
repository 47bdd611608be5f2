// A proxy between programs and AWS that records the permissions their requests require. AWS_ENDPOINT_URL sends every
// client of every service through it, so that no call bypasses it and no program has to report its calls.
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { credentialScope, requiredPermissions } from './required-permissions.mjs';

export class CallRecorder {
  /** By principal (access key ID): the permissions that its requests required. */
  required = new Map();
  endpoint;
  #server;
  #upstreams;
  #context;

  /**
   * @param upstreams URL of the stand-in for each AWS service
   * @param context passed on to `requiredPermissions`
   */
  static async start(upstreams, context) {
    const recorder = new CallRecorder();
    recorder.#upstreams = upstreams;
    recorder.#context = context;
    recorder.#server = createServer((incoming, outgoing) =>
      recorder.#forward(incoming, outgoing).catch((error) => {
        process.stderr.write(`The call recorder could not forward a request: ${error.message}\n`);
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

  async #forward(incoming, outgoing) {
    const { headers, method, url } = incoming;
    const body = await buffer(incoming);
    const scope = credentialScope(headers.authorization);
    this.#record(scope, headers['x-amz-target'], JSON.parse(body.toString() || '{}'));
    const upstream = this.#upstreams[scope.service];
    if (upstream === undefined) throw new Error(`no stand-in for ${scope.service}`);
    const forwarded = request(new URL(url, upstream), { method, headers });
    forwarded.on('response', (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  }

  #record(scope, target, body) {
    const permissions = this.required.get(scope.principal) ?? new Set();
    this.required.set(scope.principal, permissions);
    for (const one of requiredPermissions(scope, target, body, this.#context)) permissions.add(one);
  }
}
