import {
  type HeldCredential,
  type PresentationRequest,
  type Presentations,
  salaryInput,
} from '@zk-income/credential';
import request from 'supertest';
import { generateHolderKey } from '../../scripts/generate-jwk.mjs';
import { type Deployment, type Target } from './deployment.js';
import { startLocalServices } from './local-services.js';
import { connectToRunningServices } from './running-services.js';

/** The credentials of a holder by credential id. */
type HeldCredentials = Readonly<Record<string, HeldCredential>>;

/** Issuer, verifier and test prover: those at the URLs in the environment, or local ones. */
export class Services {
  private constructor(private readonly deployment: Deployment) {}

  /** @param hasCertificate whether OpenID wallets can answer requests of the verifier, if the services are local ones */
  static async start({ hasCertificate = false } = {}): Promise<Services> {
    const { ISSUER_URL, VERIFIER_URL, VERIFIER_HTTPS_URL, PROVER_URL, DYNAMODB_ENDPOINT } = process.env;
    return new Services(
      ISSUER_URL && VERIFIER_URL && VERIFIER_HTTPS_URL && PROVER_URL && DYNAMODB_ENDPOINT
        ? await connectToRunningServices({
            ISSUER_URL,
            VERIFIER_URL,
            VERIFIER_HTTPS_URL,
            PROVER_URL,
            DYNAMODB_ENDPOINT,
          })
        : await startLocalServices({}, hasCertificate),
    );
  }

  stop(): Promise<void> {
    return this.deployment.stop();
  }

  get issuer(): Target {
    return this.deployment.issuer;
  }

  get verifier(): Target {
    return this.deployment.verifier;
  }

  get prover(): Target {
    return this.deployment.prover;
  }

  get verifierUrl(): string {
    return this.deployment.verifierUrl;
  }

  get keys(): Deployment['keys'] {
    return this.deployment.keys;
  }

  passTime(seconds: number): Promise<void> {
    return this.deployment.passTime(seconds);
  }

  post(target: Target, path: string, body: object | string, key?: string): request.Test {
    const call = request(target).post(path).set('content-type', 'application/json');
    return (key === undefined ? call : call.set('authorization', `Bearer ${key}`)).send(body);
  }

  /** Issues one credential instance to a new holder key. `changes` replace members of the example salary. */
  async issue(
    changes: object = {},
    key: string = this.keys.acme,
  ): Promise<{ held: HeldCredential; batch: string }> {
    const { publicJwk, privateJwk } = generateHolderKey();
    const body = { ...salaryInput([publicJwk]), ...changes };
    const response = await this.post(this.issuer, '/issue', body, key).expect(201);
    const held = { credential: response.body.credentials[0], holder_key: privateJwk };
    return { held, batch: response.body.id };
  }

  async createRequest(policy: object | undefined, more: object = {}): Promise<PresentationRequest> {
    const body = { policy, ...more };
    return (await this.post(this.verifier, '/requests', body, this.keys.landlord).expect(201)).body;
  }

  prove(request: PresentationRequest, credentials: HeldCredentials): request.Test {
    return this.post(this.prover, '/prove', { request, credentials });
  }

  /** The presentations of `prove`, which must succeed. */
  async present(request: PresentationRequest, credentials: HeldCredentials): Promise<Presentations> {
    return (await this.prove(request, credentials).expect(200)).body.presentations;
  }

  verify(requestId: string, presentations: object): request.Test {
    return this.post(this.verifier, '/verify', { request_id: requestId, presentations });
  }

  getRequest(id: string, key: string = this.keys.landlord): request.Test {
    return request(this.verifier).get(`/requests/${id}`).set('authorization', `Bearer ${key}`);
  }

  deleteRequest(id: string, key: string = this.keys.landlord): request.Test {
    return request(this.verifier).delete(`/requests/${id}`).set('authorization', `Bearer ${key}`);
  }
}
