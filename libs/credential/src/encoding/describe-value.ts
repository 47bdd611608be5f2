/**
 * What kind of value an input has, for an error: never the value itself, which may be secret. Distinguishes the mistakes
 * that people make with integers in strings.
 */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? kindOfText(value) : `a ${typeof value}`;
}

function kindOfText(text: string): string {
  if (text === '') return 'an empty string';
  if (/^-?[0-9]+\.[0-9]+$/.test(text)) return 'a string with a decimal point';
  if (/^-?[0-9]+,[0-9]+$/.test(text)) return 'a string with a comma';
  if (/^-?0[0-9]+$/.test(text)) return 'a string with leading zeros';
  if (/^-[0-9]+$/.test(text)) return 'a negative integer';
  if (/^[0-9]+$/.test(text)) return 'an integer that is too large';
  return 'a string that is not an integer';
}
