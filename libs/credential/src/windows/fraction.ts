/** A positive rational number in lowest terms. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Of integers that are not negative. */
export const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

export function fraction(numerator: bigint, denominator: bigint): Fraction {
  const divisor = gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** Below 0, 0 or above 0 as `a` is below, equal to or above `b`. */
export const compareFractions = (a: Fraction, b: Fraction): bigint =>
  a.numerator * b.denominator - b.numerator * a.denominator;

export const larger = (a: Fraction, b: Fraction): Fraction => (compareFractions(a, b) >= 0n ? a : b);
