import type { JWK } from 'jose';
import { decodeBase64url, encodeBase64url } from '../encoding/base64url.js';
import type { Period } from '../encoding/calendar.js';
import { sha256, sha256Base64url } from '../encoding/hash.js';
import { canonicalJson, isObject, type JsonObject, own, parseJsonBytes } from '../encoding/json.js';
import { utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { isUsableKey, type PublicJwk, publicJwkOf } from '../keys.js';
import { BASE64URL_32_BYTES, MAX_INTRODUCTION_BYTES } from '../limits.js';
import { countedPeople, type Person, peopleOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import type { PresentationRequest } from '../types.js';
import { parseWindow, type Window } from '../windows/window.js';
import type { CheckedHeldCredential } from './held-credential.js';

const TYPE = 'urn:zk-income:introduction:1';

/** What the wallet of one person knows of another one before they answer a request together. */
export interface Introduction {
  readonly person: Person;
  /** The canonical JSON that the person committed to. */
  readonly text: string;
  /** A P-256 key to which shares for the person are encrypted. */
  readonly encryptionKey: PublicJwk;
  readonly credentials: ReadonlyMap<string, IntroducedCredential>;
}

interface IntroducedCredential {
  /** The RFC 7638 thumbprint of the holder key. */
  readonly thumbprint: string;
  readonly window: Window;
  /** Those that joint predicates count. */
  readonly commitments: ReadonlyMap<string, Uint8Array>;
}

/** Identifies a request, so that no introduction or share of another request is accepted. */
export const requestHashOf = ({ audience, id, nonce, transaction_data }: PresentationRequest): string =>
  sha256Base64url(canonicalJson([audience, id, nonce, transaction_data]));

/** The attributes of a credential that predicates of several people count. */
const jointAttributes = (policy: Policy, credential: string): string[] => [
  ...new Set(
    policy.predicates
      .filter((predicate) => countedPeople(policy, predicate).length > 1)
      .flatMap(({ terms }) => terms.filter((term) => term.credential === credential))
      .map(({ attribute }) => attribute),
  ),
];

/** What an introduction is about, which all people know. */
export interface JointContext {
  readonly request: string;
  readonly alternative?: string;
  readonly policy: Policy;
}

/**
 * The introduction of a person: canonical JSON, which the person commits to before others see it.
 *
 * @param encryptionKey a new one, so that the introduction cannot be guessed from its hash
 */
export function writeIntroduction(
  { request, alternative, policy }: JointContext,
  person: Person,
  credentials: ReadonlyMap<string, CheckedHeldCredential>,
  encryptionKey: JWK,
): string {
  const introduced = [...credentials].map(([id, { holderKey, payload }]) => {
    const commitments = jointAttributes(policy, id).map((name) => [
      name,
      encodeBase64url(payload.commitments.get(name)!),
    ]);
    const period: Period = payload.period;
    return [id, { jkt: holderKey.kid, period, commitments: Object.fromEntries(commitments) }];
  });
  return canonicalJson({
    type: TYPE,
    request,
    ...(alternative !== undefined && { alternative }),
    person: person.id,
    encryption_key: publicJwkOf(encryptionKey),
    credentials: Object.fromEntries(introduced),
  });
}

/** Sent to all others before any introduction is revealed, so that no introduction is chosen to fit the others. */
export const commitmentTo = (introduction: string): string => sha256Base64url(introduction);

function assertIntroduction(condition: boolean, detail: string): asserts condition {
  if (!condition) throw new ProtocolError('introduction_invalid', `introduction: ${detail}`);
}

function readIntroducedCredential(
  value: unknown,
  id: string,
  attributes: readonly string[],
): IntroducedCredential {
  assertIntroduction(isObject(value), `expected an object for ${id}.`);
  const { jkt, period, commitments } = value as JsonObject;
  assertIntroduction(
    typeof jkt === 'string' && BASE64URL_32_BYTES.test(jkt),
    `${id}.jkt: expected the thumbprint of a key.`,
  );
  const window = isObject(period) ? parseWindow(period as unknown as Period) : undefined;
  assertIntroduction(window !== undefined, `${id}.period: expected the period of a credential.`);
  const points = attributes.map((name): [string, Uint8Array] => {
    const text = isObject(commitments) ? own(commitments, name) : undefined;
    const bytes = typeof text === 'string' ? decodeBase64url(text) : undefined;
    assertIntroduction(bytes?.length === 32, `${id}.commitments.${name}: expected 32 bytes in base64url.`);
    return [name, bytes];
  });
  return { thumbprint: jkt, window, commitments: new Map(points) };
}

/**
 * Reads the introduction of another person.
 *
 * @param commitment what the person sent before
 * @throws ProtocolError `introduction_invalid`
 */
export async function readIntroduction(
  text: unknown,
  commitment: unknown,
  person: Person,
  { request, alternative, policy }: JointContext,
): Promise<Introduction> {
  assertIntroduction(
    typeof text === 'string' && utf8(text).length <= MAX_INTRODUCTION_BYTES,
    `expected a text of at most ${MAX_INTRODUCTION_BYTES} bytes of ${person.id}.`,
  );
  assertIntroduction(commitmentTo(text) === commitment, `expected what ${person.id} committed to.`);
  const value = parseJsonBytes(utf8(text));
  assertIntroduction(
    isObject(value) && own(value, 'type') === TYPE && own(value, 'person') === person.id,
    `expected one of ${person.id}, of type ${TYPE}.`,
  );
  assertIntroduction(
    own(value, 'request') === request && own(value, 'alternative') === alternative,
    'expected one for the same request and alternative.',
  );
  const encryptionKey = publicJwkOf(own(value, 'encryption_key'));
  assertIntroduction(
    encryptionKey?.kty === 'EC' && (await isUsableKey(encryptionKey)),
    'encryption_key: expected a P-256 key.',
  );
  const credentials = own(value, 'credentials');
  assertIntroduction(
    isObject(credentials) && Object.keys(credentials).length === person.credentials.length,
    `credentials: expected exactly ${person.credentials.join(', ')}.`,
  );
  const introduced = person.credentials.map((id): [string, IntroducedCredential] => [
    id,
    readIntroducedCredential(own(credentials, id), id, jointAttributes(policy, id)),
  ]);
  return { person, text, encryptionKey, credentials: new Map(introduced) };
}

const DIGITS = 6;

/** Identifies introductions of all people, in the order of the policy. */
export const sessionOf = (policy: Policy, texts: ReadonlyMap<string, string>): string =>
  sha256Base64url(canonicalJson(peopleOf(policy).map(({ id }) => texts.get(id!)!)));

/**
 * A short authentication string of six digits, which people compare aloud or side by side. A man-in-the-middle attacker who
 * changes an introduction gets equal codes with a probability of 10^-6, because all wallets committed to theirs before.
 */
export function comparisonCode(session: string): string {
  const hash = sha256(utf8(`zk-income comparison code v1\0${session}`));
  const number = new DataView(hash.buffer, hash.byteOffset).getBigUint64(0) % 10n ** BigInt(DIGITS);
  return String(number).padStart(DIGITS, '0');
}
