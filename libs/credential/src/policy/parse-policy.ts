import { ATTRIBUTES, NAME } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { parseInteger } from '../encoding/integer.js';
import { canonicalJson, isObject, type JsonObject, own } from '../encoding/json.js';
import { isPlainText } from '../encoding/text.js';
import { ProtocolError } from '../errors.js';
import { assertInRange, inequalitiesOf } from './inequalities.js';
import {
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_INEQUALITIES,
  PERSONAL_CLAIMS,
  POLICY_TYPE,
  type Policy,
  type Term,
} from './policy.js';

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
const MAX_TEXT = 140;

function demand(condition: boolean, expected: string): asserts condition {
  if (!condition) throw new ProtocolError('policy_invalid', expected);
}

function closedObject(value: unknown, where: string, required: string[], optional: string[]): JsonObject {
  demand(isObject(value), `${where}: an object.`);
  for (const member of required) demand(Object.hasOwn(value, member), `${where}.${member}: required.`);
  const known = [...required, ...optional];
  // The name of an unknown member is not repeated: it is the sender's text.
  demand(
    Object.keys(value).every((member) => known.includes(member)),
    `${where}: no other members than ${known.join(', ')}.`,
  );
  return value;
}

function list(value: unknown, where: string): readonly unknown[] {
  demand(Array.isArray(value) && value.length > 0, `${where}: a list that is not empty.`);
  return value;
}

function strings(value: unknown, where: string): readonly string[] {
  const items = list(value, where);
  demand(
    items.every((item) => typeof item === 'string'),
    `${where}: a list of strings.`,
  );
  demand(new Set(items).size === items.length, `${where}: no repeats.`);
  return items as readonly string[];
}

function parseTerm(value: unknown, where: string, credentials: readonly string[]): Term {
  const term = closedObject(value, where, ['credential', 'attribute', 'coefficient'], []);
  demand(credentials.includes(term.credential as string), `${where}.credential: an id of \`credentials\`.`);
  demand(
    // `subject` is in no policy: it is not of the registry.
    ATTRIBUTES.has(term.attribute as string),
    `${where}.attribute: one of ${[...ATTRIBUTES.keys()].join(', ')}.`,
  );
  const coefficient = term.coefficient;
  demand(
    Number.isInteger(coefficient) && coefficient !== 0 && Math.abs(coefficient as number) <= MAX_COEFFICIENT,
    `${where}.coefficient: an integer, not 0, of at most 2^32 in size.`,
  );
  return term as unknown as Term;
}

function parsePredicate(value: unknown, where: string, credentials: readonly string[]): void {
  const predicate = closedObject(value, where, ['label', 'terms'], ['at_least', 'at_most']);
  demand(isPlainText(predicate.label, MAX_TEXT), `${where}.label: 1 to ${MAX_TEXT} printable characters.`);

  const terms = list(predicate.terms, `${where}.terms`).map((term, i) =>
    parseTerm(term, `${where}.terms[${i}]`, credentials),
  );
  const names = terms.map((term) => `${term.credential}.${term.attribute}`);
  demand(new Set(names).size === names.length, `${where}.terms: each attribute of a credential once.`);
  const units = new Set(terms.map((term) => ATTRIBUTES.get(term.attribute)?.unit));
  demand(units.size === 1, `${where}.terms: attributes of one unit.`);

  const bounds = (['at_least', 'at_most'] as const).filter((bound) => Object.hasOwn(predicate, bound));
  demand(bounds.length > 0, `${where}: at_least, at_most or both.`);
  for (const bound of bounds) {
    demand(parseInteger(predicate[bound]) !== undefined, `${where}.${bound}: an integer inside a string.`);
  }
  if (bounds.length === 2) {
    demand(
      BigInt(predicate.at_least as string) <= BigInt(predicate.at_most as string),
      `${where}: at_least is not more than at_most.`,
    );
  }
}

/** An issuer identifier: a canonical URL with host, without user, query or fragment. */
export function isIssuerIdentifier(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > 512 || !URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.username === '' && url.password === '' && !/[?#]/.test(value);
  const canonical = url.href === value || url.href === `${value}/`;
  return plain && canonical && (url.protocol === 'https:' || url.protocol === 'http:');
}

function parseIssuers(value: unknown, credentials: readonly string[]): void {
  demand(isObject(value) && Object.keys(value).length > 0, 'issuers: an object that is not empty.');
  for (const id of Object.keys(value)) {
    demand(credentials.includes(id), 'issuers: ids of `credentials` only.');
    demand(
      strings(own(value, id), `issuers.${id}`).every(isIssuerIdentifier),
      `issuers.${id}: URLs of issuers, without query or fragment.`,
    );
  }
}

/**
 * Reads a policy, as parsed from JSON: a closed schema with bounds that attributes can reach.
 *
 * @throws ProtocolError `policy_invalid` for anything that is not a policy, `policy_out_of_range` for a bound
 * with which a true statement could not be proved.
 */
export function parsePolicy(value: unknown): Policy {
  const policy = closedObject(value, 'policy', MEMBERS, OPTIONAL_MEMBERS);
  demand(policy.type === POLICY_TYPE, `policy.type: "${POLICY_TYPE}".`);

  const credentials = strings(policy.credentials, 'policy.credentials');
  demand(credentials.length <= MAX_CREDENTIALS, `policy.credentials: at most ${MAX_CREDENTIALS}.`);
  demand(
    credentials.every((id) => NAME.test(id)),
    `policy.credentials: ids that match ${NAME.source}.`,
  );
  const carrier = strings(policy.credential_ids, 'policy.credential_ids');
  demand(
    carrier.length === 1 && carrier[0] === credentials[0],
    'policy.credential_ids: the first of `credentials`, alone.',
  );

  demand(isPlainText(policy.purpose, MAX_TEXT), `policy.purpose: 1 to ${MAX_TEXT} printable characters.`);
  demand(isCurrency(policy.currency), 'policy.currency: an ISO 4217 code.');
  const age = policy.max_age_days;
  demand(
    Number.isInteger(age) && (age as number) >= 1 && (age as number) <= 366,
    'policy.max_age_days: an integer from 1 to 366.',
  );
  if (Object.hasOwn(policy, 'issuers')) parseIssuers(policy.issuers, credentials);
  if (Object.hasOwn(policy, 'disclose')) {
    demand(
      strings(policy.disclose, 'policy.disclose').every((claim) =>
        (PERSONAL_CLAIMS as readonly string[]).includes(claim),
      ),
      `policy.disclose: of ${PERSONAL_CLAIMS.join(', ')}.`,
    );
  }
  const predicates = list(policy.predicates, 'policy.predicates');
  for (const [i, predicate] of predicates.entries()) {
    parsePredicate(predicate, `policy.predicates[${i}]`, credentials);
  }
  demand(new Set(predicates.map(canonicalJson)).size === predicates.length, 'policy.predicates: no repeats.');

  const parsed = policy as unknown as Policy;
  const inequalities = inequalitiesOf(parsed);
  demand(
    inequalities.length <= MAX_INEQUALITIES,
    `policy.predicates: at most ${MAX_INEQUALITIES} inequalities, two for each further credential included.`,
  );
  assertInRange(inequalities);
  return parsed;
}
