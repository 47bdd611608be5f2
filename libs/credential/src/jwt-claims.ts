import { type JsonObject, own } from './encoding/json.js';
import { CLOCK_SKEW_SECONDS } from './limits.js';

/** The registered claims of a JWT (RFC 7519, section 4.1). A member is absent where the JWT does not have the claim. */
export interface RegisteredClaims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: readonly string[];
  readonly jti?: string;
  /** Seconds since the epoch. */
  readonly iat?: number;
  readonly nbf?: number;
  readonly exp?: number;
}

/**
 * RFC 7519 also asks that a string with a colon is a URI. The client identifiers of OpenID4VP are not:
 * `redirect_uri:https://…` has no valid scheme.
 */
const isText = (value: unknown): value is string => typeof value === 'string';

/**
 * Whole seconds since the epoch that a number represents exactly. RFC 7519 also allows fractions; this protocol does
 * not, and numbers such as 1e300 are no time.
 */
const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isAudience = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 && value.every(isText) : isText(value);

const TYPES: Readonly<Record<keyof RegisteredClaims, (value: unknown) => boolean>> = {
  iss: isText,
  sub: isText,
  aud: isAudience,
  jti: isText,
  iat: isTime,
  nbf: isTime,
  exp: isTime,
};

/**
 * Reads the registered claims of a JWT; undefined where one has the wrong type. A claim that is null is not absent:
 * it has the wrong type.
 */
export function readRegisteredClaims(payload: JsonObject): RegisteredClaims | undefined {
  const claims: Record<string, unknown> = {};
  for (const [name, isValid] of Object.entries(TYPES)) {
    if (!Object.hasOwn(payload, name)) continue;
    const value = own(payload, name);
    if (!isValid(value)) return undefined;
    claims[name] = name === 'aud' && !Array.isArray(value) ? [value] : value;
  }
  return claims;
}

/** Why a JWT is not valid at a time. */
export type TimeFault = 'not_yet_valid' | 'expired';

/**
 * Compares the times of a JWT with the clock. `iat` and `nbf` may lie in the future by the clock skew; `exp` has no
 * tolerance, and a JWT is no longer valid in the second that `exp` names.
 *
 * @param now seconds since the epoch
 * @param issuedAhead seconds that `iat` may lie in the future
 */
export function timeFault(
  { iat, nbf, exp }: RegisteredClaims,
  now: number,
  issuedAhead: number = CLOCK_SKEW_SECONDS,
): TimeFault | undefined {
  if (iat !== undefined && iat > now + issuedAhead) return 'not_yet_valid';
  if (nbf !== undefined && nbf > now + CLOCK_SKEW_SECONDS) return 'not_yet_valid';
  return exp !== undefined && exp <= now ? 'expired' : undefined;
}

/** Whether a JWT without a required audience may be used by `recipient`: it has no `aud`, or its `aud` names them. */
export const isMeantFor = ({ aud }: RegisteredClaims, recipient: string): boolean =>
  aud === undefined || aud.includes(recipient);
