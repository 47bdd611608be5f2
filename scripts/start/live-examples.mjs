// Live examples for the OpenAPI documents under `npm start`: users of /docs can execute every operation without a
// change. Each document that is served gets new ones, made with the API keys of the demo's clients.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { call, expectStatus } from '../api-calls.mjs';

const SERVICES = ['issuer', 'verifier', 'prover', 'full_issuer'];
/** As long as possible, because the page may be open for days. */
const EXPIRES_IN_SECONDS = 7 * 86_400;
/** Path of a receiver of webhooks, which answers with 204. */
const RECEIVER = 'webhooks/';
const DELIVERY_POLLS = 100;
const DELIVERY_POLL_MS = 100;

/** Makes examples by calling the services, for `OperationExamples` of service-kit. */
class ExampleMaker {
  /** For each service, a webhook with a delivery. It is made once: the others are deleted by those who try the page. */
  #delivered = new Map();

  constructor(
    env,
    receiver,
    { allAttributesInput, exampleHolderKey, exampleHolderPrivateKey, examplePolicy, salaryInput },
  ) {
    this.env = env;
    this.receiver = receiver;
    this.issueBody = () => salaryInput([exampleHolderKey]);
    this.fullIssueBody = () => allAttributesInput([exampleHolderKey]);
    this.holderKey = exampleHolderPrivateKey;
    this.policy = examplePolicy;
  }

  async #issue(url = this.env.ISSUER_URL, body = this.issueBody()) {
    const response = await call('POST', `${url}/issue`, { key: this.env.ISSUER_API_KEY, body });
    const { id, credentials } = expectStatus(response, 201);
    return { id, credential: credentials[0] };
  }

  async #request() {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    const body = { policy: this.policy, expires_in: EXPIRES_IN_SECONDS };
    return expectStatus(await call('POST', `${VERIFIER_URL}/requests`, { key, body }), 201);
  }

  async #listing() {
    const { VERIFIER_URL, VERIFIER_API_KEY: key } = this.env;
    const body = { title: 'Flat 7', policy: this.policy };
    const { id, apply_url } = expectStatus(
      await call('POST', `${VERIFIER_URL}/listings`, { key, body }),
      201,
    );
    return { id, link: apply_url.split('/').at(-2) };
  }

  async #offer(url) {
    const { holder_keys: _, ...body } = url === this.env.ISSUER_URL ? this.issueBody() : this.fullIssueBody();
    const response = await call('POST', `${url}/offers`, { key: this.env.ISSUER_API_KEY, body });
    return expectStatus(response, 201).id;
  }

  /**
   * Examples for the routes of webhooks of a service, whose other examples of before are removed.
   *
   * @param trigger makes an event
   */
  async #webhooks(name, url, key, trigger) {
    const send = async (method, path, status, body) =>
      expectStatus(await call(method, `${url}/webhooks${path}`, { key, body }), status);
    const receiver = this.receiver + name;
    if (!this.#delivered.has(name)) this.#delivered.set(name, this.#deliver(receiver, send, trigger));
    const { webhook, delivery } = await this.#delivered.get(name);
    // Both issuers have the same clients, whose number of webhooks is limited.
    const kept = (await Promise.all(this.#delivered.values())).map((delivered) => delivered.webhook);
    for (const { id, url: other } of (await send('GET', '', 200)).webhooks)
      if (SERVICES.some((one) => other.endsWith(`/${RECEIVER}${one}`)) && !kept.includes(id))
        await call('DELETE', `${url}/webhooks/${id}`, { key });
    const { id: toDelete, events } = await send('POST', '', 201, { url: receiver });
    return {
      createWebhook: {
        body: { all: { url: receiver }, some: { url: receiver, events: events.slice(0, 1) } },
      },
      deleteWebhook: { parameters: { id: toDelete } },
      rotateWebhook: { parameters: { id: webhook } },
      listWebhookDeliveries: { parameters: { id: webhook } },
      resendWebhookDelivery: { parameters: { id: webhook, delivery } },
    };
  }

  async #deliver(url, send, trigger) {
    const { id: webhook } = await send('POST', '', 201, { url });
    await trigger();
    for (let i = 0; i < DELIVERY_POLLS; i++) {
      const { deliveries } = await send('GET', `/${webhook}/deliveries`, 200);
      if (deliveries.length > 0) return { webhook, delivery: deliveries[0].id };
      await wait(DELIVERY_POLL_MS);
    }
    throw new Error('No webhook was delivered.');
  }

  async #revoke(url, body) {
    const { id } = await this.#issue(url, body);
    const key = this.env.ISSUER_API_KEY;
    await call('POST', `${url}/credentials/${id}/status`, { key, body: { status: 'revoked' } });
  }

  /** Answers a request with presentations for another one. */
  async #refuse(presentations) {
    const { id: request_id } = await this.#request();
    await call('POST', `${this.env.VERIFIER_URL}/verify`, { body: { request_id, presentations } });
  }

  async #proofInput() {
    const [{ credential }, request] = await Promise.all([this.#issue(), this.#request()]);
    return { request, credentials: { salary: { credential, holder_key: this.holderKey } } };
  }

  async issuer(url = this.env.ISSUER_URL, issued = this.#issue(), name = 'issuer', body = this.issueBody()) {
    const [{ id, credential }, offer, toWithdraw, webhooks] = await Promise.all([
      issued,
      this.#offer(url),
      this.#offer(url),
      this.#webhooks(name, url, this.env.ISSUER_API_KEY, () => this.#revoke(url, body)),
    ]);
    const payload = JSON.parse(Buffer.from(credential.split('.')[1], 'base64url'));
    const list = Number(payload.status.status_list.uri.split('/').at(-1));
    return {
      changeStatus: { parameters: { id } },
      getStatusList: { parameters: { id: list } },
      getOffer: { parameters: { id: offer } },
      withdrawOffer: { parameters: { id: toWithdraw } },
      ...webhooks,
    };
  }

  async full_issuer() {
    const body = this.fullIssueBody();
    const { claims: _claims, ...minimal } = body;
    const url = this.env.FULL_ISSUER_URL;
    const examples = await this.issuer(url, this.#issue(url, body), 'full_issuer', body);
    const { holder_keys: _, ...salary } = body;
    const { holder_keys: __, ...least } = minimal;
    const offers = { salary, minimal: least, withoutTransactionCode: { ...least, tx_code: false } };
    return {
      ...examples,
      issueCredential: { body: { salary: body, minimal } },
      createOffer: { body: offers },
    };
  }

  async verifier() {
    const [input, { id: toDelete }, linked, listing, toClose, listingToDelete] = await Promise.all([
      this.#proofInput(),
      this.#request(),
      this.#request(),
      this.#listing(),
      this.#listing(),
      this.#listing(),
    ]);
    const link = new URL(linked.wallet_link).searchParams.get('request_uri').split('/').at(-1);
    const response = await call('POST', `${this.env.PROVER_URL}/prove`, { body: input });
    const { presentations } = expectStatus(response, 200);
    const { id } = input.request;
    const { VERIFIER_URL, VERIFIER_API_KEY } = this.env;
    const webhooks = await this.#webhooks('verifier', VERIFIER_URL, VERIFIER_API_KEY, () =>
      this.#refuse(presentations),
    );
    return {
      ...webhooks,
      verifyProof: { body: { salary: { request_id: id, presentations } } },
      // The same request: pending at first, with a receipt once the presentation was sent.
      getRequest: { parameters: { id } },
      deleteRequest: { parameters: { id: toDelete } },
      getRequestStatus: { parameters: { statusId: linked.status_id } },
      getRequestObject: { parameters: { link } },
      fetchRequestObject: { parameters: { link } },
      sendResponse: { parameters: { link } },
      getListing: { parameters: { id: listing.id } },
      getListingInvitation: { parameters: { link: listing.link } },
      applyToListing: { parameters: { link: listing.link } },
      closeListing: { parameters: { id: toClose.id } },
      deleteListing: { parameters: { id: listingToDelete.id } },
    };
  }

  async prover() {
    return { generateProof: { body: { salary: await this.#proofInput() } } };
  }
}

/** Listens on a free port of the loopback interface. Answers with 503 until it has an environment to call. */
export class LiveExamples {
  #maker;
  #server = createServer((request, response) => {
    const path = request.url.slice(1);
    if (path.startsWith(RECEIVER)) request.resume().on('end', () => response.writeHead(204).end());
    else this.#answer(path, response);
  });

  async listen() {
    this.#server.listen(0, '127.0.0.1').unref();
    await once(this.#server, 'listening');
  }

  /** `EXAMPLES_URL` of a service. */
  url(service) {
    return `http://127.0.0.1:${this.#server.address().port}/${service}`;
  }

  /** @param env URLs and API keys, as in `demo.env` */
  async use(env) {
    this.#maker = new ExampleMaker(
      env,
      this.url(RECEIVER),
      await import('../../dist/libs/credential/src/index.js'),
    );
  }

  async #answer(service, response) {
    try {
      if (!SERVICES.includes(service)) response.statusCode = 404;
      else if (this.#maker === undefined) response.statusCode = 503;
      else response.write(JSON.stringify(await this.#maker[service]()));
    } catch {
      // The service that serves the document logs that it has no examples.
      response.statusCode = 502;
    }
    response.end();
  }
}
