import { ATTRIBUTES } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { parseInteger } from '../encoding/integer.js';
import { canonicalJson, isObject, type JsonObject, own } from '../encoding/json.js';
import { isPlainText, utf8 } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import {
  MAX_AGE_DAYS,
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_INEQUALITIES,
  MAX_ISSUER_CHARACTERS,
  MAX_ISSUERS,
  MAX_POLICY_BYTES,
  MAX_TERMS,
  MAX_TEXT_CHARACTERS,
  NAME,
} from '../limits.js';
import { assertInRange, inequalitiesOf } from './inequalities.js';
import { isPersonalClaim, PERSONAL_CLAIMS, POLICY_TYPE, type Policy, type Term } from './policy.js';

const MEMBERS = [
  'type',
  'credential_ids',
  'credentials',
  'purpose',
  'currency',
  'max_age_days',
  'predicates',
];
const OPTIONAL_MEMBERS = ['issuers', 'disclose'];
const TEXT_EXPECTED = `expected 1 to ${MAX_TEXT_CHARACTERS} printable characters`;

function assertPolicy(condition: boolean, detail: string): asserts condition {
  if (!condition) throw new ProtocolError('policy_invalid', detail);
}

function parseClosedObject(
  value: unknown,
  path: string,
  required: string[],
  optional: string[] = [],
): JsonObject {
  assertPolicy(isObject(value), `${path}: expected an object.`);
  for (const member of required) {
    assertPolicy(Object.hasOwn(value, member), `${path}.${member}: required member is missing.`);
  }
  const known = [...required, ...optional];
  // The error does not repeat the name of an unknown member: it is the sender's text.
  assertPolicy(
    Object.keys(value).every((member) => known.includes(member)),
    `${path}: unknown member; expected only ${known.join(', ')}.`,
  );
  return value;
}

function parseList(value: unknown, path: string, maxItems: number): readonly unknown[] {
  assertPolicy(
    Array.isArray(value) && value.length > 0 && value.length <= maxItems,
    `${path}: expected a non-empty list of at most ${maxItems}.`,
  );
  return value;
}

function parseStrings(value: unknown, path: string, maxItems: number): readonly string[] {
  const items = parseList(value, path, maxItems);
  assertPolicy(
    items.every((item) => typeof item === 'string'),
    `${path}: expected a list of strings.`,
  );
  assertPolicy(new Set(items).size === items.length, `${path}: expected no duplicates.`);
  return items as readonly string[];
}

function parseTerm(value: unknown, path: string, credentials: readonly string[]): Term {
  const term = parseClosedObject(value, path, ['credential', 'attribute', 'coefficient']);
  assertPolicy(
    credentials.includes(term.credential as string),
    `${path}.credential: expected an id of \`credentials\`.`,
  );
  assertPolicy(
    // `subject` is not in the registry, so no policy can use it.
    ATTRIBUTES.has(term.attribute as string),
    `${path}.attribute: expected one of ${[...ATTRIBUTES.keys()].join(', ')}.`,
  );
  const coefficient = term.coefficient;
  assertPolicy(
    Number.isInteger(coefficient) && coefficient !== 0 && Math.abs(coefficient as number) <= MAX_COEFFICIENT,
    `${path}.coefficient: expected an integer from -2^32 to 2^32, not 0.`,
  );
  return term as unknown as Term;
}

function checkPredicate(value: unknown, path: string, credentials: readonly string[]): void {
  const predicate = parseClosedObject(value, path, ['label', 'terms'], ['at_least', 'at_most']);
  assertPolicy(isPlainText(predicate.label, MAX_TEXT_CHARACTERS), `${path}.label: ${TEXT_EXPECTED}.`);

  const terms = parseList(predicate.terms, `${path}.terms`, MAX_TERMS).map((term, i) =>
    parseTerm(term, `${path}.terms[${i}]`, credentials),
  );
  const names = terms.map((term) => `${term.credential}.${term.attribute}`);
  assertPolicy(
    new Set(names).size === names.length,
    `${path}.terms: expected each attribute of a credential once.`,
  );
  const units = new Set(terms.map((term) => ATTRIBUTES.get(term.attribute)?.unit));
  assertPolicy(units.size === 1, `${path}.terms: expected attributes of one unit.`);

  const bounds = (['at_least', 'at_most'] as const).filter((bound) => Object.hasOwn(predicate, bound));
  assertPolicy(bounds.length > 0, `${path}: expected at_least, at_most or both.`);
  for (const bound of bounds) {
    assertPolicy(
      parseInteger(predicate[bound]) !== undefined,
      `${path}.${bound}: expected a decimal integer, as a string.`,
    );
  }
  if (bounds.length === 2) {
    assertPolicy(
      BigInt(predicate.at_least as string) <= BigInt(predicate.at_most as string),
      `${path}: expected at_least ≤ at_most.`,
    );
  }
}

/** Whether a value is an issuer identifier: a canonical http(s) URL without user, query and fragment. */
export function isIssuerIdentifier(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_ISSUER_CHARACTERS || !URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.username === '' && url.password === '' && !/[?#]/.test(value);
  const canonical = url.href === value || url.href === `${value}/`;
  return plain && canonical && (url.protocol === 'https:' || url.protocol === 'http:');
}

function checkIssuers(value: unknown, credentials: readonly string[]): void {
  assertPolicy(
    isObject(value) && Object.keys(value).length > 0,
    'policy.issuers: expected a non-empty object.',
  );
  for (const id of Object.keys(value)) {
    assertPolicy(credentials.includes(id), 'policy.issuers: expected only ids of `credentials`.');
    const path = `policy.issuers.${id}`;
    assertPolicy(
      parseStrings(own(value, id), path, MAX_ISSUERS).every(isIssuerIdentifier),
      `${path}: expected issuer URLs without query and fragment.`,
    );
  }
}

function parseCredentialIds(policy: JsonObject): readonly string[] {
  const credentials = parseStrings(policy.credentials, 'policy.credentials', MAX_CREDENTIALS);
  assertPolicy(
    credentials.every((id) => NAME.test(id)),
    `policy.credentials: expected ids that match ${NAME.source}.`,
  );
  const carrier = parseStrings(policy.credential_ids, 'policy.credential_ids', 1);
  assertPolicy(
    carrier[0] === credentials[0],
    'policy.credential_ids: expected only the first id of `credentials`.',
  );
  return credentials;
}

/**
 * Parses a policy from a JSON value. The schema is closed, and its bounds are within the range of a proof.
 *
 * @throws ProtocolError `policy_invalid` for anything that is not a policy, `policy_out_of_range` for a bound
 * with which a true statement could not be proved
 */
export function parsePolicy(value: unknown): Policy {
  const policy = parseClosedObject(value, 'policy', MEMBERS, OPTIONAL_MEMBERS);
  assertPolicy(policy.type === POLICY_TYPE, `policy.type: expected "${POLICY_TYPE}".`);
  const credentials = parseCredentialIds(policy);
  assertPolicy(isPlainText(policy.purpose, MAX_TEXT_CHARACTERS), `policy.purpose: ${TEXT_EXPECTED}.`);
  assertPolicy(isCurrency(policy.currency), 'policy.currency: expected an ISO 4217 code.');
  const age = policy.max_age_days as number;
  assertPolicy(
    Number.isInteger(age) && age >= MAX_AGE_DAYS.min && age <= MAX_AGE_DAYS.max,
    `policy.max_age_days: expected an integer from ${MAX_AGE_DAYS.min} to ${MAX_AGE_DAYS.max}.`,
  );
  if (Object.hasOwn(policy, 'issuers')) checkIssuers(policy.issuers, credentials);
  if (Object.hasOwn(policy, 'disclose')) {
    assertPolicy(
      parseStrings(policy.disclose, 'policy.disclose', PERSONAL_CLAIMS.length).every(isPersonalClaim),
      `policy.disclose: expected only names from ${PERSONAL_CLAIMS.join(', ')}.`,
    );
  }
  const predicates = parseList(policy.predicates, 'policy.predicates', MAX_INEQUALITIES);
  for (const [i, predicate] of predicates.entries()) {
    checkPredicate(predicate, `policy.predicates[${i}]`, credentials);
  }
  assertPolicy(
    new Set(predicates.map(canonicalJson)).size === predicates.length,
    'policy.predicates: expected no duplicates.',
  );

  assertPolicy(
    utf8(canonicalJson(policy)).length <= MAX_POLICY_BYTES,
    `policy: expected at most ${MAX_POLICY_BYTES} bytes of canonical JSON.`,
  );

  const parsed = policy as unknown as Policy;
  const inequalities = inequalitiesOf(parsed);
  assertPolicy(
    inequalities.length <= MAX_INEQUALITIES,
    `policy.predicates: the policy needs a proof of ${inequalities.length} inequalities; expected at most ` +
      `${MAX_INEQUALITIES}, including the bounds of attributes and two for each credential after the first.`,
  );
  assertInRange(inequalities);
  return parsed;
}
