import { formatAmount } from '@zk-income/credential';
import type { CredentialSummary, HistoryEntry, Meter } from '@zk-income/holder';

type Issuer = CredentialSummary['issuer'];
type Asker = HistoryEntry['asker'];

/** `Acme Payroll (issuer.example)`; a party that is not on the trust list is called that. */
export function partyInWords({
  host,
  name,
}: Pick<Asker, 'host' | 'name'> & { unicodeHost?: string }): string {
  return name === undefined ? `${host} (not on your trust list)` : `${name} (${host})`;
}

export const issuerInWords = ({ iss, name }: Issuer): string =>
  name === undefined ? iss : `${name} (${iss})`;

const MONTHS = ['months_employed', 'contract_months_left'];

export const amountInWords = (attribute: string, value: string, currency: string): string =>
  MONTHS.includes(attribute) ? `${value} months` : formatAmount(value, currency);

export function credentialInWords(credential: CredentialSummary): string {
  const { id, issuer, period, shares, validUntil, isExpired, status } = credential;
  const state = isExpired ? 'expired' : (status?.value ?? 'valid');
  return `${id}  ${issuerInWords(issuer)}, ${period.start} to ${period.end}: ${shares.left} of ${shares.of} shares left, ${state} until ${validUntil.slice(0, 10)}`;
}

/** What verifiers can infer, the riskiest first. */
export function meterInWords({ rows }: Meter): string[] {
  const marks = { calm: ' ', narrow: '!', disclosed: '!!' };
  const order = ['disclosed', 'narrow', 'calm'];
  return [...rows]
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level))
    .map(({ of, verifier, level, words }) => {
      const by = of === 'all' ? 'all together' : (verifier ?? 'verifiers not on your trust list');
      return `${marks[level].padEnd(2)} ${by}: ${words.en}`;
    });
}
