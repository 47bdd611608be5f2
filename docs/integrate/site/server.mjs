// A letting agent's site that asks for a proof of income: Node, no dependencies.
//
//   VERIFIER_URL=… VERIFIER_API_KEY=… node docs/integrate/site/server.mjs
//
// 1. "Apply" makes the server create a request with its API key, and remember it in the session of this browser.
// 2. The page shows <income-request> with the public link of the request. The page has no API key.
// 3. The element says `done`. The page's script asks the server, and the server asks the verifier for the verdict.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const RENT = { cents: '120000', text: '1,200 EUR' };
const SESSION_COOKIE = /(?:^|;\s*)session=([\w-]{43})(?:;|$)/;

const escapeHtml = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** The site as a listener for `http.createServer`. */
export function createSite({ verifierUrl, apiKey }) {
  const sessions = new Map();
  const files = new Map(
    [
      ['/site.js', 'text/javascript'],
      ['/site.css', 'text/css'],
    ].map(([path, type]) => [path, { type, content: readFileSync(join(import.meta.dirname, path)) }]),
  );
  // The site loads the element from the verifier, and the element asks the verifier for the state of the request.
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${verifierUrl}`,
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ${verifierUrl}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');

  /** Calls the verifier with the API key, which never leaves this server. */
  async function callVerifier(method, path, body) {
    const response = await fetch(`${verifierUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${answer.code}: ${answer.detail}`);
    return answer;
  }

  async function startApplication() {
    const request = await callVerifier('POST', '/requests', {
      template: 'annual_rent_multiple',
      parameters: { rent: RENT.cents, currency: 'EUR', purpose: 'Lease of a flat' },
    });
    const session = randomBytes(32).toString('base64url');
    sessions.set(session, {
      requestId: request.id,
      // What the receipt must name: the question that this site has asked, and no other.
      policyHash: createHash('sha256').update(request.transaction_data[0]).digest('base64url'),
      // The page of the link, under the URL by which this site reaches the verifier.
      src: `${verifierUrl}/request${new URL(request.link).hash}`,
    });
    return session;
  }

  /** The verdict, from the verifier itself, for the request of this session. */
  async function resultOf({ requestId, policyHash }) {
    const { state, verdict, receipt } = await callVerifier('GET', `/requests/${requestId}`);
    if (state !== 'answered') return { state };
    const claims = JSON.parse(Buffer.from(receipt.split('.')[1], 'base64url'));
    if (claims.request_id !== requestId || claims.policy_hash !== policyHash)
      throw new Error(`The receipt is not that of request ${requestId}.`);
    return { state, verified: verdict.verified, statements: claims.predicates.map(({ en }) => en) };
  }

  const page = (main) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flat in Garden Street</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/site.css">
<script type="module" src="${verifierUrl}/elements/income-request.js"></script>
<script type="module" src="/site.js"></script>
</head>
<body><main><h1>Flat in Garden Street</h1>${main}</main></body>
</html>`;

  const startPage = page(`<p>Three rooms, ${RENT.text} a month.</p>
<form method="post" action="/apply"><button>Apply for this flat</button></form>`);
  const applyPage = ({ src }) =>
    page(`<p>Please show that the rent is affordable. We learn yes or no, and no amount.</p>
<income-request src="${escapeHtml(src)}"></income-request>
<p id="result" role="status"></p>`);

  async function respond(request) {
    const { method, url, headers } = request;
    const session = SESSION_COOKIE.exec(headers.cookie ?? '')?.[1];
    const application = sessions.get(session);
    const isOwnPage = headers.origin === undefined || new URL(headers.origin).host === headers.host;
    if (method === 'POST' && !isOwnPage) return { status: 403 };
    const file = files.get(url);
    if (method === 'GET' && file) return { type: file.type, body: file.content };
    if (method === 'GET' && url === '/') return { type: 'text/html', body: startPage };
    if (method === 'POST' && url === '/apply') {
      const cookie = `session=${await startApplication()}; HttpOnly; SameSite=Strict; Path=/`;
      return { status: 303, headers: { location: '/apply', 'set-cookie': cookie } };
    }
    if (url === '/apply') {
      if (!application) return { status: 303, headers: { location: '/' } };
      return { type: 'text/html', body: applyPage(application) };
    }
    if (method === 'POST' && url === '/result' && application)
      return { type: 'application/json', body: JSON.stringify(await resultOf(application)) };
    return { status: 404 };
  }

  return (request, response) => {
    respond(request)
      .catch((error) => {
        console.error(error.message);
        return { status: 502 };
      })
      .then(({ status = 200, type = 'text/plain', headers = {}, body = '' }) => {
        response
          .writeHead(status, {
            'content-type': `${type}; charset=utf-8`,
            'content-security-policy': policy,
            'cache-control': 'no-store',
            'x-content-type-options': 'nosniff',
            ...headers,
          })
          .end(body);
      });
  };
}

if (process.argv[1] === import.meta.filename) {
  const { VERIFIER_URL: verifierUrl, VERIFIER_API_KEY: apiKey, PORT = '8080' } = process.env;
  if (!verifierUrl || !apiKey) throw new Error('Set VERIFIER_URL and VERIFIER_API_KEY.');
  const server = createServer(createSite({ verifierUrl, apiKey })).listen(Number(PORT), 'localhost', () => {
    console.log(`The site is at http://localhost:${server.address().port}`);
  });
}
