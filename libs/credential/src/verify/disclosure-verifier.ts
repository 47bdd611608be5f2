import { encodeBase64url } from '../encoding/base64url.js';
import { utcDay } from '../encoding/calendar.js';
import { type Sha256, sha256 } from '../encoding/hash.js';
import { utf8 } from '../encoding/text.js';
import { ERRORS, ProtocolError, refusalCodeOf } from '../errors.js';
import { VERIFY_INPUT } from '../input-shapes.js';
import { parseJwt } from '../jwt.js';
import { claimsToDisclose } from '../policy/dcql.js';
import type { Policy } from '../policy/policy.js';
import { decodePolicy } from '../policy/transaction-data.js';
import type { Clock, StoredRequest } from '../ports/index.js';
import type { PresentationRequests } from '../requests/presentation-requests.js';
import type { SdJwtText } from '../sd-jwt-text.js';
import { assertShape } from '../shape.js';
import type { DisclosedClaims, DisclosedVerdict, DisclosureVerdict, VerifyInput } from '../types.js';
import { assertWindowsAdmitted } from '../windows/admission.js';
import type { CredentialChecks } from './credential-checks.js';
import { checkIds, hashPresentations, parsePresentations } from './presentation-set.js';
import { signDisclosureReceipt } from './receipt.js';
import type { VerifierOptions, VerifyOptions } from './verifier.js';

export type DisclosureOptions = Omit<VerifyOptions, 'channel'>;

const disclosedVerdict = (claims: DisclosedClaims): DisclosedVerdict => ({
  disclosed: true,
  code: 'disclosed',
  claims,
});

/** The claims of a receipt that this verifier signed and stored. */
const claimsOfReceipt = (receipt: string): DisclosedClaims =>
  parseJwt(receipt)!.payload.disclosed as DisclosedClaims;

/**
 * Checks what a wallet discloses in answer to a request in disclosure mode. No income is checked: nothing that a presentation
 * contains makes it more than disclosed.
 */
export class DisclosureVerifier {
  private readonly sha256: Sha256;

  constructor(
    private readonly options: Pick<VerifierOptions, 'iss' | 'keys' | 'sha256'>,
    private readonly requests: PresentationRequests,
    private readonly checks: CredentialChecks,
    private readonly clock: Clock,
  ) {
    this.sha256 = options.sha256 ?? sha256;
  }

  /**
   * Checks a presentation and, if every check passes, consumes the request. A failed check of a presentation that was
   * understood is a verdict; any other failure throws.
   *
   * @throws ProtocolError `request_unknown`, also for a request that asks for a proof
   */
  async verify(input: VerifyInput, options: DisclosureOptions = {}): Promise<DisclosureVerdict> {
    try {
      return await this.verifyOrThrow(input, options);
    } catch (error) {
      const code = refusalCodeOf(error);
      if (code === undefined) throw error;
      return { disclosed: false, code, detail: ERRORS[code].title };
    }
  }

  private async verifyOrThrow(
    input: VerifyInput,
    { onRepeated, responseCode }: DisclosureOptions,
  ): Promise<DisclosedVerdict> {
    assertShape(input, VERIFY_INPUT);
    const { request_id: requestId, presentations } = input;
    const parsed = parsePresentations(presentations);
    const hash = hashPresentations(presentations, this.sha256);
    try {
      const request = await this.requests.findOpen(requestId);
      const policy = policyOfDisclosure(request);
      checkIds(presentations, policy);
      return await this.verifyFor(request, policy, parsed, { hash, responseCode });
    } catch (error) {
      if (!(error instanceof ProtocolError && error.code === 'request_already_answered')) throw error;
      const answered =
        hash === undefined ? undefined : await this.requests.findAnswered(requestId, hash, responseCode);
      if (answered?.request.disclosure === undefined) throw error;
      onRepeated?.();
      return disclosedVerdict(claimsOfReceipt(answered.answer.receipt));
    }
  }

  private async verifyFor(
    request: StoredRequest,
    policy: Policy,
    parsed: ReadonlyMap<string, SdJwtText>,
    { hash, responseCode }: { hash: string | undefined; responseCode: string | undefined },
  ): Promise<DisclosedVerdict> {
    const [id] = policy.credentials as [string];
    const { payload, window, disclosed } = await this.checks.check(id, parsed.get(id)!, {
      policy,
      request,
      audience: request.walletAudience!,
      claims: claimsToDisclose(policy, id),
    });
    const credentials = new Map([[id, { window, issued: utcDay(payload.iat * 1000) }]]);
    assertWindowsAdmitted(policy, credentials, utcDay(this.clock.now()));
    await this.checks.checkStatus(payload);

    const now = Math.floor(this.clock.now() / 1000);
    const claims = { [id]: Object.fromEntries(disclosed) };
    const presentationHash = hash!;
    const receipt = await signDisclosureReceipt(
      {
        iss: this.options.iss,
        aud: request.ownerId,
        iat: now,
        requestId: request.id,
        policyHash: encodeBase64url(this.sha256(utf8(request.disclosure!))),
        presentationHash,
        status: { [id]: { ...payload.status, status: 'valid' } },
        disclosed: claims,
      },
      await this.options.keys.current(),
    );
    const answer = { answeredAt: now, receipt, presentationHash, predicates: [] };
    await this.requests.consume(request, answer, false, responseCode);
    return disclosedVerdict(claims);
  }
}

/** @throws ProtocolError `request_unknown` for a request that asks for a proof, which disclosed claims do not answer */
function policyOfDisclosure({ disclosure }: StoredRequest): Policy {
  if (disclosure !== undefined) return decodePolicy(disclosure, 'disclosure');
  throw new ProtocolError('request_unknown', 'The request asks for a proof.');
}
