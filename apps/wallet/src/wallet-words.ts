import { ATTRIBUTES, VOCABULARIES } from '@zk-income/credential';
import type { ConsentReason, HistoryEntry, Progress } from '@zk-income/holder';
import { formatAmount, type Language, language, say, type Words } from '@zk-income/ui';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `Gross income`, `Bruttoeinkommen`: the attribute without its article. */
export function attributeName(name: string, of: Language = language.value): string {
  const meaning = ATTRIBUTES.get(name)?.meaning[of] ?? name;
  return capital(of === 'de' ? meaning.replace(/^(das|der|die) /, '') : meaning);
}

export function attributeValue(name: string, value: string, currency: string): string {
  if (ATTRIBUTES.get(name)?.unit !== 'months') return formatAmount(value, currency);
  return `${value} ${say(value === '1' ? { en: 'month', de: 'Monat' } : { en: 'months', de: 'Monate' })}`;
}

export const claimName = (name: string, of: Language = language.value): string =>
  (VOCABULARIES[of].claims as Readonly<Record<string, string>>)[name] ?? name;

/** Each step of receiving and answering, while it runs. */
export const STEPS: Readonly<Record<Progress['step'], Words>> = {
  contacting_issuer: { en: 'Contacting the issuer', de: 'Verbindung zur ausstellenden Stelle' },
  creating_keys: { en: 'Making keys on this device', de: 'Schlüssel werden auf diesem Gerät erzeugt' },
  checking_credentials: { en: 'Checking every signature', de: 'Alle Unterschriften werden geprüft' },
  storing: { en: 'Storing', de: 'Speichern' },
  checking_request: { en: 'Checking the request', de: 'Anfrage wird geprüft' },
  proving: { en: 'Making the proof on this device', de: 'Der Beweis entsteht auf diesem Gerät' },
  recording: { en: 'Recording what is shared', de: 'Festhalten, was geteilt wird' },
  sending: { en: 'Sending the answer', de: 'Antwort wird gesendet' },
};

export const OUTCOMES: Readonly<Record<HistoryEntry['outcome'], Words>> = {
  sending: { en: 'Possibly not arrived', de: 'Vielleicht nicht angekommen' },
  answered: { en: 'Answered', de: 'Beantwortet' },
  refused_by_verifier: { en: 'Not accepted', de: 'Nicht angenommen' },
  declined: { en: 'Declined', de: 'Abgelehnt' },
  not_satisfied: { en: 'Nothing was sent', de: 'Nichts gesendet' },
};

/** What the person must agree to, in their own voice. */
export const CONSENT: Readonly<Record<ConsentReason, Words>> = {
  window_too_narrow: {
    en: 'I know that, together with earlier answers, this tells nearly how much I earn.',
    de: 'Mir ist bewusst: Zusammen mit früheren Antworten verrät das fast genau, wie viel ich verdiene.',
  },
  too_many_requests_of_verifier: {
    en: 'I know that this party has asked me often. Each answer narrows down my income.',
    de: 'Mir ist bewusst: Diese Stelle hat mich schon oft gefragt. Jede Antwort grenzt mein Einkommen weiter ein.',
  },
  too_many_requests: {
    en: 'I know that I have answered many requests lately. Each answer narrows down my income.',
    de: 'Mir ist bewusst: Ich habe zuletzt viele Anfragen beantwortet. Jede Antwort grenzt mein Einkommen weiter ein.',
  },
  partner_learns_amount: {
    en: 'I know that the other person of this request learns an exact amount of mine.',
    de: 'Mir ist bewusst: Die andere Person dieser Anfrage erfährt einen meiner Beträge genau.',
  },
  names_to_unlisted: {
    en: 'I know this party, and want it to learn these details about me.',
    de: 'Ich kenne diese Stelle und möchte, dass sie diese Angaben über mich erfährt.',
  },
};
