// Live examples for the OpenAPI documents under `npm start`: users of /docs can execute every operation without a
// change. Each document that is served gets new ones, made with the API keys of the demo's clients.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { call, expectStatus } from '../api-calls.mjs';

const SERVICES = ['issuer', 'verifier', 'prover', 'full_issuer'];
/** As long as possible, because the page may be open for days. */
const EXPIRES_IN_SECONDS = 7 * 86_400;

/** Makes examples by calling the services, for `OperationExamples` of service-kit. */
class ExampleMaker {
  constructor(
    env,
    { allAttributesInput, exampleHolderKey, exampleHolderPrivateKey, examplePolicy, salaryInput },
  ) {
    this.env = env;
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

  async #proofInput() {
    const [{ credential }, request] = await Promise.all([this.#issue(), this.#request()]);
    return { request, credentials: { salary: { credential, holder_key: this.holderKey } } };
  }

  async issuer(url = this.env.ISSUER_URL, issued = this.#issue()) {
    const [{ id, credential }, offer, toWithdraw] = await Promise.all([
      issued,
      this.#offer(url),
      this.#offer(url),
    ]);
    const payload = JSON.parse(Buffer.from(credential.split('.')[1], 'base64url'));
    const list = Number(payload.status.status_list.uri.split('/').at(-1));
    return {
      changeStatus: { parameters: { id } },
      getStatusList: { parameters: { id: list } },
      getOffer: { parameters: { id: offer } },
      withdrawOffer: { parameters: { id: toWithdraw } },
    };
  }

  async full_issuer() {
    const body = this.fullIssueBody();
    const { claims: _claims, ...minimal } = body;
    const url = this.env.FULL_ISSUER_URL;
    const examples = await this.issuer(url, this.#issue(url, body));
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
    return {
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
  #server = createServer((request, response) => this.#answer(request.url.slice(1), response));

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
    this.#maker = new ExampleMaker(env, await import('../../dist/libs/credential/src/index.js'));
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
