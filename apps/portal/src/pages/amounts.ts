const places = (currency: string): number => {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
};

/**
 * An amount as people write it, in the smallest unit of the currency. Both `1500.50` and `1500,50` are 150050 cents.
 *
 * @returns undefined where it can be read in two ways (`1,500`), or is no amount
 */
export function smallestUnits(text: string, currency: string): string | undefined {
  const decimals = places(currency);
  const [, whole, fraction = ''] =
    /^(\d{1,13})(?:[.,](\d+))?$/.exec(text.replaceAll(/[\s\u00a0\u202f]/g, '')) ?? [];
  if (whole === undefined || (fraction.length !== 0 && fraction.length !== decimals)) return undefined;
  return (whole + fraction.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '');
}

/** The amount of smallest units as a form shows it: `1500.50`, or `1500` without a fraction. */
export function inWholeUnits(units: string, currency: string): string {
  const decimals = places(currency);
  if (decimals === 0) return units;
  const digits = units.padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals);
  return digits.slice(0, -decimals) + (/^0+$/.test(fraction) ? '' : `.${fraction}`);
}
