import { describe, expect, test } from '@jest/globals';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { refusal } from '../testing/claims.js';
import { dalekVectors } from '../testing/vectors.js';
import { checkTranscript, Transcript } from './transcript.js';

const draw = (transcript: Transcript) => bytesToHex(transcript.challengeBytes('c', 32));

describe('as merlin', () => {
  test.each(dalekVectors.merlin)('draws the same challenges: $label', ({ label, ops }) => {
    const transcript = new Transcript(label);
    for (const op of ops) {
      if (op.op === 'append_message') transcript.appendMessage(op.label, hexToBytes(op.data));
      else if (op.op === 'append_u64') transcript.appendU64(op.label, BigInt(op.value));
      else expect(bytesToHex(transcript.challengeBytes(op.label, op.len))).toBe(op.out);
    }
    expect(ops.length).toBeGreaterThan(0);
  });
});

describe('a challenge', () => {
  test('depends on the label, on every label and message, on their borders and on the draws before', () => {
    const challenges = [
      () => new Transcript('a'),
      () => new Transcript('b'),
      ...[
        ['l', 'm'],
        ['lm', ''],
        ['', 'lm'],
        ['l', 'n'],
      ].map(([label, message]) => () => {
        const transcript = new Transcript('a');
        transcript.appendMessage(label as string, utf8ToBytes(message as string));
        return transcript;
      }),
      () => {
        const transcript = new Transcript('a');
        draw(transcript);
        return transcript;
      },
    ].map((make) => draw(make()));
    expect(new Set(challenges).size).toBe(challenges.length);
  });

  test('depends on each byte of a message, however long', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 400 }),
        fc.nat(),
        fc.nat(254),
        (message, at, by) => {
          const other = message.slice();
          const index = at % message.length;
          other[index] = ((other[index] as number) + 1 + by) % 256;
          const [first, second] = [message, other].map((bytes) => {
            const transcript = new Transcript('a');
            transcript.appendMessage('m', bytes);
            return draw(transcript);
          });
          expect(first).not.toBe(second);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('may be empty', () => {
    expect(new Transcript('a').challengeBytes('c', 0)).toEqual(new Uint8Array(0));
  });
});

test('a label is text or its UTF-8', () => {
  expect(draw(new Transcript('Einkommen ≥ Miete'))).toBe(
    draw(new Transcript(utf8ToBytes('Einkommen ≥ Miete'))),
  );
});

test('a clone is in the same state and goes on by itself', () => {
  const transcript = new Transcript('a');
  transcript.appendU64('n', 7n);
  const clone = transcript.clone();
  expect(draw(clone.clone())).toBe(draw(transcript.clone()));
  clone.appendU64('n', 8n);
  const before = draw(transcript.clone());
  expect(draw(clone)).not.toBe(before);
  expect(draw(transcript)).toBe(before);
});

describe('refuses with a typed error', () => {
  const refused: [string, (transcript: Transcript) => unknown][] = [
    ['a message that is text', (t) => t.appendMessage('m', 'text' as never)],
    ['no message', (t) => t.appendMessage('m', undefined as never)],
    ['a label that is no text', (t) => t.appendMessage(1 as never, new Uint8Array(1))],
    ['a negative number', (t) => t.appendU64('n', -1n)],
    ['a number of 65 bits', (t) => t.appendU64('n', 1n << 64n)],
    ['a number that is no bigint', (t) => t.appendU64('n', 1 as never)],
    ['a challenge of negative length', (t) => t.challengeBytes('c', -1)],
    ['a challenge of fractional length', (t) => t.challengeBytes('c', 1.5)],
    ['an enormous challenge', (t) => t.challengeBytes('c', 2 ** 40)],
    ['a challenge with a label that is no text', (t) => t.challengeBytes({} as never, 1)],
    ['a transcript without label', () => new Transcript(undefined as never)],
    ['something that only looks like a transcript', (t) => checkTranscript({ ...t })],
  ];
  test.each(refused)('%s', (_, misuse) => {
    const transcript = new Transcript('a');
    expect(refusal(() => misuse(transcript))).toBe('InvalidTranscript');
    expect(draw(transcript)).toBe(draw(new Transcript('a')));
  });
});
