import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  makePresentationVectors,
  type PresentationVectors,
  presentAgain,
  verdictOnVector,
} from './testing/presentation-vectors.js';

// `WRITE_VECTORS=1` replaces the file, after a change of the protocol.

const file = new URL('../vectors/presentations.json', import.meta.url);
if (process.env.WRITE_VECTORS) {
  writeFileSync(file, `${JSON.stringify(await makePresentationVectors(), undefined, 1)}\n`);
}
const stored = JSON.parse(readFileSync(file, 'utf8')) as PresentationVectors;

test.each(stored.vectors)('the verdict on $id is $code', async (vector) => {
  expect(await verdictOnVector(stored, vector)).toBe(vector.code);
});

test.each(stored.vectors.filter(({ held }) => held))('a holder presents $id again', async (vector) => {
  const presentations = await presentAgain(stored, vector);
  expect(await verdictOnVector(stored, { ...vector, presentations })).toBe('verified');
  const lengths = (texts: object) => Object.values(texts).map((text: string) => text.length);
  expect(lengths(presentations)).toEqual(lengths(vector.presentations));
});

test('the stored vectors are those that this library makes, with other keys and random numbers', async () => {
  const made = await makePresentationVectors();
  const cases = ({ vectors }: PresentationVectors) =>
    vectors.map(({ id, comment, code }) => ({ id, comment, code }));
  expect(cases(stored)).toEqual(cases(made));
  for (const vector of made.vectors) expect(await verdictOnVector(made, vector)).toBe(vector.code);
});
