/**
 * ISO 4217 codes of currencies in use (amendment 177), by the number of decimals of their smallest unit. Without metals,
 * fund and bond units, and test codes. Locale data of a runtime is no substitute: it has 0 decimals for IQD and HUF in
 * some versions, because prices are rounded.
 */
const CODES_BY_DECIMALS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
  CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
  JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
  NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
  SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

const decimals: ReadonlyMap<unknown, number> = new Map(
  Object.entries(CODES_BY_DECIMALS).flatMap(([count, codes]) =>
    codes
      .trim()
      .split(/\s+/)
      .map((code): [string, number] => [code, Number(count)]),
  ),
);

export const CURRENCIES: readonly string[] = ([...decimals.keys()] as string[]).sort();

export const isCurrency = (code: unknown): code is string => decimals.has(code);

/** How many decimals of the currency its smallest unit is: 2 for EUR, whose smallest unit is the cent. */
export function decimalsOf(currency: string): number {
  const count = decimals.get(currency);
  if (count === undefined) throw new TypeError('expected an ISO 4217 code');
  return count;
}
