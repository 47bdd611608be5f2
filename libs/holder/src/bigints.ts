export const abs = (a: bigint): bigint => (a < 0n ? -a : a);

export const larger = (a: bigint, b: bigint): bigint => (b > a ? b : a);

/** The largest of these values and 0. */
export const largest = (values: readonly bigint[]): bigint => values.reduce(larger, 0n);

/** Of all integers, not negative. */
export function gcd(a: bigint, b: bigint): bigint {
  let [one, other] = [abs(a), abs(b)];
  while (other !== 0n) [one, other] = [other, one % other];
  return one;
}

export const floorDiv = (a: bigint, b: bigint): bigint =>
  a % b !== 0n && a < 0n !== b < 0n ? a / b - 1n : a / b;
