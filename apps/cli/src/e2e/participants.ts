import type { JsonWebKey } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CoreEngine,
  type HeldCredential,
  incomePolicy,
  type PresentationRequest,
  salaryInput,
} from '@zk-income/credential';
import { generatePrivateJwk } from '@zk-income/signing-keys';
import type { Latencies } from './latency.js';
import { call, expectStatus, type RequestOptions, type ServiceResponse } from './service-client.js';

const MAX_RETRIES = 5;

export interface ApiKeys {
  /** Of a client with the scopes `issue` and `revoke`. */
  readonly issuer: string;
  /** Of a client with the scope `request`. */
  readonly verifier: string;
}

/** An issued credential, its holder's key, and the id of its batch. */
export interface IssuedCredential {
  readonly batch: string;
  readonly held: HeldCredential;
}

export type Presentations = Awaited<ReturnType<CoreEngine['generateProof']>>;

/** Issuer, verifier and holder. The holder creates its proofs in this process, as a real holder does on its device. */
export class Participants {
  // The checks present one instance several times.
  private readonly engine = new CoreEngine({ holder: { ledger: 'off' } });
  private readonly samples = new Map<string, number[]>();

  constructor(
    readonly issuerUrl: string,
    readonly verifierUrl: string,
    readonly apiKeys: ApiKeys,
  ) {}

  get latencies(): Latencies {
    return this.samples;
  }

  /** Issues a new credential to a new holder key. */
  async issue(): Promise<IssuedCredential> {
    const privateJwk = await generatePrivateJwk();
    const { d: _, ...publicJwk } = privateJwk;
    const issued = await this.callWithRetry('issue', 201, 'POST', `${this.issuerUrl}/issue`, {
      apiKey: this.apiKeys.issuer,
      body: salaryInput([publicJwk]),
    });
    return { batch: issued.id, held: { credential: issued.credentials[0], holder_key: privateJwk as Jwk } };
  }

  /** Creates a request for a proof of income of at least `threshold` cents, by default exactly the holder's income. */
  createRequest(threshold?: string): Promise<PresentationRequest> {
    return this.callWithRetry('request', 201, 'POST', `${this.verifierUrl}/requests`, {
      apiKey: this.apiKeys.verifier,
      body: { policy: incomePolicy(threshold) },
    });
  }

  async prove(request: PresentationRequest, held: HeldCredential): Promise<Presentations> {
    const started = performance.now();
    const presentations = await this.engine.generateProof(request, { salary: held });
    this.addSample('prove (client side)', performance.now() - started);
    return presentations;
  }

  /** Submits presentations, and returns the response whatever it is. */
  async verify(request: PresentationRequest, presentations: Presentations): Promise<ServiceResponse> {
    const response = await call('POST', `${this.verifierUrl}/verify`, {
      body: { request_id: request.id, presentations },
    });
    if (response.json?.verified) this.addSample('verify', response.milliseconds);
    return response;
  }

  /** The state of a request and its receipt, which only the client that created it can read. */
  readRequest(request: PresentationRequest): Promise<{ state: string; receipt: string }> {
    return this.callWithRetry('receipt', 200, 'GET', `${this.verifierUrl}/requests/${request.id}`, {
      apiKey: this.apiKeys.verifier,
    });
  }

  async revoke(batch: string): Promise<void> {
    await this.callWithRetry('revoke', 204, 'POST', `${this.issuerUrl}/credentials/${batch}/status`, {
      apiKey: this.apiKeys.issuer,
      body: { status: 'revoked' },
    });
  }

  private addSample(step: string, milliseconds: number): void {
    this.samples.set(step, [...(this.samples.get(step) ?? []), milliseconds]);
  }

  /** Waits when the client's plan is exhausted: this is no failure of the service, and not part of the latency. */
  private async callWithRetry(
    step: string,
    expectedStatus: number,
    method: 'GET' | 'POST',
    url: string,
    options: RequestOptions,
  ) {
    let response = await call(method, url, options);
    for (let retries = 0; response.status === 429 && retries < MAX_RETRIES; retries++) {
      await wait(Number(response.retryAfter ?? 1) * 1000);
      response = await call(method, url, options);
    }
    const json = expectStatus(response, expectedStatus);
    this.addSample(step, response.milliseconds);
    return json;
  }
}

type Jwk = HeldCredential['holder_key'] & JsonWebKey;
