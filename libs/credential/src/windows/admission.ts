import { definitionOf, needsPayPeriods } from '../attributes.js';
import { type ErrorCode, ProtocolError } from '../errors.js';
import { MIN_MONTHS_OF_LOWEST, ONE_YEAR_WINDOW, WINDOW_TOLERANCE_DAYS } from '../limits.js';
import {
  admittedMonths,
  countedTerms,
  type LinearPredicate,
  type Policy,
  type WindowMonths,
} from '../policy/policy.js';
import { compareFractions, type Fraction } from './fraction.js';
import { addedLength, completeCalendarMonths, spanOf, type Window } from './window.js';

/** A credential, as far as its times concern a policy. */
export interface DatedCredential {
  readonly window: Window;
  /** The day of issue, in days since 1970-01-01. */
  readonly issued: number;
}

type CredentialsById = ReadonlyMap<string, DatedCredential>;

const ofMonths = (months: number): Fraction => ({ numerator: BigInt(months), denominator: 12n });
const ONE_YEAR = ofMonths(12);
const isShort = ({ length }: Window): boolean => compareFractions(length, ONE_YEAR) < 0n;

function admit(condition: boolean, code: ErrorCode, ids: readonly string[]): asserts condition {
  if (!condition) throw new ProtocolError(code, `${ids.join(', ')}: ${code}`);
}

function assertLength(length: Fraction, { min, max }: WindowMonths, ids: readonly string[]): void {
  admit(compareFractions(length, ofMonths(min)) >= 0n, 'window_too_short', ids);
  admit(compareFractions(length, ofMonths(max)) <= 0n, 'window_too_long', ids);
}

/** The largest difference between two of the values; −Infinity if there are no values. */
const difference = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/**
 * Windows of one time: a sum of their amounts is that of incomes which the person had together. Windows of opposing terms
 * have a length of their own, and end with the others.
 */
function assertConcurrent(added: ReadonlyMap<string, Window>, all: ReadonlyMap<string, Window>): void {
  const { year, short } = WINDOW_TOLERANCE_DAYS;
  const windows = [...added.values()];
  const tolerance = windows.some(isShort) ? short : year;
  const starts = difference(windows.map(({ start }) => start));
  const ends = difference(windows.map(({ end }) => end));
  admit(starts <= tolerance && ends <= tolerance, 'windows_not_concurrent', [...added.keys()]);
  const allEnds = difference([...all.values()].map(({ end }) => end));
  admit(allEnds <= year, 'windows_not_concurrent', [...all.keys()]);
}

/** Windows one after the other, without long gaps. */
function assertConsecutive(added: ReadonlyMap<string, Window>): void {
  const [first, ...further] = [...added.values()].sort((a, b) => a.start - b.start) as [Window, ...Window[]];
  let end = first.end;
  for (const window of further) {
    admit(window.start - end - 1 <= WINDOW_TOLERANCE_DAYS.year, 'windows_not_consecutive', [...added.keys()]);
    end = Math.max(end, window.end);
  }
}

/** Checks the window of one term on its own. */
function assertTermWindow(
  id: string,
  attribute: string,
  window: Window,
  isOpposing: boolean,
  predicate: LinearPredicate,
): void {
  const { unit, inShortWindows } = definitionOf(attribute);
  if (needsPayPeriods(attribute)) admit(window.hasPayPeriods, 'pay_periods_missing', [id]);
  admit(inShortWindows || !isShort(window), 'window_too_short', [id]);
  if (isOpposing) assertLength(window.length, ONE_YEAR_WINDOW, [id]);
  else if (predicate.combine !== 'consecutive') assertLength(window.length, admittedMonths(predicate), [id]);
  if (unit === 'money') {
    const months = Math.max(admittedMonths(predicate).min, MIN_MONTHS_OF_LOWEST);
    admit(completeCalendarMonths(window) >= months, 'window_too_short', [id]);
  }
}

function assertPredicateWindows(predicate: LinearPredicate, credentials: CredentialsById): void {
  const added = new Map<string, Window>();
  const all = new Map<string, Window>();
  for (const { credential, attribute, isOpposing } of countedTerms(predicate)) {
    const { window } = credentials.get(credential)!;
    assertTermWindow(credential, attribute, window, isOpposing, predicate);
    all.set(credential, window);
    if (!isOpposing) added.set(credential, window);
  }
  if (predicate.combine !== 'consecutive') {
    assertConcurrent(added, all);
    return;
  }
  assertConsecutive(added);
  const windows = [...added.values()];
  const longest = windows.map((window) => addedLength(window, windows));
  for (const length of longest) assertLength(length, admittedMonths(predicate), [...added.keys()]);
}

/** Whether a predicate uses only the attributes of the day of issue. */
const isOfMonths = ({ terms }: LinearPredicate): boolean =>
  definitionOf(terms[0]!.attribute).unit === 'months';

/**
 * Checks that nothing of a presentation is older than the policy allows: the windows, of consecutive ones the last; and
 * the day of issue of a credential whose months a predicate counts.
 */
function assertRecent(policy: Policy, credentials: CredentialsById, today: number): void {
  const isRecent = (day: number) => today - day <= policy.max_age_days;
  const earlier = new Set(policy.predicates.flatMap(idsOf));
  for (const predicate of policy.predicates) {
    const ids = idsOf(predicate);
    if (predicate.combine === 'consecutive') {
      const { end } = spanOf(ids.map((id) => credentials.get(id)!.window));
      admit(isRecent(end), 'period_too_old', ids);
    } else {
      for (const id of ids) earlier.delete(id);
    }
    if (!isOfMonths(predicate)) continue;
    for (const id of ids) admit(isRecent(credentials.get(id)!.issued), 'issued_too_long_ago', [id]);
  }
  for (const [id, { window }] of credentials) {
    if (!earlier.has(id)) admit(isRecent(window.end), 'period_too_old', [id]);
  }
}

const idsOf = ({ terms }: LinearPredicate): string[] => [
  ...new Set(terms.map(({ credential }) => credential)),
];

/**
 * Checks that the windows of a presentation are those that its policy admits. Holder and verifier call it with what
 * every credential discloses.
 *
 * @param today in days since 1970-01-01
 * @throws ProtocolError of kind `refused`, with the ids of the credentials
 */
export function assertWindowsAdmitted(policy: Policy, credentials: CredentialsById, today: number): void {
  for (const predicate of policy.predicates) {
    if (!isOfMonths(predicate)) assertPredicateWindows(predicate, credentials);
  }
  assertRecent(policy, credentials, today);
}
