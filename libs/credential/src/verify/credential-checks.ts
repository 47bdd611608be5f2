import { type Sha256, sha256 } from '../encoding/hash.js';
import { ProtocolError } from '../errors.js';
import { type JwsVerifier, verifyJws } from '../keys.js';
import type { Policy } from '../policy/policy.js';
import type { Clock, DocumentFetcher, StoredRequest } from '../ports/index.js';
import type { SdJwtText } from '../sd-jwt-text.js';
import { StatusChecker } from '../status/status-checker.js';
import type { Window } from '../windows/window.js';
import { checkAttestation, checkClaims } from './credential-claims.js';
import { type CredentialPayload, readCredentialPayload } from './credential-payload.js';
import { readDisclosures } from './disclosures.js';
import { IssuerDirectory } from './issuer-directory.js';
import { checkIssuerJwt } from './issuer-jwt.js';
import { checkKeyBinding, type KeyBinding } from './key-binding.js';
import type { TrustedIssuer } from './trust.js';

export interface CredentialChecksOptions {
  /** The issuers that the verifier trusts, and for what. */
  readonly trust: readonly TrustedIssuer[];
  readonly documents: DocumentFetcher;
  /** Verifies signatures; by default with WebCrypto. */
  readonly verifyJws?: JwsVerifier;
  /** Hashes texts; by default in JavaScript. */
  readonly sha256?: Sha256;
}

/** What a presentation must be for. */
export interface AskedCredential {
  readonly policy: Policy;
  readonly request: Pick<StoredRequest, 'nonce' | 'createdAt'>;
  /** The identifier of the verifier in the channel that the presentation came by. */
  readonly audience: string;
  /** The claims that must be disclosed. No others may be. */
  readonly claims: readonly string[];
}

/** One credential of a presentation that is genuine and bound to the request. */
export interface GenuineCredential extends KeyBinding {
  readonly payload: CredentialPayload;
  readonly window: Window;
  readonly disclosed: ReadonlyMap<string, string>;
}

/** The checks of a credential that do not depend on a proof. */
export class CredentialChecks {
  private readonly trust: ReadonlyMap<string, TrustedIssuer>;
  private readonly directory: IssuerDirectory;
  private readonly statuses: StatusChecker;
  private readonly verifyJws: JwsVerifier;
  private readonly sha256: Sha256;

  constructor(
    options: CredentialChecksOptions,
    private readonly clock: Clock,
  ) {
    this.trust = new Map(options.trust.map((issuer) => [issuer.iss, issuer]));
    this.directory = new IssuerDirectory(options.documents, clock);
    this.verifyJws = options.verifyJws ?? verifyJws;
    this.sha256 = options.sha256 ?? sha256;
    this.statuses = new StatusChecker(options.documents, this.directory, clock, this.verifyJws);
  }

  /** Checks issuer, disclosures, claims and key binding of a credential. */
  async check(
    id: string,
    { issuerJwt, disclosures, keyBindingJwt, hashedText }: SdJwtText,
    { policy, request, audience, claims }: AskedCredential,
  ): Promise<GenuineCredential> {
    const now = this.clock.now();
    const allowed = policy.issuers && Object.hasOwn(policy.issuers, id) ? policy.issuers[id] : undefined;
    const issuer = await checkIssuerJwt(issuerJwt, {
      trust: this.trust,
      directory: this.directory,
      verifyJws: this.verifyJws,
      ...(allowed && { allowed }),
    });
    const payload = readCredentialPayload(issuerJwt.payload);
    const disclosed = readDisclosures(issuerJwt.payload, disclosures, claims);
    const window = checkClaims(payload, { policy, audience, now });
    checkAttestation(id, payload, issuer, policy);
    const keyBinding = await checkKeyBinding(keyBindingJwt, {
      verifyJws: this.verifyJws,
      sha256: this.sha256,
      holderKey: payload.holderKey,
      audience,
      nonce: request.nonce,
      hashedText,
      requestedAt: request.createdAt,
      now: Math.floor(now / 1000),
    });
    return { payload, window, disclosed, ...keyBinding };
  }

  /** Checks that a credential is neither revoked nor suspended. */
  async checkStatus({ iss, status: reference }: CredentialPayload): Promise<void> {
    const status = await this.statuses.find(iss, reference);
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
}
