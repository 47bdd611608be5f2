import { describe, expect, test } from '@jest/globals';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { errorCodeOf } from '../testing/claims.js';
import { dalekVectors } from '../testing/vectors.js';
import { checkTranscript, Transcript } from './transcript.js';

const challengeOf = (transcript: Transcript) => bytesToHex(transcript.challengeBytes('c', 32));

describe('merlin vectors', () => {
  test.each(dalekVectors.merlin)('same challenges: $label', ({ label, ops }) => {
    const transcript = new Transcript(label);
    for (const op of ops) {
      if (op.op === 'append_message') transcript.appendMessage(op.label, hexToBytes(op.data));
      else if (op.op === 'append_u64') transcript.appendU64(op.label, BigInt(op.value));
      else expect(bytesToHex(transcript.challengeBytes(op.label, op.len))).toBe(op.out);
    }
    expect(ops.length).toBeGreaterThan(0);
  });
});

test('messages and challenges of all lengths, so that operations begin at every position of the block', () => {
  const transcript = new Transcript('all lengths');
  for (let length = 0; length < 333; length++) {
    transcript.appendMessage(
      'm',
      Uint8Array.from({ length }, (_, i) => i % 251),
    );
    transcript.challengeBytes('c', length % 41);
  }
  // Computed with the Python package merlin_transcripts 0.1.1.
  expect(challengeOf(transcript)).toBe('42fa09c0d4500fd70d4efe869953fa156a994dd82b4dfd5d721e58b6f4bcc12a');
});

describe('a challenge', () => {
  test('depends on all labels and messages, on their boundaries and on previous challenges', () => {
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
        challengeOf(transcript);
        return transcript;
      },
    ].map((make) => challengeOf(make()));
    expect(new Set(challenges).size).toBe(challenges.length);
  });

  test('depends on each byte of a message of any length', () => {
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
            return challengeOf(transcript);
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

test('a number may be 0, and at most 2^64 - 1', () => {
  const challenge = (value: bigint, bytes: number[]) => {
    const [number, message] = [new Transcript('a'), new Transcript('a')];
    number.appendU64('n', value);
    message.appendMessage('n', Uint8Array.from(bytes));
    expect(challengeOf(number)).toBe(challengeOf(message));
  };
  challenge(0n, Array(8).fill(0));
  challenge(2n ** 64n - 1n, Array(8).fill(255));
  for (const value of [-1n, 2n ** 64n]) {
    expect(errorCodeOf(() => new Transcript('a').appendU64('n', value))).toBe('InvalidTranscript');
  }
});

test('a label is a string or its UTF-8 encoding', () => {
  expect(challengeOf(new Transcript('Einkommen ≥ Miete'))).toBe(
    challengeOf(new Transcript(utf8ToBytes('Einkommen ≥ Miete'))),
  );
});

test('a clone has the same state and is independent', () => {
  const transcript = new Transcript('a');
  transcript.appendU64('n', 7n);
  const clone = transcript.clone();
  expect(challengeOf(clone.clone())).toBe(challengeOf(transcript.clone()));
  clone.appendU64('n', 8n);
  const before = challengeOf(transcript.clone());
  expect(challengeOf(clone)).not.toBe(before);
  expect(challengeOf(transcript)).toBe(before);
});

test('accepts the largest label, number and challenge, and nothing larger', () => {
  const bounds: [string, (transcript: Transcript, beyond: number) => unknown][] = [
    ['label', (t, beyond) => t.appendMessage('l'.repeat(2 ** 16 + beyond), new Uint8Array(1))],
    ['number', (t, beyond) => t.appendU64('n', (1n << 64n) - 1n + BigInt(beyond))],
    ['challenge', (t, beyond) => t.challengeBytes('c', 2 ** 16 + beyond)],
  ];
  for (const [name, append] of bounds) {
    const transcript = new Transcript('a');
    expect([name, errorCodeOf(() => append(transcript, 1))]).toEqual([name, 'InvalidTranscript']);
    expect(challengeOf(transcript.clone())).toBe(challengeOf(new Transcript('a')));
    append(transcript, 0);
    expect(challengeOf(transcript)).not.toBe(challengeOf(new Transcript('a')));
  }
});

describe('throws a typed error for', () => {
  const misuses: [string, (transcript: Transcript) => unknown][] = [
    ['a message that is a string', (t) => t.appendMessage('m', 'text' as never)],
    ['no message', (t) => t.appendMessage('m', undefined as never)],
    ['a label that is not a string', (t) => t.appendMessage(1 as never, new Uint8Array(1))],
    ['a negative number', (t) => t.appendU64('n', -1n)],
    ['a number of 65 bits', (t) => t.appendU64('n', 1n << 64n)],
    ['a number that is not a bigint', (t) => t.appendU64('n', 1 as never)],
    ['a challenge of negative length', (t) => t.challengeBytes('c', -1)],
    ['a challenge of fractional length', (t) => t.challengeBytes('c', 1.5)],
    ['a challenge over the maximum length', (t) => t.challengeBytes('c', 2 ** 40)],
    ['a challenge with a label that is not a string', (t) => t.challengeBytes({} as never, 1)],
    ['a transcript without a label', () => new Transcript(undefined as never)],
    ['an object that is not an instance of Transcript', (t) => checkTranscript({ ...t })],
  ];
  test.each(misuses)('%s', (_, misuse) => {
    const transcript = new Transcript('a');
    expect(errorCodeOf(() => misuse(transcript))).toBe('InvalidTranscript');
    expect(challengeOf(transcript)).toBe(challengeOf(new Transcript('a')));
  });
});
