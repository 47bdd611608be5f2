import type {
  Clock,
  ConsentReason as CoreConsentReason,
  LedgerEntry,
  Period,
  Policy,
  ProofRunner,
  ProveJob,
  PublicJwk,
  RequestAssessment,
  Words,
} from '@zk-income/credential';
import type {
  AuthorizationRequest,
  CertificateValidator,
  IssuerEndpoints,
  ReceivedOffer,
} from '@zk-income/openid';

/** A holder key. It signs, and never leaves its store. */
export interface WalletKey {
  /** The RFC 7638 thumbprint of the public key. */
  readonly id: string;
  readonly publicJwk: PublicJwk;
  /** What the `KeyWrapper` made of the private key; absent where there was none when the key was made. */
  readonly wrapped?: string;
  /** Returns the ES256 signature over ASCII text, base64url. */
  sign(data: string): Promise<string>;
}

/**
 * Sees each private key once, when it is made, to encrypt it for a backup. Afterwards the store has it as a key that cannot
 * be exported.
 */
export interface KeyWrapper {
  /** @param privateKey an extractable ES256 key, for this call only */
  wrap(privateKey: CryptoKey): Promise<string>;
}

/** Where the private keys are. IndexedDB keeps them as non-extractable `CryptoKey`s, a file as PKCS #8. */
export interface KeyStore {
  /** Makes ES256 keys. Keys that a wallet does not use are removed by it. */
  create(count: number, wrapper?: KeyWrapper): Promise<readonly WalletKey[]>;
  get(id: string): Promise<WalletKey | undefined>;
  remove(ids: readonly string[]): Promise<void>;
  /**
   * Stores a key of a backup.
   *
   * @param pkcs8 of an ES256 key
   */
  restore(pkcs8: Uint8Array, publicJwk: PublicJwk, wrapped?: string): Promise<WalletKey>;
  /**
   * An AES key of 256 bits for purposes of the wallet itself, such as backups: non-extractable, and undefined where there is
   * none of that name.
   */
  secret(name: string): Promise<CryptoKey | undefined>;
  /** @param raw 32 bytes */
  setSecret(name: string, raw: Uint8Array): Promise<void>;
}

/** Where a wallet keeps its items. */
export interface WalletStorage {
  /** Revision 0 and an empty state where nothing was written yet. */
  read(): Promise<{ readonly revision: number; readonly state: WalletState }>;
  /**
   * Replaces the state, all of it or nothing, and increments the revision.
   *
   * @param revision of the state that the new one was made from
   * @returns false where another tab or process wrote first
   */
  write(state: WalletState, revision: number): Promise<boolean>;
  /** What JSON cannot hold. */
  readonly keys: KeyStore;
}

/** All that a wallet remembers, as JSON. It contains amounts and names: storages encrypt it, or protect its file. */
export interface WalletState {
  readonly version: 1;
  readonly credentials: readonly StoredCredential[];
  /** What verifiers learned (`PresentationLedger`). */
  readonly ledger: {
    readonly entries: readonly LedgerEntry[];
    /** By the hash of an instance: the audience and request that it was used for. */
    readonly bindings: Readonly<Record<string, string>>;
  };
  /** Offers whose codes were redeemed, and whose credentials have not arrived yet. */
  readonly pending: readonly PendingReceipt[];
  /** Answers by request, recorded before they are sent. */
  readonly answers: readonly RecordedAnswer[];
  readonly history: readonly HistoryEntry[];
  /** What other parts of the wallet remember, by their name, such as `backup`. */
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A batch of credential instances: equal in what they attest. */
export interface StoredCredential {
  readonly id: string;
  readonly iss: string;
  /** The `source_id` of the payer. */
  readonly payer: string;
  readonly currency: string;
  readonly period: Period;
  readonly attributes: readonly string[];
  /** Names of the claims that can be disclosed. */
  readonly claims: readonly string[];
  /** Times are ISO 8601. */
  readonly validUntil: string;
  readonly receivedAt: string;
  readonly instances: readonly StoredInstance[];
  readonly status?: CredentialStatusSeen;
}

export interface StoredInstance {
  /** SHA-256 over the issuer-signed JWT, base64url: the name of the instance in the ledger. */
  readonly hash: string;
  /** An SD-JWT with all disclosures. */
  readonly credential: string;
  readonly keyId: string;
}

export interface CredentialStatusSeen {
  readonly value: 'valid' | 'revoked' | 'suspended';
  /** ISO 8601. */
  readonly seenAt: string;
}

export interface PendingReceipt {
  /** SHA-256 over the issuer and the code of the offer, base64url. */
  readonly offer: string;
  readonly accessToken: string;
  readonly credentialIdentifier?: string;
  readonly keyIds: readonly string[];
  /** ISO 8601. */
  readonly since: string;
}

/** An answer whose bytes do not change any more. */
export interface RecordedAnswer {
  /** The `id` of the request. */
  readonly request: string;
  readonly responseUri: string;
  /** The form to post. Removed once the verifier has it. */
  readonly form?: string;
  /** ISO 8601. */
  readonly recordedAt: string;
  /** ISO 8601; absent as long as the verifier has not confirmed it. */
  readonly sentAt?: string;
  readonly answered?: Answered;
  /** Whether the person declined. */
  readonly declined?: true;
}

/** How much is known of an issuer or a verifier. A party of the level `refused` gets no further than an error. */
export type TrustLevel = 'listed' | 'host_only' | 'refused';

/** An issuer or a verifier, as a person can recognize it. */
export interface Party {
  /** As in the URL: punycode for names with other characters than ASCII. */
  readonly host: string;
  /** The host in its own script, where that differs. Show both: letters of different scripts look alike. */
  readonly unicodeHost?: string;
  /** From the trust list of the wallet; absent for a party that is not on it. */
  readonly name?: string;
  readonly level: TrustLevel;
}

export interface IssuerParty extends Party {
  readonly iss: string;
}

/** Whom the wallet knows by name. */
export interface WalletTrust {
  readonly issuers: readonly { readonly iss: string; readonly name: string }[];
  readonly verifiers: readonly { readonly host: string; readonly name: string }[];
}

/** A `ProofRunner` that may stop early. */
export interface WalletProofRunner extends Pick<ProofRunner, 'verify'> {
  prove(job: ProveJob, options?: { readonly signal?: AbortSignal | undefined }): Promise<Uint8Array>;
}

export interface WalletOptions {
  readonly storage: WalletStorage;
  readonly trust: WalletTrust;
  readonly certificates: CertificateValidator;
  readonly fetch?: typeof fetch;
  /** On the calling thread by default. In browsers, `workerProofs` keeps the page responsive. */
  readonly proofs?: WalletProofRunner;
  readonly clock?: Clock;
  /** For each request over HTTP. 15,000 by default. */
  readonly timeoutMilliseconds?: number;
}

/** The steps of `receive` and `answer`, in their order. */
export type Progress =
  | { readonly step: 'contacting_issuer' | 'creating_keys' | 'checking_credentials' | 'storing' }
  | { readonly step: 'checking_request' | 'proving' | 'recording' | 'sending' };

export interface TaskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What an offer says. Nothing of it is authenticated: the person decides whether they expect something from this issuer. */
export interface OfferDescription {
  readonly issuer: IssuerParty;
  /** Present where the person needs a code, which they got by another channel. */
  readonly needsCode?: {
    readonly length?: number;
    readonly isNumeric: boolean;
    /** The issuer's words. */
    readonly description?: string;
  };
  /** For `receive`. */
  readonly offer: ReceivedOffer;
  readonly endpoints: IssuerEndpoints;
  readonly tokenEndpoint: string;
}

export interface ReceiveOptions extends TaskOptions {
  /** What the person entered, where the offer needs a code. */
  readonly code?: string;
  /** Whether the person accepts an issuer that is not on the trust list. Verifiers decide by lists of their own. */
  readonly acceptUnlisted?: boolean;
}

export interface CredentialSummary {
  readonly id: string;
  readonly issuer: IssuerParty;
  /** The `source_id` of the payer, such as `vat:DE123456789`. */
  readonly payer: string;
  readonly currency: string;
  readonly period: Period;
  /** Names; `amounts` has the values. */
  readonly attributes: readonly string[];
  /** Names of the claims that can be disclosed. */
  readonly claims: readonly string[];
  /** Each answer needs an instance that was never used. */
  readonly shares: { readonly left: number; readonly of: number };
  /** Times are ISO 8601. */
  readonly validUntil: string;
  readonly receivedAt: string;
  readonly isExpired: boolean;
  readonly status?: CredentialStatusSeen;
}

/** Why an answer needs the consent of the person. */
export type ConsentReason =
  | CoreConsentReason
  /** The verifier is not on the trust list, and would learn claims of the person. */
  | 'names_to_unlisted';

export interface DescribedChoice {
  readonly id: string;
  /** The verifier's words. */
  readonly label: string;
  /** What this alternative asks for, in words made from its terms. */
  readonly statements: readonly Words[];
  /** The ids in the policy for which it needs a credential. */
  readonly credentials: readonly string[];
}

/** A request that passed all checks. */
export interface RequestDescription {
  /** The nonce, which is fresh for each request. */
  readonly id: string;
  readonly asker: Party;
  readonly mode: 'proof' | 'disclosure';
  /** What is asked of every answer, in words made from the terms of the policy. */
  readonly statements: readonly Words[];
  /** The verifier's words: show them as a quote. */
  readonly purpose?: string;
  /** Claims that the answer discloses. */
  readonly discloses: readonly string[];
  /** Of which the person chooses one; empty where the policy has none. */
  readonly alternatives: readonly DescribedChoice[];
  /** The stored credentials that fit, by the id in the policy. Those with shares left come first. */
  readonly candidates: Readonly<Record<string, readonly string[]>>;
  /** Whether several people answer together, which this wallet cannot do. */
  readonly needsPeople: boolean;
  /** ISO 8601; absent where the request does not say. */
  readonly expiresAt?: string;
  /** The policy; absent in disclosure mode. */
  readonly policy?: Policy;
  /** For `check`, `answer` and `decline`. */
  readonly authorization: AuthorizationRequest;
}

/** What the person chooses to answer with. */
export interface Choice {
  /** By the id in the policy: the id of the stored credential. */
  readonly credentials: Readonly<Record<string, string>>;
  readonly alternative?: string;
}

/** "Would I pass?" Nothing is sent or recorded. */
export interface Check {
  readonly passes: boolean;
  /** Why the answer cannot be given; absent where it can. */
  readonly reason?: 'not_satisfied' | 'credential_unsuitable' | 'no_shares_left' | 'people_unsupported';
  /** The reason in words for developers. */
  readonly detail?: string;
  /** The ids in the policy for which the wallet has no credential that fits. */
  readonly missing: readonly string[];
  /** What needs consent before `answer`. */
  readonly consent: readonly ConsentReason[];
  /** What the answer tells; absent in disclosure mode, and where the credentials do not fit. */
  readonly assessment?: RequestAssessment;
}

export interface AnswerChoice extends Choice {
  /** The reasons that the person has seen and accepts. */
  readonly accept?: readonly ConsentReason[];
}

/** What the verifier replied. Its verdict is for its owner only. */
export interface Answered {
  /** Whether the verifier took the answer. */
  readonly accepted: boolean;
  /** The code of the verifier where it did not. */
  readonly code?: string;
  /** Where to send the person. */
  readonly redirectUri?: string;
}

/** What was shown to whom. It contains no amount. */
export interface HistoryEntry {
  /** The `id` of the request. */
  readonly request: string;
  readonly asker: Pick<Party, 'host' | 'name' | 'level'>;
  /** ISO 8601. */
  readonly at: string;
  readonly mode: RequestDescription['mode'];
  /**
   * `not_satisfied`: a predicate does not hold, and the verifier got nothing; it takes silence for that. `sending`: the answer
   * may have arrived.
   */
  readonly outcome: 'sending' | 'answered' | 'refused_by_verifier' | 'declined' | 'not_satisfied';
  readonly statements: readonly Words[];
  readonly discloses: readonly string[];
  /** Ids of the stored credentials. */
  readonly credentials: readonly string[];
}
