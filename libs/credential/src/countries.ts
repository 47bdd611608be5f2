/**
 * ISO 3166-1 alpha-2: the 249 officially assigned codes (November 2026), and XK, which ISO leaves to its users and which
 * the EU, SWIFT and CLDR use for Kosovo.
 */
const CODES = `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
  BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
  FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
  IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
  ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
  PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
  TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`;

export const COUNTRIES: readonly string[] = CODES.trim().split(/\s+/);

const known: ReadonlySet<unknown> = new Set(COUNTRIES);

export const isCountry = (code: unknown): code is string => known.has(code);

/** Codes that are in use for a country beside its own: reserved, or withdrawn when the country got a new one. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
  ['BU', 'MM'],
  ['DD', 'DE'],
  ['FX', 'FR'],
  ['TP', 'TL'],
  ['ZR', 'CD'],
]);

/** What to write in place of a text that is not a code: the code that it is an alias of, or what is expected. */
export function expectedCountry(text: string): string {
  const alias = ALIASES.get(text);
  if (alias !== undefined) return `${alias} in place of ${text}`;
  const upperCase = /^[a-z]{2}$/.test(text) ? ' in upper case' : '';
  return `an ISO 3166 alpha-2 code${upperCase}, such as DE`;
}
