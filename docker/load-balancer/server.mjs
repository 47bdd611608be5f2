// Spreads HTTP requests over the replicas that answer to one host name: `UPSTREAM=http://verifier:3002 PORT=3002`.
//
// Every request gets a connection of its own, and the name is looked up for each, so that a replica counts from
// when the name service knows it until it no longer does. Node tries the addresses in turn until one accepts the
// connection. Nothing of a request is sent before that, and nothing is sent twice: a request that a replica may
// have begun to work on is never given to another.
import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns';
import replyFrom from '@fastify/reply-from';
import Fastify from 'fastify';

const { UPSTREAM, HOST = '0.0.0.0', PORT } = process.env;

/** How long a replica may take to accept a connection before the next is tried. */
const CONNECT_MS = 250;
/** Above what a service takes to answer or to give up. */
const ANSWER_MS = 35_000;
/** Above what any service reads. */
const MAX_BODY_BYTES = 262_144;

let turn = 0;

/** All addresses of a name, each time beginning with another one. */
function lookupInTurn(hostname, options, done) {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error);
    turn = (turn + 1) % addresses.length;
    done(null, [...addresses.slice(turn), ...addresses.slice(0, turn)]);
  });
}

const CONNECTING = new Set(['connect', 'getaddrinfo']);

/** Whether the connection failed, so that nothing of the request was sent. */
function wasNotSent(error) {
  const causes = error instanceof AggregateError ? error.errors : [error];
  return causes.every(({ syscall }) => CONNECTING.has(syscall));
}

const NOT_SENT = {
  status: 503,
  code: 'unavailable',
  title: 'The service cannot work at the moment.',
  detail: 'No replica could be reached. Nothing was done.',
};
const BROKEN_OFF = {
  status: 502,
  code: 'broken_off',
  title: 'The service broke off before it answered.',
  detail: 'A replica took the request and may have done what it asks.',
};
const TOO_LARGE = {
  status: 413,
  code: 'payload_too_large',
  title: 'The body is larger than this service reads.',
  detail: 'No service reads as much.',
};
const BAD_REQUEST = {
  status: 400,
  code: 'bad_request',
  title: 'The request is not valid HTTP for this service.',
  detail: 'It was not passed on.',
};

function sendProblem(reply, problem) {
  if (problem === NOT_SENT) reply.header('retry-after', '1');
  const type = `urn:zk-income:problem:${problem.code}`;
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ type, ...problem, instance: `urn:uuid:${reply.request.id}` }));
}

const app = Fastify({
  bodyLimit: MAX_BODY_BYTES,
  requestIdHeader: false,
  genReqId: () => randomUUID(),
  forceCloseConnections: 'idle',
});
app.register(replyFrom, {
  base: UPSTREAM,
  disableRequestLogging: true,
  http: {
    agentOptions: { keepAlive: false },
    requestOptions: {
      lookup: lookupInTurn,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: CONNECT_MS,
      timeout: ANSWER_MS,
    },
  },
});

// A body is here as a whole before a replica is asked, so that no slow client keeps one busy.
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.setErrorHandler((error, _request, reply) =>
  sendProblem(reply, error.statusCode === 413 ? TOO_LARGE : BAD_REQUEST),
);

/** Headers for a replica: whatever a client says of its own address is not passed on. */
function headersFor(request, { forwarded, expect, 'transfer-encoding': coding, ...headers }) {
  const { host } = request.headers;
  return { ...headers, host, 'x-forwarded-for': request.ip, 'x-forwarded-proto': 'http' };
}

app.all('/*', (request, reply) =>
  reply.from(undefined, {
    ...(request.body && {
      body: request.body,
      contentType: request.headers['content-type'] ?? 'application/octet-stream',
    }),
    rewriteRequestHeaders: headersFor,
    retryDelay: () => null,
    onError: (_, { error }) => sendProblem(reply, wasNotSent(error.cause ?? error) ? NOT_SENT : BROKEN_OFF),
  }),
);

for (const signal of ['SIGTERM', 'SIGINT'])
  process.once(signal, () => app.close().then(() => process.exit(0)));

await app.listen({ host: HOST, port: Number(PORT) });
