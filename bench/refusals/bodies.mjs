// Bodies of about 72 kB that are expensive to parse, to walk or to decode.
const BYTES = 72_000;
const repeat = (unit, bytes = BYTES) => unit.repeat(Math.floor(bytes / unit.length));
const list = (unit) => `[${repeat(`${unit},`, BYTES - 100)}0]`;
const inPresentations = (text) => `{"request_id":"x","presentations":{"a":${text}}}`;
const encode = (text) => Buffer.from(text).toString('base64url');

export const EXPENSIVE_BODIES = {
  'nested lists': inPresentations(list('[{}]')),
  'deep lists': inPresentations(repeat('[', BYTES / 2) + repeat(']', BYTES / 2)),
  numbers: inPresentations(list('1.5e3')),
  'many members': JSON.stringify(Object.fromEntries(Array.from({ length: 6_000 }, (_, i) => [`m${i}`, 0]))),
  'members up to the limit': JSON.stringify(
    Object.fromEntries(Array.from({ length: 4_000 }, (_, i) => [`member ${i}`, 'xxxx'])),
  ),
  'one string': inPresentations(JSON.stringify(repeat('x'))),
  escapes: inPresentations(`"${repeat('\\u0041')}"`),
  digits: inPresentations(repeat('1')),
  'not JSON': repeat('{"a":['),
  'white space': repeat(' '),
  'a policy with many terms': JSON.stringify({
    policy: { predicates: Array.from({ length: 1_000 }, () => ({ terms: [{ coefficient: 1 }] })) },
  }),
  'many keys': JSON.stringify({
    holder_keys: Array.from({ length: 800 }, () => ({ kty: 'EC', x: 'x'.repeat(43) })),
  }),
};

/** Presentations of an existing request that are expensive to decode. */
export function presentationsOf({ id }) {
  const body = (salary) => JSON.stringify({ request_id: id, presentations: { salary } });
  const header = encode(`{"a":${list('[]').slice(0, 40_000)}0]}`);
  return {
    // Cost little but the lookup in the store, which malformed bodies do not reach.
    'unknown request: well-formed': inPresentations('"e30.e30.~"'),
    'known request: well-formed': body('e30.e30.~'),
    'known request: many disclosures': body(`${encode('{}')}.${encode('{}')}.AA${repeat('~', 60_000)}`),
    'known request: large header': body(`${header}.${encode('{}')}.AA~`),
    'known request: large payload': body(`${encode('{"typ":"dc+sd-jwt"}')}.${header}.AA~`),
    'known request: one long part': body(repeat('A', 60_000)),
  };
}
