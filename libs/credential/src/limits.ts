/**
 * Bounds and patterns of the protocol. Checks, API documentation and clients take them from here.
 */

/** Credential instances that one call may issue: one for each holder key. */
export const MAX_HOLDER_KEYS = 50;

/** Days from issuance to expiry. */
export const VALIDITY_DAYS = { min: 1, max: 366, default: 30 } as const;

/** Credential instances that an offer is for, at most. */
export const OFFER_BATCH_SIZE = { min: 1, max: MAX_HOLDER_KEYS, default: 10 } as const;

/** Seconds from the creation of an offer to its expiry. */
export const OFFER_EXPIRY_SECONDS = { min: 60, max: 3 * 86_400, default: 86_400 } as const;

/** Seconds for which a wallet may use the access token of an offer. */
export const OFFER_TOKEN_SECONDS = 300;

/**
 * The transaction code of an offer. After each wrong one the next is accepted 1, 2, 4, … and at most `maxWaitSeconds` seconds
 * later. After `maxWrong` wrong ones the offer fails: a guesser who has the link succeeds with probability 10^-5 at most.
 */
export const TX_CODE = { digits: 8, maxWaitSeconds: 30, maxWrong: 1_000 } as const;

/** How long the owner may see what became of an offer, after its expiry. */
export const OFFER_RETENTION_SECONDS = 30 * 86_400;

/** Seconds from the creation of a presentation request to its expiry. */
export const REQUEST_EXPIRY_SECONDS = { min: 1, max: 7 * 86_400, default: 600 } as const;

/** Seconds from the creation of a listing to its expiry. */
export const LISTING_EXPIRY_SECONDS = { min: 60, max: 90 * 86_400, default: 30 * 86_400 } as const;

/** Seconds that each applicant of a listing has for an answer. */
export const LISTED_REQUEST_EXPIRY_SECONDS = {
  min: 60,
  max: REQUEST_EXPIRY_SECONDS.max,
  default: 86_400,
} as const;

/** Requests that one listing makes, at most: the owner reads all of them at once. */
export const LISTING_REQUESTS = { min: 1, max: 500, default: 100 } as const;

/** Presentations that may fail at the last checks before a request accepts no more. */
export const DEFAULT_MAX_FAILED_ATTEMPTS = 10;

/**
 * How long the accepted presentation gets its verdict again, if it is sent again. Long enough for a holder who got no
 * response and retries, with clocks of replicas that differ by 10 minutes.
 */
export const REPEATED_VERDICT_SECONDS = 20 * 60;

/** How long an answer and its receipt are stored. */
export const DEFAULT_RECEIPT_RETENTION_SECONDS = 90 * 86_400;

/** How long an answer is stored whose receipt contains disclosed claims, such as a name. */
export const DEFAULT_DISCLOSED_RETENTION_SECONDS = 7 * 86_400;

/** The longest time for which verifiers cache a status list, and the largest `ttl` that issuers can configure. */
export const MAX_STATUS_LIST_TTL_SECONDS = 15 * 60;

/** All presentations of one call together. */
export const MAX_PRESENTATION_BYTES = 65_536;

/** A string of an input whose meaning is checked later. */
export const MAX_INPUT_CHARACTERS = 256;

/** A personal claim, a policy's `purpose`, a predicate's `label`, the title of a listing. */
export const MAX_TEXT_CHARACTERS = 140;

/** The `id` of an identity, as sent. */
export const MAX_IDENTITY_CHARACTERS = 64;

/** The `source_id` of a payer, in any spelling. */
export const MAX_SOURCE_ID_CHARACTERS = 64;

/** Letters and digits of an identifier of a person or a payer. Fewer are a placeholder such as `-` or `n/a`. */
export const MIN_IDENTIFIER_CHARACTERS = 4;

export const MAX_ISSUER_CHARACTERS = 512;

export const MAX_CREDENTIALS = 6;

/** Credentials whose amounts one predicate adds. */
export const MAX_CREDENTIALS_OF_PREDICATE = 4;

/** People of one policy. */
export const MAX_PEOPLE = 4;

/** What the wallets of several people send each other: an introduction, or an encrypted share. */
export const MAX_INTRODUCTION_BYTES = 16_384;

/** Alternatives of one policy. */
export const MAX_ALTERNATIVES = 8;

/** Issuers that a policy names for one credential. */
export const MAX_ISSUERS = 32;

/** Terms of one predicate. */
export const MAX_TERMS = 16;

/** The canonical JSON of a policy. */
export const MAX_POLICY_BYTES = 32_768;

/** The `client_id` of a verifier. */
export const MAX_AUDIENCE_CHARACTERS = 1_024;

/** The URL to which a wallet sends the person after an answer. */
export const MAX_REDIRECT_URI_CHARACTERS = 1_024;

/** Response codes of one answer: a wallet whose response got lost sends it again, and gets another one. */
export const MAX_RESPONSE_CODES = 3;

/** Wrong response codes after which no code binds the answer any more. */
export const MAX_WRONG_CODES = 10;

/** How long an answer is stored that no response code has bound. */
export const UNBOUND_RETENTION_SECONDS = 60 * 60;

/** The latest errors of wallets that are stored with a request. */
export const MAX_WALLET_ERRORS = 5;

/** Errors of wallets after which no further one of the request is stored: each is a write of the whole request. */
export const MAX_COUNTED_WALLET_ERRORS = 100;

/** Commitments of one credential. */
export const MAX_COMMITMENTS = 32;

/** Disclosures of one SD-JWT. */
export const MAX_DISCLOSURES = 64;

/** Digests of disclosures in one issuer-signed JWT, at all levels together. */
export const MAX_DIGESTS = 256;

/** Keys in the JWKS of one issuer. */
export const MAX_JWKS_KEYS = 64;

/** Issuers that one verifier trusts. */
export const MAX_TRUSTED_ISSUERS = 1_024;

/** Derived commitments of one proof: inequalities, the high halves of wide ones, and bounds. */
export const MAX_INEQUALITIES = 16;

/** Coefficients are integers other than 0, at most this large in absolute value. */
export const MAX_COEFFICIENT = 2 ** 24;

/** `at_least` and `at_most`, in absolute value. */
export const MAX_BOUND = 2n ** 63n - 1n;

/** The longest window of a credential. The second figure is for windows that are not whole months or pay periods. */
export const MAX_WINDOW_YEARS = 5;
export const MAX_WINDOW_DAYS = 1_830;

/** The lengths of windows, in months, that a predicate may set, and those that it admits if it sets none: one year. */
export const WINDOW_MONTHS = { min: 1, max: 12 * MAX_WINDOW_YEARS } as const;
export const ONE_YEAR_WINDOW = { min: 12, max: 13 } as const;

/** A lowest month is that of at least so many months: a single one may contain payments of once a year. */
export const MIN_MONTHS_OF_LOWEST = 3;

/** By how many days windows may differ whose amounts are added, and the gap between consecutive ones. */
export const WINDOW_TOLERANCE_DAYS = { year: 31, short: 7 } as const;

/** How many days ago the window of a credential may have ended: what a policy may set. */
export const MAX_AGE_DAYS = { min: 1, max: 366 } as const;

/** Attributes are integers in [0, 2^53). */
export const ATTRIBUTE_MAXIMUM = 2n ** 53n - 1n;

/** Attribute names, and credential ids in a policy. */
export const NAME = /^[a-z][a-z0-9_]{0,31}$/;

/** The form of an ISO 4217 code. */
export const CURRENCY_CODE = /^[A-Z]{3}$/;

/** 32 bytes in base64url: coordinates of a key, a nonce. */
export const BASE64URL_32_BYTES = /^[A-Za-z0-9_-]{43}$/;

/** A decimal integer, as a string: no sign but a minus, no leading zeros, at most 28 digits. */
export const INTEGER = /^(0|-?[1-9][0-9]{0,27})$/;

/** The text of an attribute's value. (It also matches some numbers from 2^53 to 10^16.) */
export const ATTRIBUTE_VALUE = /^(0|[1-9][0-9]{0,15})$/;

/** How far the clock of an issuer may be ahead of the verifier's. */
export const CLOCK_SKEW_SECONDS = 60;

/** How far the time of a key-binding JWT may lie outside [creation of the request, now]. */
export const KEY_BINDING_TIME_MARGIN_SECONDS = 600;

/**
 * A JSON text that is received: a request body, or a part of a JWT. The messages of the protocol are flat and have at most
 * a few hundred values. The limits bound what it costs to parse and reject a text, and the recursion of functions.
 */
export const MAX_JSON_STRUCTURE = { values: 2_048, levels: 32, digits: 256 } as const;

/**
 * What a holder answers without asking the person. A request that exceeds a limit needs consent: each answer, and each
 * refusal, tells a verifier something, and thresholds that close in on an amount tell the amount.
 */
export const PROBING_LIMITS = {
  /** The days for which requests are counted. */
  days: 30,
  requestsOfVerifier: 5,
  requests: 50,
  /** The narrowest interval of an attribute, in percent of its larger bound: from one verifier's requests, and from all. */
  windowPercent: { verifier: 10, all: 1 },
  /** The narrowest interval in smallest currency units, and in months. */
  minimumWindow: { money: 10_000, months: 3 },
} as const;
