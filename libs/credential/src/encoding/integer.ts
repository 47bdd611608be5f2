const INTEGER = /^(0|-?[1-9][0-9]{0,27})$/;

/**
 * Reads an integer inside a string: no sign but a minus, no leading zeros, at most 28 digits.
 *
 * @returns undefined for anything else. (`BigInt` alone takes "" for 0 and "0x10" for 16.)
 */
export function parseInteger(text: unknown): bigint | undefined {
  return typeof text === 'string' && INTEGER.test(text) ? BigInt(text) : undefined;
}
