import { encodeBase64url } from '../encoding/base64url.js';
import { utcDay } from '../encoding/calendar.js';
import { type Sha256, sha256 } from '../encoding/hash.js';
import { own } from '../encoding/json.js';
import { ERRORS, type ErrorCode, ProtocolError, refusalCodeOf } from '../errors.js';
import { VERIFY_INPUT } from '../input-shapes.js';
import { chosenPolicy } from '../policy/alternatives.js';
import { claimsToDisclose } from '../policy/dcql.js';
import { describePredicates } from '../policy/describe-policy.js';
import { type PaidCredential, pairsOfContracts } from '../policy/different-contracts.js';
import { personOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import type { DecodedPolicy, PolicyCache } from '../policy/policy-cache.js';
import { proofStatement, type Statement, statementsOf } from '../policy/statement.js';
import type { Clock, SigningKeys, StoredRequest } from '../ports/index.js';
import { inlineProofRunner, type ProofRunner, policyProofLength } from '../proof/proof-runner.js';
import {
  isForWalletsOnly,
  type PresentationRequests,
  type PresentationRequestsOptions,
} from '../requests/presentation-requests.js';
import { type CheckInTurn, RequestQueues } from '../requests/request-queues.js';
import type { SdJwtText } from '../sd-jwt-text.js';
import { assertShape } from '../shape.js';
import type { Presentations, Verdict, VerifiedVerdict, VerifyInput } from '../types.js';
import { assertWindowsAdmitted, type DatedCredential } from '../windows/admission.js';
import type { Words } from '../words/language.js';
import { check } from './check.js';
import type { CredentialChecks, CredentialChecksOptions, GenuineCredential } from './credential-checks.js';
import { checkPeople } from './people.js';
import { checkIds, hashPresentations, parsePresentations } from './presentation-set.js';
import { checkProofBinding, type ProofBinding } from './proof-binding.js';
import { signReceipt } from './receipt.js';

export interface VerifierOptions extends PresentationRequestsOptions, CredentialChecksOptions {
  /** The verifier's public URL, the `iss` of its receipts. */
  readonly iss: string;
  readonly keys: SigningKeys;
  readonly proofs?: ProofRunner;
}

export interface VerifyOptions {
  /** Is called if the verdict is that of an earlier call with the same presentation, whose response may have been lost. */
  readonly onRepeated?: () => void;
  /**
   * `wallet` for a presentation that came to the response endpoint of OpenID wallets: it is then for the `walletAudience` of
   * the request, and never otherwise.
   */
  readonly channel?: 'wallet';
  /** SHA-256, base64url, of the code that binds the answer to the session that asked. Some requests of wallets need it. */
  readonly responseCode?: string;
}

/** The request that a presentation answers, with the policy of the alternative that it shows. */
interface OpenRequest extends DecodedPolicy {
  readonly request: StoredRequest;
  /** The identifier of the verifier in the channel that the presentation came by. */
  readonly audience: string;
  readonly alternative?: string;
}

/** One credential of a presentation that passed steps 3 and 4. */
interface CheckedCredential extends GenuineCredential, ProofBinding {
  readonly id: string;
}

const PROOF_CODES = {
  invalid: 'range_proof_invalid',
  malformed: 'range_proof_malformed',
  commitment_invalid: 'commitment_invalid',
} as const satisfies Record<string, ErrorCode>;

/** Verifies presentations: cheap checks before expensive ones, each with its own error code. */
export class Verifier {
  private readonly proofs: ProofRunner;
  private readonly sha256: Sha256;
  private readonly queues = new RequestQueues();

  constructor(
    private readonly options: VerifierOptions,
    private readonly requests: PresentationRequests,
    private readonly policies: PolicyCache,
    private readonly checks: CredentialChecks,
    private readonly clock: Clock,
  ) {
    this.sha256 = options.sha256 ?? sha256;
    this.proofs = options.proofs ?? inlineProofRunner;
  }

  /**
   * Verifies a presentation and, if every check passes, consumes the request. A failed check of a presentation that
   * was understood is a verdict; any other failure throws.
   *
   * @throws ProtocolError `request_unknown`, also for a request that does not accept presentations of this channel, or that
   *   only asks for claims
   */
  async verify(input: VerifyInput, options: VerifyOptions = {}): Promise<Verdict> {
    try {
      return await this.verifyOrThrow(input, options);
    } catch (error) {
      const code = refusalCodeOf(error);
      if (code === undefined) throw error;
      return { verified: false, code, detail: ERRORS[code].title };
    }
  }

  private async verifyOrThrow(
    input: VerifyInput,
    { onRepeated, channel, responseCode }: VerifyOptions,
  ): Promise<VerifiedVerdict> {
    assertShape(input, VERIFY_INPUT);
    const { request_id: requestId, presentations } = input;
    const parsed = parsePresentations(presentations);
    try {
      return await this.queues.join(requestId, (inTurn) =>
        this.verifyFor(requestId, { presentations, parsed, channel, responseCode }, inTurn),
      );
    } catch (error) {
      if (!(error instanceof ProtocolError && error.code === 'request_already_answered')) throw error;
      const verdict = await this.repeatedVerdict(requestId, presentations, { channel, responseCode });
      if (!verdict) throw error;
      onRepeated?.();
      return verdict;
    }
  }

  /** The verdict on the presentation that was accepted, for the same bytes. Nothing is checked or written again. */
  private async repeatedVerdict(
    requestId: string,
    presentations: Presentations,
    { channel, responseCode }: ChannelOptions,
  ): Promise<VerifiedVerdict | undefined> {
    const hash = hashPresentations(presentations, this.sha256);
    const answered =
      hash === undefined ? undefined : await this.requests.findAnswered(requestId, hash, responseCode);
    if (answered === undefined || refusedChannel(answered.request, channel) !== undefined) return undefined;
    const { policy } = this.policies.decode(answered.request.transactionData[0]!);
    const { alternative, predicates } = answered.answer;
    return verifiedVerdict(chosenPolicy(policy, alternative)!, predicates, alternative);
  }

  private async verifyFor(
    requestId: string,
    { presentations, parsed, channel, responseCode }: ReceivedPresentations,
    inTurn: CheckInTurn,
  ): Promise<VerifiedVerdict> {
    const request = await this.requests.findOpen(requestId);
    const audience = audienceOf(request, channel);
    const decoded = this.policies.decode(request.transactionData[0]!);
    const open = { request, audience, ...chooseAlternative(decoded, parsed) };
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
    for (const { payload } of credentials) await this.checks.checkStatus(payload);
    return inTurn(async (isOutdated) => {
      const current = isOutdated ? await this.requests.findOpen(requestId) : request;
      return this.requests.attempt(current, async (isCounted) => {
        await this.checkProofs(open, credentials, statements);
        return this.accept(open, credentials, { presentations, isCounted, responseCode });
      });
    });
  }

  private async checkCredential(
    id: string,
    text: SdJwtText,
    { request, policy, audience, hash, alternative }: OpenRequest,
  ): Promise<CheckedCredential> {
    const claims = claimsToDisclose(policy, id);
    const genuine = await this.checks.check(id, text, { policy, request, audience, claims });
    const binding = checkProofBinding(genuine.signed, {
      transactionDataHash: encodeBase64url(hash),
      isCarrier: id === personOf(policy, id).credentials[0],
      credentialId: id,
      ...(alternative !== undefined && { alternative }),
    });
    return { id, ...genuine, ...binding };
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

  /** Checks the proof of each person. */
  private async checkProofs(
    { request, audience, hash, alternative }: OpenRequest,
    credentials: readonly CheckedCredential[],
    statements: readonly Statement[],
  ): Promise<void> {
    const byId = new Map(credentials.map((credential) => [credential.id, credential]));
    for (const statement of statements) {
      const { person } = statement;
      const verdict = await this.proofs.verify({
        binding: {
          audience,
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
    { presentations, isCounted, responseCode }: Acceptance,
  ): Promise<VerifiedVerdict> {
    const now = this.seconds();
    const statements = describePredicates(policy);
    const presentationHash = hashPresentations(presentations, this.sha256)!;
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
    await this.requests.consume(request, answer, isCounted, responseCode);
    return verifiedVerdict(policy, statements, alternative);
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

/** The credential that carries the proof of a statement. */
const carrierOf = ({ person }: Statement, credentials: readonly CheckedCredential[]): CheckedCredential =>
  credentials.find(({ id }) => id === person.credentials[0])!;

interface ChannelOptions {
  readonly channel: VerifyOptions['channel'] | undefined;
  readonly responseCode: string | undefined;
}

interface ReceivedPresentations extends ChannelOptions {
  readonly presentations: Presentations;
  readonly parsed: ReadonlyMap<string, SdJwtText>;
}

interface Acceptance extends Pick<ReceivedPresentations, 'presentations' | 'responseCode'> {
  /** Whether the attempt was counted as failed. */
  readonly isCounted: boolean;
}

/** Why a request accepts no presentations of a channel; undefined if it does. */
function refusedChannel(request: StoredRequest, channel: VerifyOptions['channel']): string | undefined {
  if (request.disclosure !== undefined)
    return 'The request only asks for claims. Answer it with an OpenID wallet.';
  if (channel === 'wallet')
    return request.walletAudience === undefined ? 'The request was not made for OpenID wallets.' : undefined;
  return isForWalletsOnly(request)
    ? 'A wallet must bind the answer to the session that asked. Answer the request with an OpenID wallet.'
    : undefined;
}

/**
 * The audience that presentations of a channel must have.
 *
 * @throws ProtocolError `request_unknown` where the request accepts none of this channel, or asks for no proof
 */
function audienceOf(request: StoredRequest, channel: VerifyOptions['channel']): string {
  const refused = refusedChannel(request, channel);
  if (refused !== undefined) throw new ProtocolError('request_unknown', refused);
  return channel === 'wallet' ? request.walletAudience! : request.audience;
}

/**
 * The policy of the alternative that a presentation shows. The first of its key bindings names it, and its signature is
 * checked later, as are the other key bindings.
 */
function chooseAlternative(
  { policy, hash }: DecodedPolicy,
  presentations: ReadonlyMap<string, SdJwtText>,
): Pick<OpenRequest, 'policy' | 'hash' | 'alternative'> {
  if (policy.any_of === undefined) return { policy, hash };
  const first = policy.credentials.find((id) => presentations.has(id));
  const payload = first === undefined ? undefined : presentations.get(first)!.keyBindingJwt?.payload;
  const alternative = payload && own(payload, 'alternative');
  const chosen = chosenPolicy(policy, alternative);
  check(chosen !== undefined, 'alternative_unknown');
  return { policy: chosen, hash, alternative: alternative as string };
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
