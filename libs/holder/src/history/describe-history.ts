import type { Words } from '@zk-income/credential';
import type { HistoryEntry } from '../types.js';

type Outcome = HistoryEntry['outcome'];

/** What became of a request, as the rest of a sentence that begins with the verifier. */
const OUTCOMES: Readonly<Record<Outcome, Words>> = {
  answered: { en: 'got your answer', de: 'hat Ihre Antwort erhalten' },
  sending: { en: 'may have got your answer', de: 'hat Ihre Antwort vielleicht erhalten' },
  refused_by_verifier: { en: 'did not accept your answer', de: 'hat Ihre Antwort nicht angenommen' },
  declined: { en: 'got no answer: you declined', de: 'hat keine Antwort erhalten: Sie haben abgelehnt' },
  not_satisfied: {
    en: 'got no answer: a statement does not hold',
    de: 'hat keine Antwort erhalten: eine Aussage trifft nicht zu',
  },
};

/** Says what became of a request, without any amount of the person. */
export function describeHistory({
  asker,
  outcome,
}: Pick<HistoryEntry, 'outcome'> & { readonly asker: Pick<HistoryEntry['asker'], 'host' | 'name'> }): Words {
  const name = asker.name === undefined ? asker.host : `${asker.name} (${asker.host})`;
  const { en, de } = OUTCOMES[outcome];
  return { en: `${name} ${en}`, de: `${name} ${de}` };
}
