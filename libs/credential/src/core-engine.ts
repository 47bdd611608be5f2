import { sha256 } from './encoding/hash.js';
import { Holder, type HolderOptions } from './holder/holder.js';
import type { CommitPhase } from './holder/joint-presentation.js';
import type { AssessOptions, JoinOptions, PresentOptions } from './holder/personal-holder.js';
import type { RequestAssessment } from './holder/probing.js';
import { Issuer, type IssuerOptions } from './issue/issuer.js';
import { PolicyCache } from './policy/policy-cache.js';
import { type Clock, type CredentialStatus, systemClock } from './ports/index.js';
import { PresentationRequests } from './requests/presentation-requests.js';
import type {
  CreatedRequest,
  CreateRequestInput,
  HeldCredential,
  IssuedCredentials,
  IssueInput,
  IssuingClient,
  PresentationRequest,
  Presentations,
  RequestView,
  Verdict,
  VerifyInput,
} from './types.js';
import { Verifier, type VerifierOptions } from './verify/verifier.js';

export interface CoreEngineOptions {
  readonly clock?: Clock;
  /** Required to issue credentials. */
  readonly issuer?: IssuerOptions;
  /** Required to create requests and to verify presentations. */
  readonly verifier?: VerifierOptions;
  readonly holder?: HolderOptions;
}

/**
 * The protocol's API for code without HTTP. Each role (issuer, verifier, holder) needs its options; a call of a role
 * without options throws a `TypeError`.
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
  private readonly optionalIssuer: Issuer | undefined;
  private readonly optionalVerifier: { requests: PresentationRequests; verifier: Verifier } | undefined;
  private readonly holder: Holder;

  constructor({ clock = systemClock, issuer, verifier, holder = {} }: CoreEngineOptions = {}) {
    this.optionalIssuer = issuer && new Issuer(issuer, clock);
    if (verifier) {
      const policies = new PolicyCache(verifier.sha256 ?? sha256);
      const requests = new PresentationRequests(verifier, policies, clock);
      this.optionalVerifier = { requests, verifier: new Verifier(verifier, requests, policies, clock) };
    }
    this.holder = new Holder(holder, clock);
  }

  /** Signs one credential instance for each holder key, in order. See {@link Issuer.issue}. */
  issueCredential(client: IssuingClient, input: IssueInput, batchId?: string): Promise<IssuedCredentials> {
    return this.issuer.issue(client, input, batchId);
  }

  /** Revokes, suspends or reinstates all instances of a batch. See {@link Issuer.changeStatus}. */
  changeStatus(clientId: string, batchId: string, status: CredentialStatus): Promise<void> {
    return this.issuer.changeStatus(clientId, batchId, status);
  }

  /** A signed status list, and the seconds for which it may be cached. See {@link Issuer.statusListToken}. */
  statusListToken(list: number): Promise<{ token: string; ttl: number }> {
    return this.issuer.statusListToken(list);
  }

  /**
   * Proves that the credentials meet the policy of a request. The holder's ledger, in memory by default, remembers the
   * answer; requests that tell too much need consent. See {@link Holder.present}.
   */
  generateProof(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options?: PresentOptions,
  ): Promise<Presentations> {
    return this.holder.present(request, held, options);
  }

  /** What the answer to a request would tell its verifier. See {@link Holder.assess}. */
  assessRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options?: AssessOptions,
  ): Promise<RequestAssessment> {
    return this.holder.assessRequest(request, held, options);
  }

  /** Starts an answer of several people, each with a device of their own. See {@link Holder.join}. */
  joinRequest(
    request: PresentationRequest,
    held: Readonly<Record<string, HeldCredential>>,
    options: JoinOptions,
  ): Promise<CommitPhase> {
    return this.holder.join(request, held, options);
  }

  /** Stores a request for a policy. See {@link PresentationRequests.create}. */
  createRequest(ownerId: string, input: CreateRequestInput, id?: string): Promise<CreatedRequest> {
    return this.requests.create(ownerId, input, id);
  }

  /** What the owner may see of a request. See {@link PresentationRequests.find}. */
  findRequest(ownerId: string, id: string): Promise<RequestView> {
    return this.requests.find(ownerId, id);
  }

  /** Deletes a request of the owner. See {@link PresentationRequests.delete}. */
  deleteRequest(ownerId: string, id: string): Promise<void> {
    return this.requests.delete(ownerId, id);
  }

  /** Verifies a presentation and, if every check passes, consumes the request. See {@link Verifier.verify}. */
  verifyProof(input: VerifyInput, onRepeated?: () => void): Promise<Verdict> {
    return this.verifier.verify(input, onRepeated);
  }

  private get issuer(): Issuer {
    if (!this.optionalIssuer) throw new TypeError('CoreEngine: the `issuer` options are missing.');
    return this.optionalIssuer;
  }

  private get verifier(): Verifier {
    if (!this.optionalVerifier) throw new TypeError('CoreEngine: the `verifier` options are missing.');
    return this.optionalVerifier.verifier;
  }

  private get requests(): PresentationRequests {
    if (!this.optionalVerifier) throw new TypeError('CoreEngine: the `verifier` options are missing.');
    return this.optionalVerifier.requests;
  }
}
