// The public address of the issuer: forwards to it, or answers with faulty documents.
import { once } from 'node:events';
import { createServer, request } from 'node:http';

const CHUNK = Buffer.alloc(65_536, 0x20);

/** Sends one byte each second, and does not end. */
function drip(outgoing) {
  outgoing.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
  const timer = setInterval(() => outgoing.write(' '), 1_000);
  outgoing.on('close', () => clearInterval(timer));
}

/** Sends as much as the reader takes. */
function flood(outgoing) {
  outgoing.writeHead(200, { 'content-type': 'application/json' });
  const fill = () => {
    while (!outgoing.destroyed && outgoing.write(CHUNK));
  };
  outgoing.on('drain', fill);
  fill();
}

const answer = (status, body) => (outgoing) =>
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(body);

export const DOCUMENT_FAULTS = {
  'does not answer': () => {},
  'answers a byte a second': drip,
  'sends without an end': flood,
  'sends malformed text': answer(200, '{"keys":[{"kty":'),
  'sends a document of another kind': answer(200, '{"issuer":"https://other.example","keys":{},"sub":1}'),
  'answers 500': answer(500, 'no'),
  'closes the connection': (outgoing) => outgoing.destroy(),
};

export const DOCUMENTS = {
  metadata: '/.well-known/jwt-vc-issuer',
  JWKS: '/.well-known/jwks.json',
  'status list': '/status-lists/',
};

export class DocumentProxy {
  #fault;

  static async open() {
    const proxy = new DocumentProxy();
    proxy.server = createServer((incoming, outgoing) => proxy.#pass(incoming, outgoing));
    proxy.server.listen(0, 'localhost');
    await once(proxy.server, 'listening');
    proxy.url = `http://localhost:${proxy.server.address().port}`;
    return proxy;
  }

  connect(url) {
    this.issuer = url;
  }

  /** Documents with this path have a fault from now on. */
  arm(path, fault) {
    this.#fault = { path, fault };
  }

  disarm() {
    this.#fault = undefined;
    this.server.closeAllConnections();
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  #pass(incoming, outgoing) {
    if (this.#fault && incoming.url.startsWith(this.#fault.path)) {
      this.#fault.fault(outgoing);
      return;
    }
    const { method, url, headers } = incoming;
    const forwarded = request(new URL(url, this.issuer), { method, headers, agent: false }, (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      response.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }
}
