import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as api from './index.js';

// Hundreds of calls each, some of them with the slow backend, on a machine that may be busy.
// Every public function with values that no caller should pass. Each call must return, or throw a documented error:
// never an error of the runtime, such as a stack overflow, an invalid array length or a read of undefined.

const bytes = (length = 32) => new Uint8Array(length);
const blinding = api.randomScalar();
const commitment = api.commit(1n, blinding);
const newTranscript = () => new api.Transcript('test');
const { proof } = api.proveRange({
  transcript: newTranscript(),
  values: [1n],
  blindings: [blinding],
  bits: 8,
});
const commitTerm = { coefficient: 1n, commitment };
const blindTerm = { coefficient: 1n, blinding };

class LyingBytes extends Uint8Array {
  override get length(): number {
    return 32;
  }
}
/** An array whose length is another one at each read. */
const changing = () => {
  let reads = 0;
  return new Proxy(new Array(3).fill(commitment), {
    get: (target, name, receiver) => (name === 'length' ? reads++ : Reflect.get(target, name, receiver)),
  });
};
const proxied = (length: unknown) =>
  new Proxy([commitment], {
    get: (target, name, receiver) => (name === 'length' ? length : Reflect.get(target, name, receiver)),
  });
function detached(): Uint8Array {
  const array = bytes();
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** New for each call, because some of them change. */
const HOSTILE: Record<string, () => unknown> = {
  undefined: () => undefined,
  null: () => null,
  'not a number': () => Number.NaN,
  'a negative number': () => -1,
  'a fraction': () => 0.5,
  'a huge number': () => 1e308,
  'the largest integer': () => Number.MAX_SAFE_INTEGER,
  'a huge bigint': () => 2n ** 20_000n,
  'a negative bigint': () => -(2n ** 300n),
  'a boxed bigint': () => Object(1n),
  'an empty string': () => '',
  'a string': () => 'constructor',
  'a lone surrogate': () => '\ud800',
  'a long string': () => 'é'.repeat(70_000),
  'a symbol': () => Symbol('s'),
  'a boolean': () => true,
  'a function': () => () => 1n,
  'an empty object': () => ({}),
  'an object without prototype': () => Object.create(null),
  'an object that claims to be bytes': () => Object.create(Uint8Array.prototype),
  'an object that claims to be a transcript': () => Object.create(api.Transcript.prototype),
  'a proxy of a transcript': () => new Proxy(newTranscript(), {}),
  'an object with a length': () => ({ length: 2 ** 53 }),
  'an empty array': () => [],
  'the longest array, all holes': () => new Array(2 ** 32 - 1),
  'an array of 20,000 holes': () => new Array(20_000),
  'an array of 17 holes': () => new Array(17),
  'an array with a hole': () => Object.assign(new Array(4), { 0: commitment, 2: commitment, 3: commitment }),
  'an array of 100,000 points': () => new Array(100_000).fill(commitment),
  'an array of 5,000 terms': () => new Array(5_000).fill({ ...commitTerm, ...blindTerm }),
  'an array of 20,000 terms': () => new Array(20_000).fill({ ...commitTerm, ...blindTerm }),
  'an array of 1,024 terms': () => new Array(1_024).fill({ ...commitTerm, ...blindTerm }),
  'nested arrays': () => [[[]]],
  'an array of arrays of numbers': () => [[...commitment]],
  'an array whose length changes': changing,
  'an array with a length of -1': () => proxied(-1),
  'an array with a length of 1e308': () => proxied(1e308),
  'an array with a string as length': () => proxied('1'),
  'no bytes': () => bytes(0),
  '31 bytes': () => bytes(31),
  '33 bytes': () => bytes(33),
  'many bytes': () => bytes(1_000_000),
  'bytes of a detached buffer': detached,
  'shared bytes': () => new Uint8Array(new SharedArrayBuffer(32)),
  'bytes in the middle of a buffer': () => new Uint8Array(new ArrayBuffer(100), 5, 32),
  'a Buffer': () => Buffer.alloc(32),
  '5 bytes that claim to be 32': () => new LyingBytes(5),
  '100 bytes that claim to be 32': () => new LyingBytes(100),
  'bytes with a length of their own': () => Object.defineProperty(bytes(3), 'length', { value: 32 }),
  'bytes with an iterator of their own': () =>
    Object.defineProperty(bytes(), Symbol.iterator, { value: () => [1, 2][Symbol.iterator]() }),
  'clamped bytes': () => new Uint8ClampedArray(32),
  'signed bytes': () => new Int8Array(32),
  words: () => new Uint32Array(8),
  'a view': () => new DataView(new ArrayBuffer(32)),
  'a buffer': () => new ArrayBuffer(32),
  'a date': () => new Date(0),
  'a map': () => new Map([['coefficient', 1n]]),
};

type Call = (...args: never[]) => unknown;
/** For each member of an input, and for the nested places, the call with another value there. */
function inputPlaces(
  make: () => object,
  nested: Record<string, (hole: unknown) => object>,
  use: (input: never) => unknown,
): Record<string, (hole: unknown) => unknown> {
  const members = Object.keys(make()).map(
    (member) => [member, (hole: unknown) => ({ [member]: hole })] as const,
  );
  return {
    input: (hole) => use(hole as never),
    ...Object.fromEntries(
      [...members, ...Object.entries(nested)].map(([place, change]) => [
        place,
        (hole: unknown) => use({ ...make(), ...change(hole) } as never),
      ]),
    ),
  };
}

/** A call with valid arguments for each place where a caller passes a value: `hole` makes the call with another one. */
const CALLS: Record<string, Record<string, (hole: unknown) => unknown>> = {
  commit: {
    value: (v) => api.commit(v as never, blinding),
    blinding: (r) => api.commit(1n, r as never),
  },
  verifyOpening: {
    commitment: (c) => api.verifyOpening(c as never, 1n, blinding),
    value: (v) => api.verifyOpening(commitment, v as never, blinding),
    blinding: (r) => api.verifyOpening(commitment, 1n, r as never),
  },
  linearCombination: {
    terms: (terms) => api.linearCombination(terms as never, 0n),
    term: (term) => api.linearCombination([commitTerm, term as never], 0n),
    coefficient: (a) => api.linearCombination([{ ...commitTerm, coefficient: a as never }], 0n),
    commitment: (c) => api.linearCombination([{ ...commitTerm, commitment: c as never }], 0n),
    constant: (t) => api.linearCombination([commitTerm], t as never),
  },
  combineBlindings: {
    terms: (terms) => api.combineBlindings(terms as never),
    term: (term) => api.combineBlindings([blindTerm, term as never]),
    coefficient: (a) => api.combineBlindings([{ ...blindTerm, coefficient: a as never }]),
    blinding: (r) => api.combineBlindings([{ ...blindTerm, blinding: r as never }]),
  },
  proveRange: Object.fromEntries(
    ['input', 'transcript', 'values', 'value', 'blindings', 'blinding', 'bits'].map((place) => [
      place,
      (hole) => {
        const input = { transcript: newTranscript(), values: [1n], blindings: [blinding], bits: 8 };
        const nested: Record<string, object> = { value: { values: [hole] }, blinding: { blindings: [hole] } };
        const changes = nested[place] ?? { [place]: hole };
        return api.proveRange(place === 'input' ? (hole as never) : { ...input, ...changes });
      },
    ]),
  ),
  proveEqual: inputPlaces(
    () => ({ transcript: newTranscript(), value: 1n, blindings: [blinding, blinding] }),
    { blinding: (hole) => ({ blindings: [blinding, hole] }) },
    (input) => api.proveEqual(input),
  ),
  proveDifferent: inputPlaces(
    () => ({ transcript: newTranscript(), values: [1n, 2n], blindings: [blinding, blinding] }),
    {
      blinding: (hole) => ({ blindings: [blinding, hole] }),
      'a value': (hole) => ({ values: [1n, hole] }),
    },
    (input) => api.proveDifferent(input),
  ),
  verifyEqual: inputPlaces(
    () => ({ transcript: newTranscript(), commitments: [commitment, commitment], proof: bytes(64) }),
    { commitment: (hole) => ({ commitments: [commitment, hole] }) },
    (claim) => api.verifyEqual(claim),
  ),
  verifyDifferent: inputPlaces(
    () => ({ transcript: newTranscript(), commitments: [commitment, commitment], proof: bytes(96) }),
    { commitment: (hole) => ({ commitments: [commitment, hole] }) },
    (claim) => api.verifyDifferent(claim),
  ),
  randomScalar: { nothing: (hole) => (api.randomScalar as Call)(hole as never) },
  backendInUse: { nothing: (hole) => (api.backendInUse as Call)(hole as never) },
  pedersenGenerators: { nothing: (hole) => (api.pedersenGenerators as Call)(hole as never) },
  proofLength: {
    bits: (bits) => api.proofLength(bits as never, 1),
    values: (m) => api.proofLength(8, m as never),
  },
  selectBackend: { name: (name) => api.selectBackend(name as never) },
  loadBackend: { nothing: (hole) => (api.loadBackend as Call)(hole as never) },
  Transcript: {
    label: (label) => new api.Transcript(label as never),
    'label of a message': (label) => newTranscript().appendMessage(label as never, bytes(3)),
    message: (message) => newTranscript().appendMessage('a', message as never),
    'label of a number': (label) => newTranscript().appendU64(label as never, 1n),
    number: (value) => newTranscript().appendU64('a', value as never),
    'label of a challenge': (label) => newTranscript().challengeBytes(label as never, 1),
    'length of a challenge': (length) => newTranscript().challengeBytes('a', length as never),
  },
  BulletproofGenerators: { party: (party) => new api.BulletproofGenerators().G(party as never) },
  RangeProofError: { message: () => new api.RangeProofError('FormatError', 'a message') },
};
const claimPlaces = (use: (claim: never) => unknown) =>
  Object.fromEntries(
    ['claim', 'transcript', 'commitments', 'commitment', 'bits', 'proof'].map((place) => [
      place,
      (hole: unknown) => {
        const claim = { transcript: newTranscript(), commitments: [commitment], bits: 8, proof };
        const changes = place === 'commitment' ? { commitments: [hole] } : { [place]: hole };
        return use((place === 'claim' ? hole : { ...claim, ...changes }) as never);
      },
    ]),
  );
CALLS.verifyRange = claimPlaces((claim) => api.verifyRange(claim));
CALLS.claimChallenges = claimPlaces((claim) => api.claimChallenges(claim));
CALLS.verifyBatch = {
  ...claimPlaces((claim) => api.verifyBatch([claim])),
  claims: (claims) => api.verifyBatch(claims as never),
};

/** Throws unless the error is documented: a RangeProofError, or a RangeError of the generators. */
function expectDocumented(name: string, call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (error instanceof api.RangeProofError) return;
    if (name === 'BulletproofGenerators' && error instanceof RangeError && /^The party/.test(error.message))
      return;
    throw error;
  }
}

test('every public function is called', () => {
  const functions = Object.entries(api).filter(([, value]) => typeof value === 'function');
  expect(Object.keys(CALLS).sort()).toEqual(functions.map(([name]) => name).sort());
});

const places = Object.entries(CALLS).flatMap(([name, calls]) =>
  Object.entries(calls).map(([place, call]) => [name, place, call] as const),
);
describe.each(['wasm-simd', 'noble'] as const)('with the backend %s', (backend) => {
  test.each(places)('%s accepts anything as %s, or throws a documented error', (name, _, call) => {
    for (const [description, make] of Object.entries(HOSTILE)) {
      // The noble backend takes seconds for a thousand terms.
      if (backend === 'noble' && description.includes('terms')) continue;
      api.selectBackend(backend);
      const hostile = make();
      expect(() => expectDocumented(`${name}`, () => call(hostile))).not.toThrow();
    }
    api.selectBackend('wasm-simd');
  });
});

test.each(places)('%s accepts any generated value as %s, or throws a documented error', (name, _, call) => {
  const value = fc.oneof(
    fc.anything({ withBigInt: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true }),
    fc.constantFrom(...Object.values(HOSTILE)).map((make) => make()),
  );
  fc.assert(
    fc.property(value, (hole) => expectDocumented(name, () => call(hole))),
    { numRuns: 60 },
  );
});

describe('reads bytes as they are, whatever an instance overrides:', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(32));
  shared.set(commitment);
  const liar = new LyingBytes(32);
  liar.set(commitment);
  const iterated = Object.defineProperty(commitment.slice(), Symbol.iterator, {
    value: () => [][Symbol.iterator](),
  });
  test.each([
    ['shared', shared],
    ['of a subclass', liar],
    ['with an iterator of their own', iterated],
    ['in a Buffer', Buffer.from(commitment)],
  ])('bytes %s', (_, same) => {
    const claim = { transcript: newTranscript(), commitments: [same], bits: 8, proof };
    expect(() => api.verifyRange(claim)).not.toThrow();
    expect(api.verifyOpening(same, 1n, blinding)).toBe(true);
    expect(api.linearCombination([{ coefficient: 1n, commitment: same }], 0n)).toEqual(commitment);
  });

  test('a claim that changes after a check is the one that was checked', () => {
    const other = api.commit(2n, blinding);
    let reads = 0;
    const claim = {
      transcript: newTranscript(),
      bits: 8,
      proof,
      get commitments() {
        return reads++ === 0 ? [other] : [commitment];
      },
    };
    expect(api.verifyBatch([claim]).valid).toBe(false);
    expect(reads).toBe(1);
  });
});

describe('bounds', () => {
  const codeOf = (call: () => unknown) => {
    try {
      call();
      return 'returned';
    } catch (error) {
      return (error as api.RangeProofError).code;
    }
  };
  test.each<[string, number, string]>([
    ['1,024 terms', 1024, 'returned'],
    ['1,025 terms', 1025, 'TooManyTerms'],
    ['5,000 terms', 5000, 'TooManyTerms'],
    ['20,000 terms', 20_000, 'TooManyTerms'],
  ])('a linear combination of %s', (_, count, expected) => {
    expect(codeOf(() => api.linearCombination(new Array(count).fill(commitTerm), 0n))).toBe(expected);
    expect(codeOf(() => api.combineBlindings(new Array(count).fill(blindTerm)))).toBe(expected);
  });

  test('a batch of 65,537 claims', () => {
    expect(codeOf(() => api.verifyBatch(new Array(65_537)))).toBe('TooManyClaims');
    expect(api.verifyBatch(new Array(65_536)).rejected).toHaveLength(65_536);
  });
});
