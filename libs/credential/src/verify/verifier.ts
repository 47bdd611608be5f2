import { encodeBase64url } from '../encoding/base64url.js';
import { utcDay } from '../encoding/calendar.js';
import { type Sha256, sha256 } from '../encoding/hash.js';
import { canonicalJson, own } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ERRORS, type ErrorCode, ProtocolError, refusalCodeOf } from '../errors.js';
import { VERIFY_INPUT } from '../input-shapes.js';
import { type JwsVerifier, verifyJws } from '../keys.js';
import { chosenPolicy } from '../policy/alternatives.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicates } from '../policy/describe-policy.js';
import { type PaidCredential, pairsOfContracts } from '../policy/different-contracts.js';
import { personOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import type { DecodedPolicy, PolicyCache } from '../policy/policy-cache.js';
import { proofStatement, type Statement, statementsOf } from '../policy/statement.js';
import type { Clock, DocumentFetcher, SigningKeys, StoredRequest } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner, policyProofLength } from '../proof/proof-runner.js';
import type { PresentationRequests, PresentationRequestsOptions } from '../requests/presentation-requests.js';
import { type CheckInTurn, RequestQueues } from '../requests/request-queues.js';
import type { SdJwtText } from '../sd-jwt-text.js';
import { assertShape } from '../shape.js';
import { StatusChecker } from '../status/status-checker.js';
import type { Presentations, Verdict, VerifiedVerdict, VerifyInput } from '../types.js';
import { assertWindowsAdmitted, type DatedCredential } from '../windows/admission.js';
import type { Window } from '../windows/window.js';
import type { Words } from '../words/language.js';
import { check } from './check.js';
import { checkAttestation, checkClaims } from './credential-claims.js';
import { type CredentialPayload, readCredentialPayload } from './credential-payload.js';
import { readDisclosures } from './disclosures.js';
import { IssuerDirectory } from './issuer-directory.js';
import { checkIssuerJwt } from './issuer-jwt.js';
import { checkKeyBinding } from './key-binding.js';
import { checkPeople } from './people.js';
import { checkIds, parsePresentations } from './presentation-set.js';
import { signReceipt } from './receipt.js';
import type { TrustedIssuer } from './trust.js';

export interface VerifierOptions extends PresentationRequestsOptions {
  /** The verifier's public URL, the `iss` of its receipts. */
  readonly iss: string;
  readonly keys: SigningKeys;
  readonly documents: DocumentFetcher;
  readonly proofs?: ProofRunner;
  /** Verifies signatures; by default with WebCrypto. */
  readonly verifyJws?: JwsVerifier;
  /** Hashes texts; by default in JavaScript. */
  readonly sha256?: Sha256;
}

/** The request that a presentation answers, with the policy of the alternative that it shows. */
interface OpenRequest extends DecodedPolicy {
  readonly request: StoredRequest;
  readonly alternative?: string;
}

/** One credential of a presentation that passed steps 3 and 4. */
interface CheckedCredential {
  readonly id: string;
  readonly payload: CredentialPayload;
  readonly window: Window;
  readonly disclosed: ReadonlyMap<string, string>;
  readonly sdHash: Uint8Array;
  readonly rangeProof?: Uint8Array;
  readonly partners: unknown;
}

const PROOF_CODES = {
  invalid: 'range_proof_invalid',
  malformed: 'range_proof_malformed',
  commitment_invalid: 'commitment_invalid',
} as const satisfies Record<string, ErrorCode>;

/** Verifies presentations: cheap checks before expensive ones, each with its own error code. */
export class Verifier {
  private readonly trust: ReadonlyMap<string, TrustedIssuer>;
  private readonly directory: IssuerDirectory;
  private readonly statuses: StatusChecker;
  private readonly proofs: ProofRunner;
  private readonly verifyJws: JwsVerifier;
  private readonly sha256: Sha256;
  private readonly queues = new RequestQueues();

  constructor(
    private readonly options: VerifierOptions,
    private readonly requests: PresentationRequests,
    private readonly policies: PolicyCache,
    private readonly clock: Clock,
  ) {
    this.trust = new Map(options.trust.map((issuer) => [issuer.iss, issuer]));
    this.directory = new IssuerDirectory(options.documents, clock);
    this.verifyJws = options.verifyJws ?? verifyJws;
    this.sha256 = options.sha256 ?? sha256;
    this.statuses = new StatusChecker(options.documents, this.directory, clock, this.verifyJws);
    this.proofs = options.proofs ?? inlineProofRunner;
  }

  /**
   * Verifies a presentation and, if every check passes, consumes the request. A failed check of a presentation that
   * was understood is a verdict; any other failure throws.
   *
   * @param onRepeated is called if the verdict is that of an earlier call with the same presentation, whose response
   *   may have been lost
   */
  async verify(input: VerifyInput, onRepeated?: () => void): Promise<Verdict> {
    try {
      return await this.verifyOrThrow(input, onRepeated);
    } catch (error) {
      const code = refusalCodeOf(error);
      if (code === undefined) throw error;
      return { verified: false, code, detail: ERRORS[code].title };
    }
  }

  private async verifyOrThrow(input: VerifyInput, onRepeated?: () => void): Promise<VerifiedVerdict> {
    assertShape(input, VERIFY_INPUT);
    const { request_id: requestId, presentations } = input;
    const parsed = parsePresentations(presentations);
    try {
      return await this.queues.join(requestId, (inTurn) =>
        this.verifyFor(requestId, presentations, parsed, inTurn),
      );
    } catch (error) {
      if (!(error instanceof ProtocolError && error.code === 'request_already_answered')) throw error;
      const verdict = await this.repeatedVerdict(requestId, presentations);
      if (!verdict) throw error;
      onRepeated?.();
      return verdict;
    }
  }

  /** The verdict on the presentation that was accepted, for the same bytes. Nothing is checked or written again. */
  private async repeatedVerdict(
    requestId: string,
    presentations: Presentations,
  ): Promise<VerifiedVerdict | undefined> {
    const hash = this.presentationHash(presentations);
    const answered = hash === undefined ? undefined : await this.requests.findAnswered(requestId, hash);
    if (!answered) return undefined;
    const { policy } = this.policies.decode(answered.request.transactionData[0]!);
    const { alternative, predicates } = answered.answer;
    return verifiedVerdict(chosenPolicy(policy, alternative)!, predicates, alternative);
  }

  /** Undefined for texts that no accepted presentation contains: they are not valid Unicode. */
  private presentationHash(presentations: Presentations): string | undefined {
    try {
      return encodeBase64url(this.sha256(utf8(canonicalJson(presentations))));
    } catch {
      return undefined;
    }
  }

  private async verifyFor(
    requestId: string,
    presentations: Presentations,
    parsed: ReadonlyMap<string, SdJwtText>,
    inTurn: CheckInTurn,
  ): Promise<VerifiedVerdict> {
    const request = await this.requests.findOpen(requestId);
    const open = chooseAlternative(request, this.policies.decode(request.transactionData[0]!), parsed);
    checkIds(presentations, open.policy);

    const credentials: CheckedCredential[] = [];
    for (const id of open.policy.credentials) {
      credentials.push(await this.checkCredential(id, parsed.get(id)!, open));
    }
    const personal = credentials.map(({ id, payload: { holderKey }, disclosed, partners }) => ({
      id,
      holderKey,
      disclosed,
      partners,
    }));
    await checkPeople(open.policy, personal);
    const statements = this.deriveStatements(open.policy, credentials);
    for (const { payload } of credentials) await this.checkStatus(payload);
    return inTurn(async (isOutdated) => {
      const current = isOutdated ? await this.requests.findOpen(requestId) : request;
      return this.requests.attempt(current, async (isCounted) => {
        await this.checkProofs(open, credentials, statements);
        return this.accept(open, credentials, presentations, isCounted);
      });
    });
  }

  private async checkCredential(
    id: string,
    { issuerJwt, disclosures, keyBindingJwt, hashedText }: SdJwtText,
    open: OpenRequest,
  ): Promise<CheckedCredential> {
    const { request, policy } = open;
    const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
    const issuer = await checkIssuerJwt(issuerJwt, {
      trust: this.trust,
      directory: this.directory,
      verifyJws: this.verifyJws,
      ...(allowed && { allowed }),
    });
    const payload = readCredentialPayload(issuerJwt.payload);
    const disclosed = readDisclosures(issuerJwt.payload, disclosures, claimsToDisclose(policy, id));
    const window = checkClaims(payload, { policy, audience: request.audience, now: this.clock.now() });
    checkAttestation(id, payload, issuer, policy);
    const keyBinding = await checkKeyBinding(keyBindingJwt, {
      verifyJws: this.verifyJws,
      sha256: this.sha256,
      holderKey: payload.holderKey,
      audience: request.audience,
      nonce: request.nonce,
      transactionDataHash: encodeBase64url(open.hash),
      hashedText,
      requestedAt: request.createdAt,
      now: this.seconds(),
      isCarrier: id === personOf(policy, id).credentials[0],
      credentialId: id,
      ...(open.alternative !== undefined && { alternative: open.alternative }),
    });
    return { id, payload, window, disclosed, ...keyBinding };
  }

  /**
   * Checks windows and payers of all credentials, and that the proof of each person has the length for the statement that
   * follows.
   */
  private deriveStatements(policy: Policy, credentials: readonly CheckedCredential[]): readonly Statement[] {
    const dated = credentials.map(({ id, window, payload: { iat } }): [string, DatedCredential] => [
      id,
      { window, issued: utcDay(iat * 1000) },
    ]);
    assertWindowsAdmitted(policy, new Map(dated), utcDay(this.clock.now()));
    const paid = credentials.map(({ id, payload, disclosed }): [string, PaidCredential] => [
      id,
      { iss: payload.iss, sourceId: disclosed.get('source_id')!, attributes: payload.commitments },
    ]);
    const pairs = pairsOfContracts(policy, new Map(paid));
    if (typeof pairs === 'string') throw new ProtocolError(pairs);
    const windows = new Map(credentials.map(({ id, window }) => [id, window]));
    const statements = statementsOf(policy, windows, pairs);
    for (const statement of statements) {
      const length = carrierOf(statement, credentials).rangeProof?.length;
      check(length === policyProofLength(statement), 'range_proof_malformed');
    }
    return statements;
  }

  private async checkStatus(payload: CredentialPayload): Promise<void> {
    const status = await this.statuses.find(payload.iss, payload.status);
    switch (status) {
      case 'valid':
        return;
      case 'revoked':
        throw new ProtocolError('credential_revoked');
      case 'suspended':
        throw new ProtocolError('credential_suspended');
      case 'unknown':
        throw new ProtocolError('status_unknown');
      default:
        throw new Error(`unexpected status: ${status satisfies never}`);
    }
  }

  /** Checks the proof of each person. */
  private async checkProofs(
    { request, hash, alternative }: OpenRequest,
    credentials: readonly CheckedCredential[],
    statements: readonly Statement[],
  ): Promise<void> {
    const byId = new Map(credentials.map((credential) => [credential.id, credential]));
    for (const statement of statements) {
      const { person } = statement;
      const verdict = await this.proofs.verify({
        binding: {
          audience: request.audience,
          nonce: request.nonce,
          policyHash: hash,
          ...(alternative !== undefined && { alternative }),
          ...(person.id !== undefined && { person: person.id }),
          sdHashes: person.credentials.map((id) => byId.get(id)!.sdHash),
        },
        ...proofStatement(statement, (credential, attribute) => ({
          commitment: byId.get(credential)!.payload.commitments.get(attribute)!,
        })),
        proof: carrierOf(statement, credentials).rangeProof!,
      });
      if (verdict !== 'valid') throw new ProtocolError(PROOF_CODES[verdict]);
    }
  }

  /** Signs the receipt, then consumes the request. The receipt is stored only if that succeeds. */
  private async accept(
    { request, policy, hash, alternative }: OpenRequest,
    credentials: readonly CheckedCredential[],
    presentations: Presentations,
    isCounted: boolean,
  ): Promise<VerifiedVerdict> {
    const now = this.seconds();
    const statements = describePredicates(policy);
    const presentationHash = this.presentationHash(presentations)!;
    const byId = <T>(value: (credential: CheckedCredential) => T): Record<string, T> =>
      Object.fromEntries(credentials.map((credential) => [credential.id, value(credential)]));
    const receipt = await signReceipt(
      {
        iss: this.options.iss,
        aud: request.ownerId,
        iat: now,
        requestId: request.id,
        policyHash: encodeBase64url(hash),
        presentationHash,
        verdict: 'verified',
        ...(alternative !== undefined && { alternative }),
        ...(policy.people && { people: policy.people }),
        predicates: statements,
        status: byId(({ payload }) => ({ ...payload.status, status: 'valid' as const })),
        disclosed: byId(({ disclosed }) => Object.fromEntries(disclosed)),
      },
      await this.options.keys.current(),
    );
    const answer = {
      answeredAt: now,
      receipt,
      presentationHash,
      predicates: statements,
      ...(alternative !== undefined && { alternative }),
    };
    await this.requests.consume(request, answer, isCounted);
    return verifiedVerdict(policy, statements, alternative);
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

/** The credential that carries the proof of a statement. */
const carrierOf = ({ person }: Statement, credentials: readonly CheckedCredential[]): CheckedCredential =>
  credentials.find(({ id }) => id === person.credentials[0])!;

/**
 * The request with the policy of the alternative that a presentation shows. The first of its key bindings names it, and
 * its signature is checked later, as are the other key bindings.
 */
function chooseAlternative(
  request: StoredRequest,
  { policy, hash }: DecodedPolicy,
  presentations: ReadonlyMap<string, SdJwtText>,
): OpenRequest {
  if (policy.any_of === undefined) return { request, policy, hash };
  const first = policy.credentials.find((id) => presentations.has(id));
  const payload = first === undefined ? undefined : presentations.get(first)!.keyBindingJwt?.payload;
  const alternative = payload && own(payload, 'alternative');
  const chosen = chosenPolicy(policy, alternative);
  check(chosen !== undefined, 'alternative_unknown');
  return { request, policy: chosen, hash, alternative: alternative as string };
}

const verifiedVerdict = (
  { predicates }: Policy,
  statements: readonly Words[],
  alternative?: string,
): VerifiedVerdict => ({
  verified: true,
  code: 'verified',
  ...(alternative !== undefined && { alternative }),
  predicates: predicates.map(({ label }, i) => ({ label, statement: statements[i]! })),
});
