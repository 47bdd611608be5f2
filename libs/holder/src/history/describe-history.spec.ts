import { expect, test } from '@jest/globals';
import { describeHistory } from './describe-history.js';

test.each([
  ['answered', 'flats.example got your answer', 'flats.example hat Ihre Antwort erhalten'],
  ['sending', 'flats.example may have got your answer', 'flats.example hat Ihre Antwort vielleicht erhalten'],
  [
    'refused_by_verifier',
    'flats.example did not accept your answer',
    'flats.example hat Ihre Antwort nicht angenommen',
  ],
  [
    'declined',
    'flats.example got no answer: you declined',
    'flats.example hat keine Antwort erhalten: Sie haben abgelehnt',
  ],
  [
    'not_satisfied',
    'flats.example got no answer: a statement does not hold',
    'flats.example hat keine Antwort erhalten: eine Aussage trifft nicht zu',
  ],
] as const)('says what became of a request: %s', (outcome, en, de) => {
  expect(describeHistory({ asker: { host: 'flats.example' }, outcome })).toEqual({ en, de });
});

test('names a verifier of the trust list', () => {
  const asker = { host: 'flats.example', name: 'Flats & Co.' };
  expect(describeHistory({ asker, outcome: 'answered' }).en).toBe(
    'Flats & Co. (flats.example) got your answer',
  );
});
