import { Holder, type HolderOptions } from './holder/holder.js';
import { Issuer, type IssuerOptions } from './issue/issuer.js';
import { type Clock, type CredentialStatus, systemClock } from './ports/index.js';
import type {
  CreateRequestInput,
  HeldCredential,
  IssuedCredentials,
  IssueInput,
  PresentationRequest,
  Presentations,
  RequestView,
  Verdict,
} from './types.js';
import { Verifier, type VerifierOptions } from './verify/verifier.js';

export interface CoreEngineOptions {
  readonly clock?: Clock;
  /** Present where credentials are issued. */
  readonly issuer?: IssuerOptions;
  /** Present where presentations are verified. */
  readonly verifier?: VerifierOptions;
  readonly holder?: HolderOptions;
}

/**
 * The one door to the protocol for code without HTTP. An engine has the halves that it was given; to call
 * another is a programming error.
 *
 * @example
 * const issuing = new CoreEngine({ issuer: { iss, keys, credentials, statusLists, attributes, statusListTtlSeconds } });
 * const { credentials } = await issuing.issueCredential({ id: 'acme', sourceId: 'vat:DE123456789' }, input);
 *
 * const presentations = await new CoreEngine().generateProof(request, {
 *   salary: { credential: credentials[0], holder_key },
 * });
 */
export class CoreEngine {
  private readonly issuerHalf: Issuer | undefined;
  private readonly verifierHalf: Verifier | undefined;
  private readonly holder: Holder;

  constructor(options: CoreEngineOptions = {}) {
    const clock = options.clock ?? systemClock;
    this.issuerHalf = options.issuer && new Issuer(options.issuer, clock);
    this.verifierHalf = options.verifier && new Verifier(options.verifier, clock);
    this.holder = new Holder(options.holder ?? {}, clock);
  }

  /** Signs one copy per holder key, in order. See {@link Issuer.issue}. */
  issueCredential(client: { id: string; sourceId?: string }, input: IssueInput): Promise<IssuedCredentials> {
    return this.issuer.issue(client, input);
  }

  /** Revokes, suspends or reinstates all copies of a batch. See {@link Issuer.changeStatus}. */
  changeStatus(clientId: string, batchId: string, status: CredentialStatus): Promise<void> {
    return this.issuer.changeStatus(clientId, batchId, status);
  }

  /** A signed status list and the seconds for which it may be cached. See {@link Issuer.statusListToken}. */
  statusListToken(list: number): Promise<{ token: string; ttl: number }> {
    return this.issuer.statusListToken(list);
  }

  /** Shows that a policy holds for the given copies. See {@link Holder.present}. */
  generateProof(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
  ): Promise<Presentations> {
    return this.holder.present(request, held);
  }

  /** Stores a request for a policy. See {@link Verifier.createRequest}. */
  createRequest(ownerId: string, input: CreateRequestInput): Promise<PresentationRequest> {
    return this.verifier.createRequest(ownerId, input);
  }

  /** What the owner may see of a request. See {@link Verifier.findRequest}. */
  findRequest(ownerId: string, id: string): Promise<RequestView> {
    return this.verifier.findRequest(ownerId, id);
  }

  deleteRequest(ownerId: string, id: string): Promise<void> {
    return this.verifier.deleteRequest(ownerId, id);
  }

  /** Checks a presentation, and consumes the request if all of it holds. See {@link Verifier.verify}. */
  verifyProof(input: { request_id: string; presentations: Presentations }): Promise<Verdict> {
    return this.verifier.verify(input);
  }

  private get issuer(): Issuer {
    if (!this.issuerHalf) throw new TypeError('this engine was made without an issuer');
    return this.issuerHalf;
  }

  private get verifier(): Verifier {
    if (!this.verifierHalf) throw new TypeError('this engine was made without a verifier');
    return this.verifierHalf;
  }
}
