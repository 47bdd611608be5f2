import {
  ATTRIBUTE_MAXIMUM,
  ATTRIBUTES,
  type Inequality,
  inequalitiesOf,
  type Policy,
  PROBING_LIMITS,
  peopleOf,
  type Window,
} from '@zk-income/credential';
import { abs, floorDiv, gcd, largest } from '../bigints.js';
import { type LinearConstraint, LinearProgram } from './linear-program.js';

export interface CountedAmount {
  readonly credential: string;
  readonly attribute: string;
  readonly coefficient: bigint;
}

/** A sum of amounts, or one amount, that an answer tells. */
export interface DisclosedAmount {
  /** In lowest terms; one term with the coefficient 1 for one amount. */
  readonly terms: readonly CountedAmount[];
  /** `exact`: one value. `near`: an interval below the limits. `narrow`: one below a tenth of the amount. */
  readonly level: 'exact' | 'near' | 'narrow';
  /** Per year for amounts per period. Absent where it follows from what amounts usually are, and not from the terms alone. */
  readonly interval?: { readonly atLeast: bigint; readonly atMost: bigint };
  /** Whether it is so only if several credentials attest one amount. */
  readonly ifSame: boolean;
}

export interface DisclosureAnalysis {
  readonly amounts: readonly DisclosedAmount[];
  /** No amounts of one year meet all statements. */
  readonly isContradictory: boolean;
  /** The terms have so many parts that it cannot be said what they tell together. */
  readonly isTooHard: boolean;
  /** Attributes that are above 0 if the statements hold. */
  readonly positive: ReadonlySet<string>;
}

interface AskedInequality extends LinearConstraint {
  readonly parts: readonly CountedAmount[];
}

/** Amounts of attributes that can contain another one are never smaller, in one credential and one window. */
const CONTAINED: readonly (readonly [part: string, whole: string, times: bigint])[] = [
  ['net_income', 'gross_income', 1n],
  ['regular_gross', 'gross_income', 1n],
  ['regular_net', 'gross_income', 1n],
  ['regular_net', 'net_income', 1n],
  ['regular_net', 'regular_gross', 1n],
  ['variable_income', 'gross_income', 1n],
  ['self_employed_profit', 'gross_income', 1n],
  ['benefits', 'gross_income', 1n],
  ['pension', 'gross_income', 1n],
  ['maintenance', 'gross_income', 1n],
  ['lowest_month_net', 'lowest_month_gross', 1n],
  ['lowest_month_gross', 'gross_income', 12n],
  ['lowest_month_net', 'net_income', 12n],
];

const isOfMonths = (attribute: string): boolean => ATTRIBUTES.get(attribute)?.unit === 'months';

/** What a month more, or a hundred units of a currency more, is too narrow for. */
const minimumOf = (attribute: string): bigint =>
  BigInt(PROBING_LIMITS.minimumWindow[isOfMonths(attribute) ? 'months' : 'money']);

/** The inequalities of the predicates for amounts per year, whatever the windows of the credentials are. */
function annualInequalities({ predicates }: Policy): CountedInequality[] {
  return predicates.flatMap(({ terms, per, at_least, at_most }) => {
    // `Σ a·v/12 ≥ t` for amounts v per year.
    const factor = per === 'month' ? 12n : 1n;
    const bound = (text: string, sign: bigint): CountedInequality => ({
      terms: terms.map((term) => ({ ...term, coefficient: sign * BigInt(term.coefficient) })),
      constant: -sign * factor * BigInt(text),
    });
    return [
      ...(at_least === undefined ? [] : [bound(at_least, 1n)]),
      ...(at_most === undefined ? [] : [bound(at_most, -1n)]),
    ];
  });
}

type CountedInequality = Pick<Inequality, 'terms' | 'constant'>;
type VariableOf = (credential: string, attribute: string) => string;

const ofCredential: VariableOf = (credential, attribute) => `${credential}.${attribute}`;

/** As if all credentials of a person were about one income: an employer and a bank can attest the same one. */
const ofPerson =
  (policy: Policy): VariableOf =>
  (credential, attribute) => {
    const person = peopleOf(policy).findIndex(({ credentials }) => credentials.includes(credential));
    return `${person}.${attribute}`;
  };

function asked({ terms, constant }: CountedInequality, variableOf: VariableOf): AskedInequality | undefined {
  const sums = new Map<string, CountedAmount>();
  for (const { credential, attribute, coefficient } of terms) {
    const variable = variableOf(credential, attribute);
    const sum = (sums.get(variable)?.coefficient ?? 0n) + coefficient;
    sums.set(variable, { credential, attribute, coefficient: sum });
  }
  for (const [variable, { coefficient }] of sums) if (coefficient === 0n) sums.delete(variable);
  if (sums.size === 0) return undefined;
  const divisor = [...sums.values()].reduce((common, { coefficient }) => gcd(common, coefficient), 0n);
  const reduced = [...sums].map(
    ([variable, part]) => [variable, { ...part, coefficient: part.coefficient / divisor }] as const,
  );
  return {
    terms: new Map(reduced.map(([variable, { coefficient }]) => [variable, coefficient])),
    parts: reduced.map(([, part]) => part),
    // Values are integers, so that nothing is lost.
    constant: floorDiv(constant, divisor),
  };
}

/**
 * A cap for amounts that people can have: ten times the largest bound of the policy, and 100,000.00 at least. It finds
 * comparisons that force an amount to be almost nothing, such as "income is at least 10,000 times the benefits".
 */
function usualCap(inequalities: readonly AskedInequality[]): bigint {
  const bounds = inequalities.map(({ parts, constant }) => {
    const size = largest(parts.map(({ coefficient }) => abs(coefficient)));
    return abs(constant) / size;
  });
  return 10n * largest([1_000_000n, ...bounds]);
}

const USUAL_MONTHS = 1_200n;

class System {
  readonly program: LinearProgram;

  constructor(
    readonly inequalities: readonly AskedInequality[],
    private readonly cap: (attribute: string) => bigint,
  ) {
    const caps = new Map<string, bigint>();
    for (const { terms, parts } of inequalities)
      for (const [i, variable] of [...terms.keys()].entries()) caps.set(variable, cap(parts[i]!.attribute));
    this.program = new LinearProgram([...inequalities, ...contained(caps)], caps);
  }

  /** The interval of a form, in integers. */
  intervalOf(terms: ReadonlyMap<string, bigint>): { lo: bigint; hi: bigint } | undefined {
    const most = this.program.maximize(terms);
    const least = this.program.maximize(new Map([...terms].map(([name, factor]) => [name, -factor])));
    if (!most || !least) return undefined;
    return {
      lo: -floorDiv(least.numerator, least.denominator),
      hi: floorDiv(most.numerator, most.denominator),
    };
  }

  levelOf(
    { parts }: Pick<AskedInequality, 'parts'>,
    { lo, hi }: { lo: bigint; hi: bigint },
  ): DisclosedAmount['level'] | undefined {
    const scale = largest(parts.map(({ coefficient }) => abs(coefficient)));
    const width = hi - lo + 1n;
    if (width <= 1n) return 'exact';
    if (width < minimumOf(parts[0]!.attribute) * scale) return 'near';
    const size = largest([abs(lo), abs(hi)]);
    return width * 100n < BigInt(PROBING_LIMITS.windowPercent.verifier) * size ? 'narrow' : undefined;
  }

  isCapped({ parts }: Pick<AskedInequality, 'parts'>, { hi }: { hi: bigint }): boolean {
    const [only, ...more] = parts;
    return more.length === 0 && hi >= this.cap(only!.attribute);
  }
}

function contained(caps: ReadonlyMap<string, bigint>): LinearConstraint[] {
  const owners = new Set([...caps.keys()].map((name) => name.slice(0, name.indexOf('.'))));
  return [...owners].flatMap((owner) =>
    CONTAINED.flatMap(([part, whole, times]) => {
      const [small, large] = [`${owner}.${part}`, `${owner}.${whole}`];
      if (!caps.has(small) || !caps.has(large)) return [];
      return [
        {
          terms: new Map([
            [large, 1n],
            [small, -times],
          ]),
          constant: 0n,
        },
      ];
    }),
  );
}

interface Found {
  readonly amounts: DisclosedAmount[];
  readonly system: System;
}

/** One form for a bound and its opposite. */
function formOf({ terms, parts }: AskedInequality): AskedInequality {
  const isNegative = parts.every(({ coefficient }) => coefficient < 0n) || parts[0]!.coefficient < 0n;
  if (!isNegative) return { terms, parts, constant: 0n };
  return {
    terms: new Map([...terms].map(([name, factor]) => [name, -factor])),
    parts: parts.map((part) => ({ ...part, coefficient: -part.coefficient })),
    constant: 0n,
  };
}

const keyOf = ({ terms }: AskedInequality): string =>
  JSON.stringify([...terms].map(([name, factor]) => [name, `${factor}`]).sort());

/**
 * The forms that the inequalities place in a narrow interval, and the amounts of these forms that are in one. Other sums are
 * not looked at: an interval of a sum of several forms that is narrow makes those of the forms narrow, by duality.
 */
function narrowIn(system: System, isUsual: boolean, ifSame: boolean): DisclosedAmount[] {
  const found: DisclosedAmount[] = [];
  const seen = new Set<string>();
  const look = (form: AskedInequality): DisclosedAmount['level'] | undefined => {
    if (seen.has(keyOf(form))) return undefined;
    seen.add(keyOf(form));
    const interval = system.intervalOf(form.terms);
    const level = interval && system.levelOf(form, interval);
    if (!interval || !level) return undefined;
    if (isUsual && (form.parts.length > 1 || level === 'narrow' || system.isCapped(form, interval)))
      return undefined;
    found.push({
      terms: form.parts,
      level,
      ifSame,
      ...(!isUsual && { interval: { atLeast: interval.lo, atMost: interval.hi } }),
    });
    return level;
  };
  for (const inequality of system.inequalities) {
    const form = formOf(inequality);
    const level = look(form);
    if (form.parts.length === 1 || (level === undefined && !isUsual)) continue;
    for (const [i, variable] of [...form.terms.keys()].entries())
      look({
        terms: new Map([[variable, 1n]]),
        parts: [{ ...form.parts[i]!, coefficient: 1n }],
        constant: 0n,
      });
  }
  return found;
}

function analyse(inequalities: readonly CountedInequality[], variableOf: VariableOf, ifSame: boolean): Found {
  const list = inequalities.flatMap((inequality) => asked(inequality, variableOf) ?? []);
  const system = new System(list, () => ATTRIBUTE_MAXIMUM);
  const amounts = system.program.state === 'feasible' ? narrowIn(system, false, ifSame) : [];
  const cap = usualCap(list);
  const usual = new System(list, (attribute) => (isOfMonths(attribute) ? USUAL_MONTHS : cap));
  const known = new Set(amounts.map(sameTerms));
  const further =
    usual.program.state === 'feasible'
      ? narrowIn(usual, true, ifSame).filter((one) => !known.has(sameTerms(one)))
      : [];
  return { amounts: [...amounts, ...further], system };
}

const sameTerms = ({ terms }: DisclosedAmount): string =>
  JSON.stringify(
    terms.map(({ credential, attribute, coefficient }) => [credential, attribute, `${coefficient}`]).sort(),
  );

/** Whatever the coefficients, which windows scale. */
const sameAmounts = ({ terms }: DisclosedAmount): string =>
  JSON.stringify(terms.map(({ credential, attribute }) => [credential, attribute]).sort());

const attributesOf = ({ terms }: DisclosedAmount): string =>
  JSON.stringify(terms.map(({ attribute }) => attribute).sort());

/**
 * What amounts an answer to a policy tells, from its terms: bounds of several predicates are taken together, those per month
 * and per year, of sums and of their parts, and of amounts that contain each other.
 *
 * @param policy with one alternative
 * @param windows of the credentials that the person chose; without them, amounts are compared per year
 */
export function disclosedAmounts(policy: Policy, windows?: ReadonlyMap<string, Window>): DisclosureAnalysis {
  const annual = annualInequalities(policy);
  if (annual.length === 0)
    return { amounts: [], isContradictory: false, isTooHard: false, positive: new Set() };
  const alone = analyse(annual, ofCredential, false);
  const runs = [alone];
  const known = new Set(alone.amounts.map(sameAmounts));
  const amounts = [...alone.amounts];
  const add = (found: Found, differs: (one: DisclosedAmount) => boolean) => {
    runs.push(found);
    for (const one of found.amounts) if (differs(one)) amounts.push(one);
  };
  if (windows && policy.credentials.every((id) => windows.has(id))) {
    const own = inequalitiesOf(policy, windows).filter(({ predicate }) => predicate !== undefined);
    const found = analyse(own, ofCredential, false);
    // These amounts are those of the windows, and not of a year.
    const withoutInterval = found.amounts.map(({ interval: _, ...one }) => one);
    add({ ...found, amounts: withoutInterval }, (one) => !known.has(sameAmounts(one)));
  }
  if (policy.credentials.length > 1) {
    const attributes = new Set(amounts.map(attributesOf));
    add(analyse(annual, ofPerson(policy), true), (one) => !attributes.has(attributesOf(one)));
  }
  return {
    amounts,
    isContradictory: alone.system.program.state === 'infeasible',
    isTooHard: runs.some(({ system }) => system.program.state === 'too_hard'),
    positive: positiveIn(alone.system),
  };
}

function positiveIn({ inequalities, program }: System): ReadonlySet<string> {
  const positive = new Set<string>();
  for (const { terms, parts } of inequalities)
    for (const [i, variable] of [...terms.keys()].entries()) {
      const least = program.maximize(new Map([[variable, -1n]]));
      if (least && least.numerator < 0n) positive.add(parts[i]!.attribute);
    }
  return positive;
}
