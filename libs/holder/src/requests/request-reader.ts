import {
  ATTRIBUTES,
  type Clock,
  chosenPolicies,
  claimsToDisclose,
  describeAlternatives,
  describePolicy,
  isObject,
  LANGUAGES,
  own,
  type Policy,
  parseJwt,
  randomBase64url,
  VOCABULARIES,
  type Words,
} from '@zk-income/credential';
import {
  type AuthorizationRequest,
  type CertificateValidator,
  checkRequestObject,
  encodeForm,
  OpenidError,
  parseAuthorizationRequest,
  REQUEST_OBJECT_TYP,
  type RequestByReference,
  type RequestByValue,
} from '@zk-income/openid';
import { isFresh } from '../credentials.js';
import { errorCodeOf, FORM, type Http } from '../http.js';
import { reading } from '../receive/offers.js';
import type { WalletStore } from '../storage/wallet-store.js';
import type { TrustList } from '../trust.js';
import type { DescribedChoice, RequestDescription, StoredCredential, WalletState } from '../types.js';
import { WalletError } from '../wallet-error.js';

const MAX_REQUEST_BYTES = 131_072;
const NONCE_BYTES = 24;

/** What is required of the credential with one id. */
interface Requirement {
  readonly currency?: string;
  readonly issuers?: readonly string[];
  readonly attributes: readonly string[];
  readonly claims: readonly string[];
}

/** Reads the requests of verifiers, and checks them before anything of them is shown. */
export class RequestReader {
  constructor(
    private readonly http: Http,
    private readonly store: WalletStore,
    private readonly trust: TrustList,
    private readonly certificates: CertificateValidator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws WalletError `request_malformed`, `request_unsigned`, `request_expired`, `request_invalid`, `host_mismatch`,
   * `certificate_not_trusted`, `offline`, `response_invalid`
   */
  async read(text: string): Promise<RequestDescription> {
    const link = reading('request_malformed', () => parseAuthorizationRequest(text.trim()));
    if (link.kind === 'unsigned') throw new WalletError('request_unsigned');
    const walletNonce =
      link.kind === 'reference' && link.requestUriMethod === 'post'
        ? randomBase64url(NONCE_BYTES)
        : undefined;
    const requestObject = link.kind === 'value' ? link.requestObject : await this.fetch(link, walletNonce);
    const authorization = await this.check(requestObject, link, walletNonce);
    return this.describe(authorization, expiryOf(requestObject));
  }

  private async fetch({ requestUri: url }: RequestByReference, walletNonce?: string): Promise<string> {
    const reply = await this.http.send({
      url,
      accept: `application/${REQUEST_OBJECT_TYP}`,
      maxBytes: MAX_REQUEST_BYTES,
      ...(walletNonce !== undefined && {
        method: 'POST',
        contentType: FORM,
        body: encodeForm({ wallet_nonce: walletNonce }),
      }),
    });
    if (reply.status === 200) return new TextDecoder().decode(reply.bytes).trim();
    if (reply.status >= 500)
      throw new WalletError('offline', { detail: `The verifier answered ${reply.status}.` });
    throw new WalletError('request_expired', {
      detail: 'The verifier does not have the request any more. Ask for a new one.',
      remoteCode: errorCodeOf(reply),
    });
  }

  private async check(
    requestObject: string,
    link: RequestByReference | RequestByValue,
    walletNonce: string | undefined,
  ): Promise<AuthorizationRequest> {
    const now = this.clock.now();
    const claims = parseJwt(requestObject)?.payload ?? {};
    const responseHost = hostOf(own(claims, 'response_uri'));
    let dnsNames: readonly string[] | undefined;
    const certificates: CertificateValidator = {
      validate: async (x5c, at) => {
        const valid = await this.certificates.validate(x5c, at);
        dnsNames = valid?.dnsNames.map((name) => name.toLowerCase());
        if (!valid) throw new WalletError('certificate_not_trusted');
        return valid;
      },
    };
    try {
      return await checkRequestObject(requestObject, {
        link,
        certificates,
        now,
        ...(walletNonce !== undefined && { walletNonce }),
      });
    } catch (cause) {
      if (!(cause instanceof OpenidError)) throw cause;
      if (cause.cause instanceof WalletError) throw cause.cause;
      // What the request object claims is used only to name the reason.
      const isOfHosts =
        responseHost !== undefined &&
        ((link.kind === 'reference' && hostOf(link.requestUri) !== responseHost) ||
          (dnsNames !== undefined && !dnsNames.includes(responseHost)));
      const { exp } = claims;
      if (isOfHosts) throw new WalletError('host_mismatch', { cause });
      if (typeof exp === 'number' && exp * 1000 <= now) throw new WalletError('request_expired', { cause });
      throw new WalletError('request_invalid', { detail: cause.description, cause });
    }
  }

  private async describe(
    authorization: AuthorizationRequest,
    expiresAt: string | undefined,
  ): Promise<RequestDescription> {
    const { asked, nonce, host } = authorization;
    const state = await this.store.read();
    const candidatesOf = (requirements: readonly Requirement[]) => this.candidates(state, requirements);
    const common = {
      id: nonce,
      asker: this.trust.verifier(host),
      ...(expiresAt !== undefined && { expiresAt }),
      authorization,
    };
    if (asked.mode === 'disclosure') {
      const { credential, claims } = asked;
      return {
        ...common,
        mode: 'disclosure',
        statements: claims.length === 0 ? [] : [disclosureWords(claims)],
        discloses: claims,
        alternatives: [],
        candidates: { [credential]: candidatesOf([{ attributes: [], claims }]) },
        needsPeople: false,
      };
    }
    const { policy } = asked;
    return {
      ...common,
      mode: 'proof',
      statements: describePolicy(policy),
      purpose: policy.purpose,
      discloses: claimsOf(policy),
      alternatives: alternativesOf(policy),
      candidates: Object.fromEntries(
        policy.credentials.map((id) => [id, candidatesOf(requirementsOf(policy, id))]),
      ),
      needsPeople: chosenPolicies(policy).every((one) => one.policy.people !== undefined),
      policy,
    };
  }

  /** The stored credentials that meet one of the requirements. */
  private candidates(state: WalletState, requirements: readonly Requirement[]): readonly string[] {
    const left = ({ instances }: StoredCredential) =>
      instances.some((instance) => isFresh(state, instance)) ? 1 : 0;
    return state.credentials
      .filter((stored) => requirements.some((one) => this.meets(stored, one)))
      .toSorted((one, other) => left(other) - left(one) || (one.receivedAt < other.receivedAt ? 1 : -1))
      .map(({ id }) => id);
  }

  private meets(
    { iss, currency: held, attributes, claims, validUntil, status }: StoredCredential,
    required: Requirement,
  ): boolean {
    return (
      held === (required.currency ?? held) &&
      (required.issuers?.includes(iss) ?? true) &&
      required.attributes.every((name) => attributes.includes(name)) &&
      required.claims.every((name) => claims.includes(name)) &&
      Date.parse(validUntil) > this.clock.now() &&
      (status?.value ?? 'valid') === 'valid'
    );
  }
}

const hostOf = (url: unknown): string | undefined =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : undefined;

/** Of a request object that was checked. */
function expiryOf(requestObject: string): string | undefined {
  const exp = own(parseJwt(requestObject)!.payload, 'exp');
  const date = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The claims that an answer may disclose. */
export const claimsOf = (policy: Policy): string[] => [
  ...new Set(
    chosenPolicies(policy).flatMap(({ policy: chosen }) =>
      chosen.credentials.flatMap((id) => claimsToDisclose(chosen, id)),
    ),
  ),
];

const disclosureWords = (claims: readonly (keyof (typeof VOCABULARIES)['en']['claims'])[]): Words => {
  const text = (language: (typeof LANGUAGES)[number]) => {
    const words = VOCABULARIES[language];
    return `${words.disclose}: ${claims.map((claim) => words.claims[claim]).join(', ')}`;
  };
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as unknown as Words;
};

function alternativesOf(policy: Policy): DescribedChoice[] {
  const chosen = new Map(chosenPolicies(policy).map((one) => [one.alternative, one.policy.credentials]));
  return describeAlternatives(policy).map(({ id, label, statements }) => ({
    id,
    label,
    statements,
    credentials: chosen.get(id)!,
  }));
}

/** What is required of the credential with an id: one requirement for each alternative that shows it. */
function requirementsOf(policy: Policy, id: string): Requirement[] {
  const issuers = isObject(policy.issuers) ? (own(policy.issuers, id) as readonly string[]) : undefined;
  return chosenPolicies(policy)
    .map((one) => one.policy)
    .filter(({ credentials }) => credentials.includes(id))
    .map((chosen) => ({
      currency: chosen.currency,
      ...(issuers && { issuers }),
      attributes: chosen.predicates
        .flatMap(({ terms }) => terms)
        .filter(({ credential, attribute }) => credential === id && ATTRIBUTES.has(attribute))
        .map(({ attribute }) => attribute),
      claims: claimsToDisclose(chosen, id),
    }));
}
