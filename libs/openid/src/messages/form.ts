import { OpenidError } from './openid-error.js';

/** More parameters than any message has. */
const MAX_PARAMETERS = 64;

/** A request to a token endpoint may name several resources (RFC 8707, section 2). No message here reads them. */
const REPEATABLE = 'resource';

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OpenidError('invalid_request', 'The form is not percent-encoded UTF-8.');
  }
}

/**
 * Parses a body of the type `application/x-www-form-urlencoded`. A parameter without a value counts as absent, and a
 * parameter occurs once (RFC 6749, sections 3.1 and 3.2).
 *
 * @throws OpenidError `invalid_request`
 */
export function parseForm(body: string): ReadonlyMap<string, string> {
  const parts = body.split('&', MAX_PARAMETERS + 1);
  if (parts.length > MAX_PARAMETERS)
    throw new OpenidError('invalid_request', 'The form has too many parameters.');
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const end = part.includes('=') ? part.indexOf('=') : part.length;
    const name = decode(part.slice(0, end));
    if (parameters.has(name) && name !== '' && name !== REPEATABLE)
      throw new OpenidError('invalid_request', `The parameter ${name.slice(0, 64)} occurs more than once.`);
    parameters.set(name, decode(part.slice(end + 1)));
  }
  return new Map([...parameters].filter(([name, value]) => name !== '' && value !== ''));
}

/** The body of a form. Members that are undefined are left out. */
export function encodeForm(parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return new URLSearchParams(given).toString();
}

/** @throws OpenidError `invalid_request` */
export function requireParameter(form: ReadonlyMap<string, string>, name: string): string {
  const value = form.get(name);
  if (value === undefined) throw new OpenidError('invalid_request', `The parameter ${name} is missing.`);
  return value;
}
