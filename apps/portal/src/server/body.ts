import { PortalError } from './problems.js';

const MAX_TEXT = 500;

type Body = Readonly<Record<string, unknown>>;

/** @throws PortalError `invalid_body` if a value is no JSON object */
export function bodyOf(value: unknown): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new PortalError('invalid_body', 'Expected a JSON object.');
  return value as Body;
}

/** @throws PortalError `invalid_body` if a member is no text, or is empty */
export function textOf(body: Body, name: string): string {
  const value = body[name];
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > MAX_TEXT) {
    const detail = `Expected a text of 1 to ${MAX_TEXT} characters.`;
    throw new PortalError('invalid_body', `${name}: ${detail}`, [{ pointer: `#/${name}`, detail }]);
  }
  return text;
}
