import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import type { Inequality, InequalityTerm } from './inequality.js';

/** An attribute of one credential, as the inequalities count it. */
interface CountedAttribute {
  readonly credential: string;
  readonly attribute: string;
  /** Whether an inequality counts it with a positive coefficient, so that a value above the maximum could help. */
  isAdded: boolean;
  /** Whether an inequality counts it with a negative coefficient, so that a value below 0 could help. */
  isSubtracted: boolean;
}

type Term = Pick<InequalityTerm, 'credential' | 'attribute'>;

const keyOf = ({ credential, attribute }: Term): string => `${credential}.${attribute}`;

/** The attributes in the order of their first appearance. */
function countedAttributes(inequalities: readonly Inequality[]): CountedAttribute[] {
  const counted = new Map<string, CountedAttribute>();
  for (const { credential, attribute, coefficient } of inequalities.flatMap(({ terms }) => terms)) {
    const key = keyOf({ credential, attribute });
    const entry = counted.get(key) ?? { credential, attribute, isAdded: false, isSubtracted: false };
    if (coefficient > 0n) entry.isAdded = true;
    else entry.isSubtracted = true;
    counted.set(key, entry);
  }
  return [...counted.values()];
}

/** The credentials that some inequality counts together with another credential. */
function combinedCredentials(inequalities: readonly Inequality[]): Set<string> {
  const combined = new Set<string>();
  for (const { terms } of inequalities) {
    const credentials = new Set(terms.map(({ credential }) => credential));
    if (credentials.size > 1) for (const credential of credentials) combined.add(credential);
  }
  return combined;
}

/**
 * The attributes of one combined credential that its issuer decides alone. They are only added or only subtracted, so
 * one value in range helps most: the maximum, or 0. It is the largest set of them for which every inequality that counts
 * one of them holds when they have that value, whatever values in range all others have.
 */
function attributesDecidedAlone(
  attributes: readonly CountedAttribute[],
  inequalities: readonly Inequality[],
  maximum: bigint,
): ReadonlySet<string> {
  const decided = new Set(attributes.filter((one) => one.isAdded !== one.isSubtracted).map(keyOf));
  const isCounted = ({ terms }: Inequality) => terms.some((term) => decided.has(keyOf(term)));
  const leastValue = ({ terms, constant }: Inequality) =>
    terms.reduce((sum, term) => {
      const isHelpful = decided.has(keyOf(term));
      return sum + (term.coefficient > 0n === isHelpful ? term.coefficient * maximum : 0n);
    }, constant);
  // An attribute that leaves the set may make further inequalities fail.
  for (;;) {
    const failing = inequalities.filter((inequality) => isCounted(inequality) && leastValue(inequality) < 0n);
    if (failing.length === 0) return decided;
    for (const term of failing.flatMap(({ terms }) => terms)) decided.delete(keyOf(term));
  }
}

/**
 * The bounds that must be proved of attributes, so that a dishonest issuer achieves nothing with a commitment to a value
 * out of range: `v ≥ 0` for an attribute that an inequality subtracts, then `maximum − v ≥ 0` for one that an inequality
 * adds. Attributes that their issuer decides alone need none: it could attest the helpful value in range. In the order
 * in which the attributes first appear.
 *
 * @param inequalities those of all predicates of a policy
 * @param maximum of an attribute; only tests of small analogues have another than the protocol's
 * @see docs/adr/0051-attributes-have-proved-bounds-where-a-false-value-could-help.md, which has the proof
 */
export function attributeBounds(
  inequalities: readonly Inequality[],
  maximum: bigint = ATTRIBUTE_MAXIMUM,
): Inequality[] {
  const counted = countedAttributes(inequalities);
  const bounded = new Set<CountedAttribute>();
  for (const credential of combinedCredentials(inequalities)) {
    const own = counted.filter((attribute) => attribute.credential === credential);
    const decided = attributesDecidedAlone(own, inequalities, maximum);
    for (const attribute of own) if (!decided.has(keyOf(attribute))) bounded.add(attribute);
  }
  return boundsOf(
    counted.filter((attribute) => bounded.has(attribute)),
    maximum,
  );
}

/** The bounds of all attributes of combined credentials: what `attributeBounds` returns for other factors is among them. */
export function possibleBounds(inequalities: readonly Inequality[]): Inequality[] {
  const combined = combinedCredentials(inequalities);
  const counted = countedAttributes(inequalities).filter(({ credential }) => combined.has(credential));
  return boundsOf(counted, ATTRIBUTE_MAXIMUM);
}

function boundsOf(attributes: readonly CountedAttribute[], maximum: bigint): Inequality[] {
  const bounds: Inequality[] = [];
  for (const { credential, attribute, isAdded, isSubtracted } of attributes) {
    if (isSubtracted) bounds.push({ terms: [{ credential, attribute, coefficient: 1n }], constant: 0n });
    if (isAdded) bounds.push({ terms: [{ credential, attribute, coefficient: -1n }], constant: maximum });
  }
  return bounds;
}
