import { attributeValueExpected, currencyExpected } from '../attribute-value.js';
import { ATTRIBUTES, definitionOf, overlap } from '../attributes.js';
import { isCurrency } from '../currencies.js';
import { kindOfValue } from '../encoding/describe-value.js';
import { parseInteger } from '../encoding/integer.js';
import { canonicalJson, isObject, type JsonObject, own } from '../encoding/json.js';
import { isPlainText, utf8 } from '../encoding/text.js';
import { FaultCollector, faultError } from '../input-faults.js';
import {
  MAX_AGE_DAYS,
  MAX_ALTERNATIVES,
  MAX_BOUND,
  MAX_COEFFICIENT,
  MAX_CREDENTIALS,
  MAX_CREDENTIALS_OF_PREDICATE,
  MAX_INEQUALITIES,
  MAX_ISSUER_CHARACTERS,
  MAX_ISSUERS,
  MAX_PEOPLE,
  MAX_POLICY_BYTES,
  MAX_TERMS,
  MAX_TEXT_CHARACTERS,
  MIN_MONTHS_OF_LOWEST,
  NAME,
  ONE_YEAR_WINDOW,
  WINDOW_MONTHS,
} from '../limits.js';
import { type ChosenPolicy, carriersOf, chosenPolicies } from './alternatives.js';
import { assertInRange, mostCommitments } from './inequalities.js';
import { CLAIMS_OF_PEOPLE, countedPeople, peopleOf } from './people.js';
import {
  admittedMonths,
  COMBINATIONS,
  countedTerms,
  isPersonalClaim,
  type LinearPredicate,
  PERIODS,
  PERSONAL_CLAIMS,
  POLICY_TYPE,
  type Policy,
  type PolicyMode,
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
const OPTIONAL_MEMBERS = ['any_of', 'people', 'issuers', 'disclose'];
const ALTERNATIVE_MEMBERS = ['id', 'label', 'predicates'];
const TEXT_EXPECTED = `expected 1 to ${MAX_TEXT_CHARACTERS} printable characters`;

function assertPolicy(condition: boolean, path: string, detail: string): asserts condition {
  if (!condition) throw faultError('policy_invalid', path, detail);
}

/** Checks the members of an object, and returns those that it has. Throws only where it is no object. */
function parseClosedObject(
  value: unknown,
  path: string,
  faults: FaultCollector,
  required: string[],
  optional: string[] = [],
): JsonObject {
  assertPolicy(isObject(value), path, `expected an object; got ${kindOfValue(value)}.`);
  for (const member of required) {
    faults.try(() =>
      assertPolicy(Object.hasOwn(value, member), `${path}.${member}`, 'required member is missing.'),
    );
  }
  const known = [...required, ...optional];
  faults.try(() =>
    // The error does not repeat the name of an unknown member: it is the sender's text.
    assertPolicy(
      Object.keys(value).every((member) => known.includes(member)),
      path,
      `unknown member; expected only ${known.join(', ')}.`,
    ),
  );
  return value;
}

const LIST_OF_AT_LEAST = ['a list', 'a non-empty list', 'a list of two or more'] as const;

function parseList(
  value: unknown,
  path: string,
  maxItems: number,
  minItems: 0 | 1 | 2 = 1,
): readonly unknown[] {
  assertPolicy(
    Array.isArray(value) && value.length >= minItems && value.length <= maxItems,
    path,
    `expected ${LIST_OF_AT_LEAST[minItems]}${minItems === 2 ? ', ' : ' of '}at most ${maxItems}; got ${Array.isArray(value) ? `${value.length} items` : kindOfValue(value)}.`,
  );
  return value;
}

function parseStrings(value: unknown, path: string, maxItems: number): readonly string[] {
  const items = parseList(value, path, maxItems);
  assertPolicy(
    items.every((item) => typeof item === 'string'),
    path,
    'expected a list of strings.',
  );
  assertPolicy(new Set(items).size === items.length, path, 'expected no duplicates.');
  return items as readonly string[];
}

/** Checks the members that an object has; those that are missing were reported. */
function forMembers(
  object: JsonObject,
  faults: FaultCollector,
  checks: Record<string, (value: unknown) => void>,
): void {
  for (const [member, check] of Object.entries(checks)) {
    if (Object.hasOwn(object, member)) faults.try(() => check(object[member]));
  }
}

/** @param credentials undefined where they are invalid themselves */
function checkTerm(
  value: unknown,
  path: string,
  credentials: readonly string[] | undefined,
  faults: FaultCollector,
): void {
  const term = parseClosedObject(value, path, faults, ['credential', 'attribute', 'coefficient']);
  forMembers(term, faults, {
    credential: (id) =>
      assertPolicy(
        credentials === undefined || credentials.includes(id as string),
        `${path}.credential`,
        'expected an id of `credentials`.',
      ),
    attribute: (attribute) =>
      assertPolicy(
        // `subject` is not in the registry, so no policy can use it.
        ATTRIBUTES.has(attribute as string),
        `${path}.attribute`,
        `expected one of ${[...ATTRIBUTES.keys()].join(', ')}.`,
      ),
    coefficient: (coefficient) =>
      assertPolicy(
        Number.isInteger(coefficient) &&
          coefficient !== 0 &&
          Math.abs(coefficient as number) <= MAX_COEFFICIENT,
        `${path}.coefficient`,
        'expected an integer from -2^24 to 2^24, not 0, such as 1.',
      ),
  });
}

/** Checks that the terms of a predicate, each of which is valid, go together. */
function assertTermsAgree(terms: readonly Term[], path: string): void {
  const names = terms.map((term) => `${term.credential}.${term.attribute}`);
  assertPolicy(new Set(names).size === names.length, path, 'expected each attribute of a credential once.');
  const units = new Set(terms.map(({ attribute }) => definitionOf(attribute).unit));
  assertPolicy(units.size === 1, path, 'expected attributes of one unit.');
  const credentials = new Set(terms.map(({ credential }) => credential));
  assertPolicy(
    credentials.size <= MAX_CREDENTIALS_OF_PREDICATE,
    path,
    `expected at most ${MAX_CREDENTIALS_OF_PREDICATE} credentials in one predicate.`,
  );
  assertPolicy(
    !units.has('months') || credentials.size === 1,
    path,
    'expected months of one credential: they count the same time.',
  );
  for (const [i, one] of terms.entries()) {
    const twice = terms.slice(i + 1).find((other) => countTwice(one, other));
    assertPolicy(
      twice === undefined,
      path,
      `expected no sum of ${one.attribute} and ${twice?.attribute} of one credential: one can contain the other.`,
    );
  }
}

/** Whether two terms count an amount of one credential twice. */
const countTwice = (one: Term, other: Term): boolean =>
  one.credential === other.credential &&
  one.coefficient > 0 === other.coefficient > 0 &&
  overlap(one.attribute, other.attribute);

function checkWindowMonths(value: unknown, path: string): void {
  assertPolicy(isObject(value), path, `expected an object; got ${kindOfValue(value)}.`);
  const { min, max } = value as { readonly min?: unknown; readonly max?: unknown };
  const isLength = (months: unknown) =>
    Number.isInteger(months) &&
    (months as number) >= WINDOW_MONTHS.min &&
    (months as number) <= WINDOW_MONTHS.max;
  assertPolicy(
    Object.keys(value).length === 2 && isLength(min) && isLength(max) && (min as number) <= (max as number),
    path,
    `expected { min, max }, integers from ${WINDOW_MONTHS.min} to ${WINDOW_MONTHS.max}, min not above max.`,
  );
}

/** Checks that the members of a predicate, each of which is valid, go together. */
function assertWindowsAgree(predicate: LinearPredicate, path: string): void {
  const { terms, per, window_months, combine } = predicate;
  const { unit } = definitionOf(terms[0]!.attribute);
  if (unit === 'money_per_period') {
    assertPolicy(
      per !== undefined,
      `${path}.per`,
      `expected ${PERIODS.join(' or ')} for amounts per period.`,
    );
  } else {
    assertPolicy(per === undefined, `${path}.per`, 'expected only with amounts per period.');
  }
  const hasWindows = unit !== 'months';
  assertPolicy(
    hasWindows || window_months === undefined,
    `${path}.window_months`,
    'expected only with amounts.',
  );
  const counted = countedTerms(predicate);
  if (combine !== undefined) {
    const credentials = new Set(terms.map(({ credential }) => credential));
    assertPolicy(credentials.size > 1, `${path}.combine`, 'expected only with several credentials.');
    assertPolicy(
      combine === 'concurrent' ||
        (unit === 'money_per_period' && counted.every(({ isOpposing }) => !isOpposing)),
      `${path}.combine`,
      'expected consecutive only with at_least and positive coefficients of amounts per period.',
    );
  }
  const { min, max } = admittedMonths(predicate);
  for (const { attribute, isOpposing } of counted) assertTermPossible(attribute, isOpposing, max, path);
  const isBoth = ({ credential }: Term) =>
    new Set(counted.filter((term) => term.credential === credential).map(({ isOpposing }) => isOpposing))
      .size > 1;
  assertPolicy(
    !terms.some(isBoth) || (min <= ONE_YEAR_WINDOW.max && max >= ONE_YEAR_WINDOW.min),
    `${path}.window_months`,
    `expected a range that contains ${ONE_YEAR_WINDOW.min} or ${ONE_YEAR_WINDOW.max}: amounts that count against the person are those of a year.`,
  );
}

/** Checks that some window which the predicate admits has such an amount. */
function assertTermPossible(attribute: string, isOpposing: boolean, maxMonths: number, path: string): void {
  const { unit, inShortWindows } = definitionOf(attribute);
  assertPolicy(
    unit !== 'money' || !isOpposing,
    path,
    `expected ${attribute} only as what must be large: with at_least and a positive coefficient, or at_most and a negative one.`,
  );
  if (isOpposing) return;
  const shortest =
    unit === 'money' ? MIN_MONTHS_OF_LOWEST : inShortWindows ? WINDOW_MONTHS.min : ONE_YEAR_WINDOW.min;
  assertPolicy(
    maxMonths >= shortest,
    `${path}.window_months`,
    `expected a max of at least ${shortest} for ${attribute}, which may contain payments of once a year.`,
  );
}

function checkBounds(
  predicate: JsonObject,
  attribute: string | undefined,
  path: string,
  faults: FaultCollector,
) {
  const bounds = (['at_least', 'at_most'] as const).filter((bound) => Object.hasOwn(predicate, bound));
  faults.try(() => assertPolicy(bounds.length > 0, path, 'expected at_least, at_most or both.'));
  const values = bounds.map((bound) =>
    faults.try(() => {
      const value = parseInteger(predicate[bound]);
      assertPolicy(
        value !== undefined,
        `${path}.${bound}`,
        attributeValueExpected(attribute, predicate[bound]),
      );
      if (value > MAX_BOUND || value < -MAX_BOUND) {
        throw faultError('policy_out_of_range', `${path}.${bound}`, `expected at most ${MAX_BOUND}.`);
      }
      return value;
    }),
  );
  const [least, most] = values;
  if (least === undefined || most === undefined) return;
  faults.try(() => assertPolicy(least <= most, path, 'expected at_least ≤ at_most.'));
}

function checkPredicate(value: unknown, path: string, credentials: readonly string[] | undefined): void {
  const own = new FaultCollector();
  const predicate = parseClosedObject(value, path, own, ['label', 'terms'], OPTIONAL_OF_PREDICATES);
  forMembers(predicate, own, {
    label: (label) =>
      assertPolicy(isPlainText(label, MAX_TEXT_CHARACTERS), `${path}.label`, `${TEXT_EXPECTED}.`),
    terms: (terms) => {
      const ofTerms = new FaultCollector();
      const list = parseList(terms, `${path}.terms`, MAX_TERMS);
      for (const [i, term] of list.entries()) {
        ofTerms.try(() => checkTerm(term, `${path}.terms[${i}]`, credentials, ofTerms));
      }
      ofTerms.throwIfFailed();
      assertTermsAgree(list as readonly Term[], `${path}.terms`);
    },
    per: (per) => assertOneOf(PERIODS, per, `${path}.per`),
    window_months: (months) => checkWindowMonths(months, `${path}.window_months`),
    combine: (combine) => assertOneOf(COMBINATIONS, combine, `${path}.combine`),
  });
  const first = Array.isArray(predicate.terms) && isObject(predicate.terms[0]) ? predicate.terms[0] : {};
  const { attribute } = first as { readonly attribute?: unknown };
  checkBounds(predicate, typeof attribute === 'string' ? attribute : undefined, path, own);
  own.throwIfFailed();
  assertWindowsAgree(predicate as unknown as LinearPredicate, path);
}

const OPTIONAL_OF_PREDICATES = ['per', 'window_months', 'combine', 'at_least', 'at_most'];

function assertOneOf(values: readonly string[], value: unknown, path: string): void {
  assertPolicy((values as readonly unknown[]).includes(value), path, `expected ${values.join(' or ')}.`);
}

/** Whether a value is an issuer identifier: a canonical http(s) URL without user, query and fragment. */
export function isIssuerIdentifier(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_ISSUER_CHARACTERS || !URL.canParse(value)) return false;
  const url = new URL(value);
  const plain = url.username === '' && url.password === '' && !/[?#]/.test(value);
  const canonical = url.href === value || url.href === `${value}/`;
  return plain && canonical && (url.protocol === 'https:' || url.protocol === 'http:');
}

function checkIssuers(
  value: unknown,
  credentials: readonly string[] | undefined,
  faults: FaultCollector,
): void {
  assertPolicy(
    isObject(value) && Object.keys(value).length > 0,
    'policy.issuers',
    `expected a non-empty object; got ${kindOfValue(value)}.`,
  );
  for (const id of Object.keys(value).slice(0, MAX_CREDENTIALS + 1)) {
    faults.try(() => {
      // The error does not repeat a name that is no id: it is the sender's text.
      const isId = credentials === undefined ? NAME.test(id) : credentials.includes(id);
      assertPolicy(isId, 'policy.issuers', 'expected only ids of `credentials`.');
      const path = `policy.issuers.${id}`;
      assertPolicy(
        parseStrings(own(value, id), path, MAX_ISSUERS).every(isIssuerIdentifier),
        path,
        'expected issuer URLs without query and fragment, such as https://issuer.example.',
      );
    });
  }
}

function parseCredentialIds(value: unknown): readonly string[] {
  const credentials = parseStrings(value, 'policy.credentials', MAX_CREDENTIALS);
  assertPolicy(
    credentials.every((id) => NAME.test(id)),
    'policy.credentials',
    `expected ids that match ${NAME.source}, such as salary.`,
  );
  return credentials;
}

/** Checks that every credential belongs to one person, and that all are named. */
function checkPeople(
  value: unknown,
  credentials: readonly string[] | undefined,
  disclose: unknown,
  faults: FaultCollector,
): void {
  const path = 'policy.people';
  assertPolicy(isObject(value), path, `expected an object; got ${kindOfValue(value)}.`);
  const ids = Object.keys(value);
  assertPolicy(
    ids.length >= 2 && ids.length <= MAX_PEOPLE && ids.every((id) => NAME.test(id)),
    path,
    `expected 2 to ${MAX_PEOPLE} people, with names that match ${NAME.source}, such as guarantor.`,
  );
  const lists = ids.map((id) =>
    faults.try(() => parseStrings(own(value, id), `${path}.${id}`, MAX_CREDENTIALS)),
  );
  faults.try(() =>
    assertPolicy(
      Array.isArray(disclose) && CLAIMS_OF_PEOPLE.every((claim) => disclose.includes(claim)),
      'policy.disclose',
      `expected ${CLAIMS_OF_PEOPLE.join(', ')}, because the policy has several people.`,
    ),
  );
  if (credentials === undefined || lists.includes(undefined)) return;
  const listed = lists.flatMap((list) => list!);
  assertPolicy(
    listed.length === credentials.length && credentials.every((id) => listed.includes(id)),
    path,
    'expected each id of `credentials` once.',
  );
  for (const [i, list] of lists.entries()) {
    const ordered = credentials.filter((id) => list!.includes(id));
    assertPolicy(
      ordered.every((id, j) => id === list![j]),
      `${path}.${ids[i]}`,
      'expected the order of `credentials`.',
    );
  }
}

/** Which carriers alternatives and people have is checked when these are known to be valid. */
function checkCarrier(value: unknown, credentials: readonly string[] | undefined, hasSeveral: boolean): void {
  const carrier = parseStrings(value, 'policy.credential_ids', hasSeveral ? MAX_CREDENTIALS : 1);
  if (hasSeveral) {
    // Canonical JSON, with which they are compared then, exists of valid Unicode only.
    assertPolicy(
      carrier.every((id) => NAME.test(id)),
      'policy.credential_ids',
      'expected ids of `credentials`.',
    );
    return;
  }
  assertPolicy(
    credentials === undefined || carrier[0] === credentials[0],
    'policy.credential_ids',
    'expected only the first id of `credentials`.',
  );
}

function checkPredicates(
  list: unknown,
  path: string,
  { credentials, faults, isOptional = false }: PredicateContext,
): void {
  const predicates = parseList(list, path, MAX_INEQUALITIES, isOptional ? 0 : 1);
  for (const [i, predicate] of predicates.entries()) {
    faults.try(() => checkPredicate(predicate, `${path}[${i}]`, credentials));
  }
}

interface PredicateContext {
  readonly credentials: readonly string[] | undefined;
  readonly faults: FaultCollector;
  /** Whether the list may be empty. */
  readonly isOptional?: boolean;
}

function checkAlternatives(value: unknown, context: PredicateContext): void {
  const { faults } = context;
  const list = parseList(value, 'policy.any_of', MAX_ALTERNATIVES, 2);
  for (const [i, item] of list.entries()) {
    const path = `policy.any_of[${i}]`;
    faults.try(() => {
      const alternative = parseClosedObject(item, path, faults, ALTERNATIVE_MEMBERS);
      forMembers(alternative, faults, {
        id: (id) =>
          assertPolicy(
            typeof id === 'string' && NAME.test(id),
            `${path}.id`,
            `expected a name that matches ${NAME.source}, such as guarantor.`,
          ),
        label: (label) =>
          assertPolicy(isPlainText(label, MAX_TEXT_CHARACTERS), `${path}.label`, `${TEXT_EXPECTED}.`),
        predicates: (predicates) => checkPredicates(predicates, `${path}.predicates`, context),
      });
    });
  }
  const ids = list.map((item) => (isObject(item) ? own(item, 'id') : undefined));
  assertPolicy(
    new Set(ids).size === ids.length,
    'policy.any_of',
    'expected alternatives with different ids.',
  );
}

function checkMembers(
  policy: JsonObject,
  credentials: readonly string[] | undefined,
  faults: FaultCollector,
  mode: PolicyMode,
): void {
  const { min, max } = MAX_AGE_DAYS;
  const hasAlternatives = Object.hasOwn(policy, 'any_of');
  forMembers(policy, faults, {
    type: (type) => assertPolicy(type === POLICY_TYPE, 'policy.type', `expected "${POLICY_TYPE}".`),
    credential_ids: (ids) =>
      checkCarrier(ids, credentials, hasAlternatives || Object.hasOwn(policy, 'people')),
    people: (people) => checkPeople(people, credentials, own(policy, 'disclose'), faults),
    purpose: (text) =>
      assertPolicy(isPlainText(text, MAX_TEXT_CHARACTERS), 'policy.purpose', `${TEXT_EXPECTED}.`),
    currency: (code) => assertPolicy(isCurrency(code), 'policy.currency', currencyExpected(code)),
    max_age_days: (age) =>
      assertPolicy(
        Number.isInteger(age) && (age as number) >= min && (age as number) <= max,
        'policy.max_age_days',
        `expected an integer from ${min} to ${max}.`,
      ),
    issuers: (issuers) => checkIssuers(issuers, credentials, faults),
    disclose: (claims) =>
      assertPolicy(
        parseStrings(claims, 'policy.disclose', PERSONAL_CLAIMS.length).every(isPersonalClaim),
        'policy.disclose',
        `expected only names from ${PERSONAL_CLAIMS.join(', ')}.`,
      ),
    predicates: (list) =>
      checkPredicates(list, 'policy.predicates', {
        credentials,
        faults,
        isOptional: hasAlternatives || mode === 'disclosure',
      }),
    any_of: (list) => checkAlternatives(list, { credentials, faults }),
  });
}

/** Checks a policy of disclosure mode: claims of one credential of one person, and no predicates. */
function assertDisclosurePossible({ credentials, predicates, any_of, people }: Policy): void {
  assertPolicy(predicates.length === 0, 'policy.predicates', 'expected an empty list: nothing is proved.');
  assertPolicy(any_of === undefined, 'policy.any_of', 'expected no alternatives: nothing is proved.');
  assertPolicy(
    credentials.length === 1 && people === undefined,
    'policy.credentials',
    'expected one credential of one person.',
  );
}

/**
 * Parses a policy from a JSON value. The schema is closed, and its bounds are within the range of a proof.
 *
 * @param mode `proof` by default
 * @throws ProtocolError with every fault: `policy_invalid` for anything that is not a policy, `policy_out_of_range` for
 * a bound with which a true statement could not be proved
 */
export function parsePolicy(value: unknown, mode: PolicyMode = 'proof'): Policy {
  const faults = new FaultCollector();
  const policy = parseClosedObject(value, 'policy', faults, MEMBERS, OPTIONAL_MEMBERS);
  const credentials = faults.try(() =>
    Object.hasOwn(policy, 'credentials') ? parseCredentialIds(policy.credentials) : undefined,
  );
  checkMembers(policy, credentials, faults, mode);
  faults.throwIfFailed();

  const parsed = policy as unknown as Policy;
  assertPolicy(
    utf8(canonicalJson(policy)).length <= MAX_POLICY_BYTES,
    'policy',
    `expected at most ${MAX_POLICY_BYTES} bytes of canonical JSON.`,
  );

  const carriers = carriersOf(parsed);
  assertPolicy(
    canonicalJson(parsed.credential_ids) === canonicalJson(carriers),
    'policy.credential_ids',
    `expected the first credential of each alternative and person: ${carriers.join(', ')}.`,
  );
  if (mode === 'disclosure') assertDisclosurePossible(parsed);
  else for (const chosen of chosenPolicies(parsed)) assertChosen(chosen);
  return parsed;
}

/**
 * Checks a predicate that counts credentials of several people. It has one bound, so that one sum of each person is told
 * to the person who proves it.
 */
function assertJointPossible(policy: Policy, predicate: LinearPredicate, path: string): void {
  if (countedPeople(policy, predicate).length === 1) return;
  assertPolicy(
    predicate.at_least === undefined || predicate.at_most === undefined,
    path,
    'expected one bound, because the predicate counts credentials of several people.',
  );
  assertPolicy(
    predicate.combine !== 'consecutive',
    `${path}.combine`,
    'expected consecutive only with credentials of one person.',
  );
}

/** Checks the predicates that holders show together. */
function assertChosen({ policy, paths, alternative }: ChosenPolicy): void {
  const path = alternative === undefined ? 'policy.predicates' : 'policy.any_of';
  const { predicates } = policy;
  for (const [i, predicate] of predicates.entries()) assertJointPossible(policy, predicate, paths[i]!);
  assertPolicy(
    new Set(predicates.map(canonicalJson)).size === predicates.length,
    path,
    'expected no duplicates.',
  );
  const commitments = mostCommitments(policy);
  assertPolicy(
    commitments <= MAX_INEQUALITIES,
    path,
    `${peopleOf(policy).length > 1 ? 'a person' : 'the policy'} can need a proof of ${commitments} derived commitments; expected at most ${MAX_INEQUALITIES}, including ` +
      'the high halves of wide inequalities and the bounds of attributes.',
  );
  assertInRange(policy, paths);
}
