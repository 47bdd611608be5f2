import { INTEGER } from '../limits.js';

/**
 * Reads a decimal integer from a string, as {@link INTEGER} describes it.
 *
 * @returns undefined for anything else. (`BigInt` alone reads "" as 0 and "0x10" as 16.)
 */
export function parseInteger(text: unknown): bigint | undefined {
  return typeof text === 'string' && INTEGER.test(text) ? BigInt(text) : undefined;
}
