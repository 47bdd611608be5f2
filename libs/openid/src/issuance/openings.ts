import { isObject, own, parseDisclosure, parseSdJwt } from '@zk-income/credential';

/** An SD-JWT without the disclosures that open its commitments, and these disclosures. */
export interface SeparatedOpenings {
  readonly credential: string;
  /** Disclosures, with `~` between them. */
  readonly openings: string;
}

const encode = (parts: readonly string[]): string => parts.map((part) => `${part}~`).join('');

/** The digests of the disclosures of `openings`, and the parts of the SD-JWT; undefined for any other text. */
function parse(credential: string) {
  const parts = parseSdJwt(credential);
  const openings = parts && own(parts.issuerJwt.payload, 'openings');
  const digests = isObject(openings) ? own(openings, '_sd') : undefined;
  if (!parts || parts.keyBindingJwt || !Array.isArray(digests)) return undefined;
  const isOpening = (disclosure: string): boolean => digests.includes(parseDisclosure(disclosure)?.digest);
  return { jwt: parts.issuerJwt.text, disclosures: parts.disclosures, isOpening };
}

/**
 * Takes the openings out of a credential that an issuer has signed. A wallet without them can present the claims of the
 * credential, and can neither prove predicates nor show an amount.
 *
 * @throws TypeError for a text that is not a credential of this protocol with its openings
 */
export function separateOpenings(credential: string): SeparatedOpenings {
  const parsed = parse(credential);
  const openings = parsed?.disclosures.filter(parsed.isOpening);
  if (!parsed || !openings?.length) throw new TypeError('expected a credential with openings');
  const others = parsed.disclosures.filter((disclosure) => !parsed.isOpening(disclosure));
  return { credential: encode([parsed.jwt, ...others]), openings: openings.join('~') };
}

/**
 * Puts openings back into a credential. Whether they match the commitments is for the holder to check.
 *
 * @returns undefined where one of the disclosures is not an opening of the credential
 */
export function joinOpenings({ credential, openings }: SeparatedOpenings): string | undefined {
  const parsed = parse(credential);
  return parsed && openings.split('~').every(parsed.isOpening) ? `${credential}${openings}~` : undefined;
}
