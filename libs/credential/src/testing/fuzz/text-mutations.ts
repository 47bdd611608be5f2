import { p256 } from '@noble/curves/nist.js';
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.js';
import { decodeUtf8, utf8 } from '../../encoding/text.js';
import type { Corpus } from './corpus.js';
import { choose, type MutationKind, replaced } from './mutant.js';
import type { Random } from './random.js';

// Changes of the texts of honest presentations, by an attacker without keys.

/** The parts of a presentation: of the issuer-signed JWT, the disclosures, and of the key-binding JWT. */
interface Parts {
  issuer: string[];
  disclosures: string[];
  keyBinding: string[];
}

function split(text: string): Parts {
  const segments = text.split('~');
  return {
    issuer: segments[0]!.split('.'),
    disclosures: segments.slice(1, -1),
    keyBinding: segments.at(-1)!.split('.'),
  };
}

const unite = ({ issuer, disclosures, keyBinding }: Parts) =>
  [issuer.join('.'), ...disclosures, keyBinding.join('.')].join('~');

type TextChange = (text: string, random: Random, corpus: Corpus) => string;

const ofText = (name: string, change: TextChange, options: Partial<MutationKind> = {}): MutationKind => ({
  name,
  weight: 1,
  ...options,
  mutate: (random, corpus) => {
    const { story, id, text } = choose(random, corpus);
    return replaced(story, id, change(text, random, corpus));
  },
});

const ofParts = (
  name: string,
  change: (parts: Parts, random: Random, corpus: Corpus) => void,
  options?: Partial<MutationKind>,
) =>
  ofText(
    name,
    (text, random, corpus) => {
      const parts = split(text);
      change(parts, random, corpus);
      return unite(parts);
    },
    options,
  );

const CHARACTERS = 'ABCyz019-_.~=+/ \n{}"\\\0é';

function flipBit(text: string, random: Random): string {
  const at = random.below(text.length);
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << random.below(8)));
  return text.slice(0, at) + flipped + text.slice(at + 1);
}

function flipDecodedBit(parts: Parts, random: Random): void {
  const list = random.pick([
    parts.issuer,
    parts.keyBinding,
    ...(parts.disclosures.length ? [parts.disclosures] : []),
  ]);
  const at = random.below(list.length);
  const bytes = decodeBase64url(list[at]!)!;
  const bit = random.below(8 * bytes.length);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  list[at] = encodeBase64url(bytes);
}

function truncate(text: string, random: Random): string {
  const [from, to] = [random.below(text.length), random.below(text.length)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return random.pick([
    text.slice(0, from),
    text.slice(from),
    text.slice(from, to),
    text.slice(0, from) + text.slice(to + 1),
  ]);
}

function extend(text: string, random: Random): string {
  const added = Array.from({ length: 1 + random.below(12) }, () => random.pick([...CHARACTERS])).join('');
  const at = random.pick([
    0,
    text.length,
    text.indexOf('~'),
    text.lastIndexOf('~') + 1,
    random.below(text.length),
  ]);
  return text.slice(0, at) + added + text.slice(at);
}

/** Drops, repeats, exchanges or empties segments between `~` or `.`. */
function rearrange(text: string, random: Random): string {
  const separator = random.pick(['~', '.']);
  const segments = text.split(separator);
  const [i, j] = [random.below(segments.length), random.below(segments.length)];
  random.pick([
    () => segments.splice(i, 1),
    () => segments.splice(i, 0, segments[j]!),
    () => ([segments[i], segments[j]] = [segments[j]!, segments[i]!]),
    () => segments.splice(i, 1, ''),
  ])();
  return segments.join(separator);
}

/** Drops, repeats, reorders or adds disclosures, also of openings and of other credentials. */
function changeDisclosures(parts: Parts, random: Random, corpus: Corpus): void {
  const foreign = random.pick(Object.values(corpus.attested)).forgery.held.credential.split('~').slice(1, -1);
  const { disclosures } = parts;
  random.pick([
    () => disclosures.splice(random.below(disclosures.length + 1), 1),
    () => disclosures.push(disclosures[0] ?? random.pick(foreign)),
    () => disclosures.push(...random.shuffle(disclosures)),
    () => disclosures.splice(random.below(disclosures.length + 1), 0, random.pick(foreign)),
    () => disclosures.splice(0, disclosures.length, ...random.shuffle(foreign)),
    () =>
      disclosures.push(encodeBase64url(utf8(JSON.stringify([`salt${random.word()}`, 'given_name', 'Max'])))),
  ])();
}

const ORDER = p256.Point.Fn.ORDER;
const toBytes = (value: bigint, length = 32) =>
  Buffer.from(value.toString(16).padStart(2 * length, '0'), 'hex');

function changeSignature(parts: Parts, random: Random): void {
  const list = random.pick([parts.issuer, parts.keyBinding]);
  const bytes = decodeBase64url(list[2]!)!;
  const [r, s] = [bytes.slice(0, 32), bytes.slice(32)];
  const number = BigInt(`0x${Buffer.from(s).toString('hex')}`);
  const zero = new Uint8Array(32);
  const changed: Uint8Array[] = [
    Buffer.concat([r, toBytes((ORDER - (number % ORDER)) % ORDER)]),
    Buffer.concat([s, r]),
    Buffer.concat([zero, s]),
    Buffer.concat([r, zero]),
    Buffer.concat([zero, zero]),
    Buffer.concat([r, toBytes(number + ORDER, 33)]),
    Buffer.concat([toBytes(ORDER), s]),
    Buffer.concat([Buffer.from([0x30, 0x44, 2, 32]), r, Buffer.from([2, 32]), s]),
    Buffer.concat([r, s, random.bytes(1)]),
    new Uint8Array(0),
    random.bytes(64),
  ];
  list[2] = encodeBase64url(random.pick(changed));
}

const TRAILING: Record<string, string> = { A: 'B', Q: 'R', g: 'h', w: 'x' };

/** Other texts of the same bytes, which other decoders of base64url accept. */
function changeEncoding(parts: Parts, random: Random): void {
  const list = random.pick([
    parts.issuer,
    parts.keyBinding,
    ...(parts.disclosures.length ? [parts.disclosures] : []),
  ]);
  const at = random.below(list.length);
  const text = list[at]!;
  const last = text.at(-1)!;
  const middle = random.below(text.length);
  list[at] = random.pick([
    `${text}=`,
    `${text}==`,
    text.slice(0, -1) + (TRAILING[last] ?? String.fromCharCode(last.charCodeAt(0) + 1)),
    text.replaceAll('-', '+').replaceAll('_', '/') + (/[-_]/.test(text) ? '' : '='),
    `${text.slice(0, middle)}\n${text.slice(middle)}`,
    `${text.slice(0, middle)} ${text.slice(middle)}`,
    `\ufeff${text}`,
    `${text}A`,
  ]);
}

/** Other JSON texts of the same value, or almost. Also used for key bindings that the holder signs. */
export function changeJson(json: string, random: Random): string {
  const members = /"([^"\\]+)":/g;
  const names = [...json.matchAll(members)].map(([, name]) => name!);
  const name = random.pick(names);
  const escaped = `\\u${name.charCodeAt(0).toString(16).padStart(4, '0')}${name.slice(1)}`;
  return random.pick([
    () => json.replace(`"${name}":`, `"${name}":null,"${name}":`),
    () => `${json.slice(0, -1)},"${name}":${random.pick(['null', '1', '"x"', '[]', '{}'])}}`,
    () => json.replace(`"${name}":`, `"${escaped}":`),
    () => `${json.slice(0, -1)},"${escaped}":"x"}`,
    () =>
      json.replace(
        /:(\d+)([,}])/,
        random.pick([':$1.0$2', ':$1e0$2', ':"$1"$2', ':-$1$2', ':[$1]$2', ':1e999$2']),
      ),
    () => json.replace(/:(\d+)([,}])/, ':0$1$2'),
    () => ` ${json.replaceAll(',', ' ,\n')}\t`,
    () => `${json}${random.pick([' ', '\0', '{}', ',', 'x'])}`,
    () => json.replace(`"${name}":`, `"${name.toUpperCase()}":`),
    () => json.replace(`"${name}":`, `"${name}\\u0000":`),
    () => `{"__proto__":${json},${json.slice(1)}`,
    () => `${json.slice(0, -1)},"constructor":{"prototype":{"${name}":1}}}`,
    () => `${json.slice(0, -1)},"deep":${'['.repeat(40)}${']'.repeat(40)}}`,
    () => `${json.slice(0, -1)},"lone":"\\ud800"}`,
    () => `[${json}]`,
    () => `\ufeff${json}`,
  ])();
}

function changeIssuerJson(parts: Parts, random: Random): void {
  const list = random.pick([parts.issuer, parts.keyBinding]);
  const at = random.below(2);
  list[at] = encodeBase64url(utf8(changeJson(decodeUtf8(decodeBase64url(list[at]!)!)!, random)));
}

/** Parts of one honest presentation in another one. */
const swapped = (name: string, isSameRequest: boolean): MutationKind => ({
  name,
  weight: 1,
  mutate: (random, corpus) => {
    const { story, id } = choose(random, corpus);
    const others = corpus.stories.filter((one) => (one.request.id === story.request.id) === isSameRequest);
    const other = random.pick(others.length > 0 ? others : corpus.stories);
    const otherText = random.pick(Object.values(other.presentations));
    const [own, foreign] = [split(story.presentations[id]!), split(otherText)];
    random.pick([
      () => (own.issuer = foreign.issuer),
      () => (own.disclosures = foreign.disclosures),
      () => (own.keyBinding = foreign.keyBinding),
      () => (own.issuer[random.below(3)] = random.pick(foreign.issuer)),
      () => (own.keyBinding[random.below(3)] = random.pick(foreign.keyBinding)),
      () => (own.keyBinding = foreign.issuer),
      () => (own.issuer = foreign.keyBinding),
      () => Object.assign(own, foreign),
    ])();
    return replaced(story, id, unite(own));
  },
});

/** Sets of presentations with other ids, other members or other types. */
const ids: MutationKind = {
  name: 'other ids, members and types',
  weight: 1,
  mutate: (random, corpus) => {
    const { story, id, text } = choose(random, corpus);
    const { presentations } = story;
    const { [id]: _, ...without } = presentations;
    const values = Object.values(presentations);
    return {
      story,
      presentations: random.pick<() => unknown>([
        () => without,
        () => ({ ...presentations, other: text }),
        () => ({ ...without, [`${id} `]: text }),
        () => Object.fromEntries(Object.keys(presentations).map((key, i) => [key, values.at(-1 - i)])),
        () => Object.fromEntries(Object.keys(presentations).map((key) => [key, text])),
        () => ({
          ...presentations,
          [id]: random.pick<unknown>([null, 1, [text], { text }, true, undefined]),
        }),
        () => [text],
        () => text,
        () => null,
        () => JSON.parse(`{"__proto__":${JSON.stringify(presentations)}}`) as unknown,
        () =>
          JSON.parse(
            `{"__proto__":"x",${JSON.stringify(without).slice(1, -1)}}`.replace(',}', '}'),
          ) as unknown,
        () => Object.create(presentations) as unknown,
        () => ({ ...presentations, [id]: text.repeat(40) }),
        () => ({ ...presentations, [id]: '~'.repeat(60_000) }),
        () => ({ ...presentations, [id]: '.'.repeat(60_000) }),
        () => ({ ...presentations, [id]: `${text.slice(0, text.indexOf('~'))}${'~AA'.repeat(15_000)}~` }),
      ])(),
    };
  },
};

export const TEXT_KINDS: readonly MutationKind[] = [
  ofText('bits of the text flipped', flipBit, { weight: 3 }),
  ofParts('bits of decoded parts flipped', flipDecodedBit, { weight: 3 }),
  ofText('truncation', truncate, { weight: 2 }),
  ofText('extension', extend, { weight: 2 }),
  ofText('segments dropped, repeated, exchanged', rearrange, { weight: 2 }),
  ofParts('disclosures dropped, repeated, reordered, added', changeDisclosures, { weight: 2 }),
  ofParts('signatures malleated and malformed', changeSignature, { mayBeAccepted: true }),
  ofParts('other encodings of the same bytes', changeEncoding),
  ofParts('JSON in other words, not signed', changeIssuerJson),
  swapped('parts of presentations of the same request', true),
  swapped('parts of presentations of other requests', false),
  ids,
];
