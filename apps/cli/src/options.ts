import { isIP } from 'node:net';
import { InvalidArgumentError, Option } from 'commander';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Parses an option whose value is a whole number. */
export function integer(min: number, max: number) {
  return (text: string): number => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`Expected an integer ${range}.`);
  };
}

export const jsonOption = () => new Option('--json', 'print one JSON object');
export const dryRunOption = () => new Option('--dry-run', 'print what would be done, and change nothing');

export function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text))
    throw new InvalidArgumentError('Expected an http or https URL.');
  return text.replace(/\/+$/, '');
}

export function parseApiKey(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected an API key.');
  return text;
}

/** A DNS name in lower case. */
export function parseHost(text: string): string {
  const host = text.toLowerCase();
  if (isIP(host) === 0 && host.length <= 253 && host.split('.').every((label) => LABEL.test(label)))
    return host;
  throw new InvalidArgumentError('Expected a DNS name, such as issuer.example.');
}
