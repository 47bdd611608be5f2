import { linearCombination } from '@zk-income/crypto';
import { decodeBase64url, encodeBase64url } from '../../encoding/base64url.js';
import { sha256Base64url } from '../../encoding/hash.js';
import { decodeUtf8, utf8 } from '../../encoding/text.js';
import { importSigningKey, publicJwkOf } from '../../keys.js';
import { encodePolicy } from '../../policy/transaction-data.js';
import type { Opening, ProveJob } from '../../proof/proof-runner.js';
import { type ForgeOptions, type Forgery, forge } from '../forge.js';
import { type Corpus, policyOf, type Story } from './corpus.js';
import { choose, type Mutant, type MutationKind, replaced } from './mutant.js';
import { mutateProof } from './proof-bytes.js';
import type { Random } from './random.js';
import { changeJson } from './text-mutations.js';

// Changes by a holder, who can sign any key binding and make any proof, and by holders together.

interface KeyBinding {
  header: string;
  payload: string;
}

/** Replaces the key-binding JWT by a changed one, signed with the holder's key, or with another one. */
async function rebind(
  random: Random,
  corpus: Corpus,
  change: (jwt: KeyBinding, story: Story) => void,
  key = (own: Forgery): Forgery => own,
): Promise<Mutant> {
  const { story, id, text } = choose(random, corpus);
  const at = text.lastIndexOf('~') + 1;
  const [header, payload] = text
    .slice(at)
    .split('.')
    .map((part) => decodeUtf8(decodeBase64url(part)!)!) as [string, string, string];
  const jwt = { header, payload };
  change(jwt, story);
  const input = `${encodeBase64url(utf8(jwt.header))}.${encodeBase64url(utf8(jwt.payload))}`;
  const signer = await importSigningKey(key(story.credentials[id]!.forgery).held.holder_key);
  return replaced(story, id, `${text.slice(0, at)}${input}.${await signer.sign(input)}`);
}

const edit = (json: string, changes: object) => JSON.stringify({ ...JSON.parse(json), ...changes });

const TIMES = [0, -1, 1e9, 2 ** 53, 1.5, '0', null, true, [], {}, 1_795_521_600, 1_795_521_601, 1e300];

/** The keys of partners, or others in their place. */
function changedPartners(random: Random, partners: Readonly<Record<string, string>> = {}): unknown {
  const [ids, keys] = [Object.keys(partners), Object.values(partners)];
  const key = encodeBase64url(random.bytes(32));
  return random.pick<unknown>([
    undefined,
    null,
    {},
    keys,
    { ...partners, x: key },
    { ...partners, [ids[0] ?? 'salary']: key },
    Object.fromEntries(ids.slice(1).map((id) => [id, partners[id]])),
    Object.fromEntries(ids.map((id, i) => [id, keys.at(-1 - i)])),
    Object.fromEntries(ids.toReversed().map((id) => [id, partners[id]])),
  ]);
}

function editClaims(jwt: KeyBinding, story: Story, random: Random, corpus: Corpus): void {
  const other = random.pick(corpus.stories).request;
  const claims = JSON.parse(jwt.payload) as {
    transaction_data_hashes: string[];
    sd_hash: string;
    iat: number;
    with?: Readonly<Record<string, string>>;
  };
  const hash = claims.transaction_data_hashes[0]!;
  const change = random.pick<() => object>([
    () => ({
      aud: random.pick<unknown>([
        other.audience,
        [story.request.audience],
        '',
        null,
        'redirect_uri:https://x.example',
      ]),
    }),
    () => ({
      nonce: random.pick<unknown>([
        other.nonce,
        story.request.nonce.toUpperCase(),
        '',
        null,
        [story.request.nonce],
      ]),
    }),
    () => ({ [random.pick(['iat', 'exp', 'nbf'])]: random.pick<unknown>(TIMES) }),
    () => ({ iat: claims.iat + random.below(4000) - 2000 }),
    () => ({ sd_hash: random.pick<unknown>([sha256Base64url(''), `${claims.sd_hash}=`, null, hash]) }),
    () => ({
      transaction_data_hashes: random.pick<unknown>([
        [sha256Base64url(other.transaction_data[0]!)],
        [hash, hash],
        [],
        hash,
        { 0: hash, length: 1 },
        [null],
      ]),
    }),
    () => ({
      transaction_data_hashes_alg: random.pick<unknown>(['sha-256', 'sha-512', 'SHA-256', null, ['sha-256']]),
    }),
    () => ({ range_proof: random.pick<unknown>([undefined, null, '', 'AAAA', [], 1]) }),
    () => ({
      credential_id: random.pick<unknown>([undefined, null, ...Object.keys(story.credentials), 'x', []]),
    }),
    () => ({ with: changedPartners(random, claims.with) }),
    () => ({
      [random.pick(['iss', 'sub', 'jti', 'cnf', 'vct', '_sd', 'commitments'])]: random.pick<unknown>([
        'x',
        1,
        null,
        {},
      ]),
    }),
  ]);
  jwt.payload = edit(jwt.payload, change());
}

function editHeader(jwt: KeyBinding, random: Random): void {
  jwt.header = edit(
    jwt.header,
    random.pick<object>([
      { typ: 'JWT' },
      { typ: 'KB+JWT' },
      { typ: undefined },
      { alg: 'none' },
      { alg: 'ES512' },
      { alg: 'HS256' },
      { alg: 'EdDSA' },
      { alg: 'Ed25519' },
      { alg: null },
      { crit: ['b64'], b64: false },
      { crit: [] },
      { b64: false },
      { kid: 'x' },
      { jwk: { kty: 'oct', k: 'AA' } },
      { x5c: ['AA'] },
      { zip: 'DEF' },
    ]),
  );
}

const rebound = (
  name: string,
  change: (jwt: KeyBinding, story: Story, random: Random, corpus: Corpus) => void,
  options: Partial<MutationKind> = {},
): MutationKind => ({
  name,
  weight: 1,
  mayBeAccepted: true,
  ...options,
  mutate: (random, corpus) => rebind(random, corpus, (jwt, story) => change(jwt, story, random, corpus)),
});

const forged = (
  name: string,
  make: (random: Random, corpus: Corpus, story: Story) => [Record<string, Partial<Forgery>>, ForgeOptions],
  options: Partial<MutationKind> = {},
): MutationKind => ({
  name,
  weight: 0.03,
  ...options,
  mutate: async (random, corpus) => {
    const { story } = choose(random, corpus);
    const [changes, forgeOptions] = make(random, corpus, story);
    const forgeries = Object.fromEntries(
      Object.entries(story.credentials).map(([id, { forgery }]) => [id, { ...forgery, ...changes[id] }]),
    );
    return { story, presentations: await forge(story.request, forgeries, forgeOptions) };
  },
});

/** All blindings and values are those of the credentials; what is bound to the proof is not. */
function wrongTranscript(job: ProveJob, random: Random): ProveJob {
  const { binding } = job;
  return {
    ...job,
    binding: random.pick([
      { ...binding, audience: `${binding.audience}/` },
      { ...binding, nonce: binding.nonce.slice(1) },
      { ...binding, nonce: '' },
      { ...binding, person: `${binding.person ?? ''}x` },
      { ...binding, policyHash: random.bytes(32) },
      { ...binding, sdHashes: [] },
      { ...binding, sdHashes: [...binding.sdHashes, ...binding.sdHashes] },
      { ...binding, sdHashes: [random.bytes(32), ...binding.sdHashes.slice(1)] },
      { ...binding, sdHashes: [...binding.sdHashes].reverse().concat(random.bytes(32)) },
      { ...binding, policyHash: binding.sdHashes[0]!, sdHashes: [binding.policyHash] },
    ]),
  };
}

/** Another statement than the policy's, which is true. */
function otherStatement(job: ProveJob, random: Random): ProveJob {
  const { inequalities } = job;
  const [first, ...rest] = inequalities as [ProveJob['inequalities'][number], ...ProveJob['inequalities']];
  const weaker = { ...first, constant: first.constant + 1n + BigInt(random.below(1000)) };
  const trivial = { terms: [], constant: BigInt(random.below(5)) };
  return {
    ...job,
    inequalities: random.pick([
      [weaker, ...rest],
      [trivial, ...rest],
      [...rest, first, trivial],
      [first, first, ...rest].slice(0, Math.max(2, inequalities.length)),
      inequalities.map(() => trivial),
      [...inequalities].reverse().concat(inequalities.length > 1 ? [] : [trivial]),
      inequalities.concat(trivial),
      [{ ...first, terms: first.terms.slice(1), constant: 7n }, ...rest],
    ]),
  };
}

/** A proof that other subjects are equal, or fewer, more, or the right ones in another order. */
function otherEquality(job: ProveJob, random: Random): ProveJob {
  const equal = job.equal ?? [];
  const lie: Opening = { value: BigInt(random.below(100)), blinding: new Uint8Array(32) };
  const [first = lie] = equal;
  const pair = equal.length > 0 ? equal : [lie, lie];
  return {
    ...job,
    equal: random.pick([
      equal.length > 0 ? [] : pair,
      pair.map(() => first),
      [...pair].reverse(),
      [...pair, lie],
    ]),
  };
}

/** Openings that the holder does not have: other values under the same or other blindings. */
function lyingOpenings(story: Story, random: Random): Record<string, Partial<Forgery>> {
  const lie = (): Opening => ({
    value: BigInt(random.below(2 ** 30)) + 2n ** 40n,
    blinding: random.pick([new Uint8Array(32), Uint8Array.from([...random.bytes(31), 0])]),
  });
  // An amount that no predicate adds would be a lie without effect.
  const added = policyOf(story).predicates.flatMap(({ terms }) =>
    terms.filter((term) => term.coefficient > 0),
  );
  const { credential, attribute } = random.pick(added);
  return { [credential]: { openings: { [attribute]: lie() } } };
}

/** Issuer-signed payloads changed and signed with a key of the attacker, or of another trusted issuer. */
function resignIssuer(story: Story, random: Random, corpus: Corpus): Record<string, Partial<Forgery>> {
  const id = random.pick(Object.keys(story.credentials));
  const { forgery } = story.credentials[id]!;
  const rich = corpus.attested.rich.forgery.held.credential.split('.')[1]!;
  const { commitments } = JSON.parse(decodeUtf8(decodeBase64url(rich)!)!) as {
    commitments: Record<string, string>;
  };
  const issuerKey = random.pick([
    forgery.held.holder_key,
    corpus.stranger.key.privateJwk,
    // The other trusted issuer.
    (story.credentials[id]!.iss === corpus.issuer.iss ? corpus.pensions : corpus.issuer).key.privateJwk,
    corpus.attested.rich.forgery.held.holder_key,
  ]);
  const own = (payload: Record<string, unknown>) => payload.commitments as Record<string, string>;
  const bytes = (text: string) => decodeBase64url(text)!;
  const raised = (payload: Record<string, unknown>) =>
    encodeBase64url(
      linearCombination([{ coefficient: 1n, commitment: bytes(own(payload).gross_income!) }], 10n ** 9n),
    );
  return {
    [id]: {
      issuerKey,
      payload: random.pick<(payload: Record<string, unknown>) => Record<string, unknown>>([
        (payload) => ({ ...payload, commitments }),
        (payload) => ({
          ...payload,
          commitments: { ...own(payload), gross_income: commitments.gross_income },
        }),
        (payload) => ({ ...payload, commitments: { ...own(payload), subject: commitments.subject } }),
        (payload) => ({
          ...payload,
          commitments: { ...own(payload), gross_income: own(payload).debt_payments },
        }),
        (payload) => ({ ...payload, commitments: { ...own(payload), gross_income: raised(payload) } }),
        (payload) => ({ ...payload, commitments: { ...own(payload), gross_income: 'A'.repeat(43) } }),
        (payload) => ({
          ...payload,
          iss: random.pick(['https://stranger.example', 'https://pensions.example', null]),
        }),
        (payload) => ({ ...payload, exp: random.pick<unknown>(TIMES) }),
        (payload) => ({
          ...payload,
          cnf: { jwk: publicJwkOf(corpus.attested.rich.forgery.held.holder_key) },
        }),
      ]),
    },
  };
}

/** Credentials of two persons, or two of one source, in one presentation. */
const twoPersons: MutationKind = {
  name: 'credentials of two persons, or of one source',
  weight: 0.03,
  mutate: async (random, corpus) => {
    const { story } = choose(
      random,
      corpus,
      ({ credentials }) => 'pension' in credentials && !('partner' in credentials),
    );
    const { salary, instance, edwards, pension, poor, rich, foreign } = corpus.attested;
    const pair = random.pick([
      [salary, rich],
      [poor, pension],
      [rich, salary],
      [instance, salary],
      [edwards, foreign],
      [pension, salary],
      [rich, rich],
    ]) as [typeof salary, typeof salary];
    // Both prove about one subject, as they would with one credential.
    const subject: Opening = { value: BigInt(random.below(100)), blinding: new Uint8Array(32) };
    const value: Opening = { value: 10n ** 10n, blinding: new Uint8Array(32) };
    const openings: Record<string, Opening> =
      random.below(2) === 0 ? { subject } : { subject, gross_income: value };
    const [salaryOf, pensionOf] = pair.map(({ forgery }): Forgery => ({ ...forgery, openings }));
    return { story, presentations: await forge(story.request, { salary: salaryOf!, pension: pensionOf! }) };
  },
};

const padded = (job: ProveJob, random: Random): ProveJob => {
  const zero = { terms: [], constant: BigInt(random.below(3)) };
  const count = random.pick([1, 2, 4, 8]);
  const inequalities = [...job.inequalities];
  while (inequalities.length < count) inequalities.push(random.pick([zero, job.inequalities[0]!]));
  return { ...job, inequalities: random.below(3) === 0 ? inequalities.slice(0, count) : inequalities };
};

export const HOLDER_KINDS: readonly MutationKind[] = [
  rebound('claims of the key binding, signed by the holder', (jwt, story, random, corpus) =>
    editClaims(jwt, story, random, corpus),
  ),
  rebound('header of the key binding, signed by the holder', (jwt, _, random) => editHeader(jwt, random), {
    weight: 0.5,
  }),
  rebound('JSON of the key binding in other words, signed by the holder', (jwt, _, random) => {
    if (random.below(3) === 0) jwt.header = changeJson(jwt.header, random);
    else jwt.payload = changeJson(jwt.payload, random);
  }),
  {
    name: 'a key binding signed by another holder',
    weight: 0.3,
    mutate: (random, corpus) =>
      rebind(
        random,
        corpus,
        () => {},
        () => random.pick([corpus.attested.rich, corpus.attested.foreign]).forgery,
      ),
  },
  rebound(
    'the range proof changed, signed by the holder',
    (jwt, _, random, corpus) => {
      const { range_proof: text } = JSON.parse(jwt.payload) as { range_proof?: string };
      const others = corpus.stories.flatMap(({ presentations }) =>
        Object.values(presentations).flatMap((one) => {
          const payload = JSON.parse(decodeUtf8(decodeBase64url(one.split('.').at(-2)!)!)!) as {
            range_proof?: string;
          };
          return payload.range_proof === undefined ? [] : [decodeBase64url(payload.range_proof)!];
        }),
      );
      const proof = text === undefined ? random.pick(others) : decodeBase64url(text)!;
      jwt.payload = edit(jwt.payload, { range_proof: encodeBase64url(mutateProof(proof, random, others)) });
    },
    { weight: 0.2, mayBeAccepted: false },
  ),
  forged('a proof with a wrong part of the transcript', (random) => [
    {},
    { job: (job) => wrongTranscript(job, random) },
  ]),
  forged('a proof of another statement', (random) => [{}, { job: (job) => otherStatement(job, random) }]),
  forged('a proof of another equality', (random) => [{}, { job: (job) => otherEquality(job, random) }]),
  // The padding of the protocol may be among them.
  forged('a proof with other padding', (random) => [{}, { job: (job) => padded(job, random) }], {
    mayBeAccepted: true,
  }),
  forged('a proof of values that are not committed', (random, _, story) => [
    lyingOpenings(story, random),
    {},
  ]),
  forged('a policy that was altered', (random, _, story) => {
    const policy = policyOf(story);
    const [predicate, ...others] = policy.predicates;
    const altered = {
      ...policy,
      predicates: [{ ...predicate!, at_least: String(random.below(1000)) }, ...others],
    };
    const transactionData = encodePolicy(altered);
    const claims = { transaction_data_hashes: [sha256Base64url(transactionData)] };
    const id = altered.credentials[0]!;
    return [random.below(2) === 0 ? { [id]: { keyBindingPayload: claims } } : {}, { policy: altered }];
  }),
  forged(
    'an issuer-signed JWT that another key signed',
    (random, corpus, story) => [resignIssuer(story, random, corpus), {}],
    { weight: 0.1 },
  ),
  twoPersons,
  {
    name: 'honest presentations',
    weight: 0.03,
    mayBeAccepted: true,
    mustBeAccepted: true,
    mutate: (random, corpus) => {
      const { story } = choose(random, corpus);
      return { story, presentations: story.presentations };
    },
  },
  {
    name: 'presentations of statements that do not hold',
    weight: 0.02,
    mutate: (random, corpus) => {
      const story = random.pick(corpus.stories.filter(({ isTrue }) => !isTrue));
      return { story, presentations: story.presentations };
    },
  },
];
