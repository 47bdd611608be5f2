import { beforeAll, describe, expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import type { ProtocolError } from '../errors.js';
import { PROBING_LIMITS } from '../limits.js';
import {
  CLIENT,
  issueCredential,
  makeTestEnvironment,
  NOW,
  OWNER,
  type TestEnvironment,
} from '../testing/environment.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy } from '../testing/policies.js';
import type { HeldCredential, PresentationRequest } from '../types.js';
import { type ConsentReason, type KnownWindows, verifierOf } from './probing.js';

const INCOME = 5_400_000n;
const DAY = 86_400_000;
const INCOME_OF = `gross_income@${CLIENT.sourceId}`;

const incomeIn = ({ verifier }: KnownWindows) => verifier.find((window) => window.of === INCOME_OF);

let environment: TestEnvironment;

beforeAll(async () => {
  environment = await makeTestEnvironment();
});

type Bounds = { at_least?: string; at_most?: string };
type Coefficients = Partial<Record<'gross_income' | 'debt_payments', number>>;

const predicate = (bounds: Bounds, coefficients: Coefficients = { gross_income: 1 }) => ({
  label: 'x',
  per: 'year',
  terms: Object.entries(coefficients).map(([attribute, coefficient]) => ({
    credential: 'salary',
    attribute,
    coefficient,
  })),
  ...bounds,
});

/** A holder with its ledger, who presents a new instance each time. */
function makeHolder(options: ConstructorParameters<typeof CoreEngine>[0] = {}) {
  const engine = new CoreEngine({ clock: environment.clock, ...options });
  const requestOf = async (predicates: object[], audience?: string): Promise<PresentationRequest> => {
    const request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy({ predicates }) });
    return audience === undefined ? request : { ...request, audience };
  };
  const answer = async (request: PresentationRequest, accept?: ConsentReason[], held?: HeldCredential) => {
    const salary = held ?? (await issueCredential(environment.issuer));
    return outcomeAsync(() => engine.generateProof(request, { salary }, accept && { accept }));
  };
  const ask = async (predicates: object | object[], audience?: string, accept?: ConsentReason[]) =>
    answer(await requestOf([predicates].flat(), audience), accept);
  const assess = async (predicates: object | object[], audience?: string) =>
    engine.assessRequest(await requestOf([predicates].flat(), audience), {
      salary: await issueCredential(environment.issuer),
    });
  return { engine, requestOf, answer, ask, assess };
}

/** Halves the interval of the income with each request, as long as the holder answers. */
async function search(ask: (bounds: Bounds) => Promise<string>) {
  let [lo, hi, requests] = [0n, 2n ** 24n - 1n, 0];
  while (lo < hi) {
    const middle = (lo + hi + 1n) / 2n;
    const outcome = await ask({ at_least: String(middle) });
    if (outcome !== 'accepted' && outcome !== 'predicate_not_satisfied') break;
    requests += 1;
    if (outcome === 'accepted') lo = middle;
    else hi = middle - 1n;
  }
  return { lo, hi, requests };
}

describe('a search for the income', () => {
  test('finds it to the cent with 24 requests without a ledger', async () => {
    const { ask } = makeHolder({ holder: { ledger: 'off' } });
    expect(await search((bounds) => ask(predicate(bounds)))).toEqual({
      lo: INCOME,
      hi: INCOME,
      requests: 24,
    });
  });

  test('stops by default, and the person is told what is known by then', async () => {
    const holder = makeHolder();
    const { lo, hi, requests } = await search((bounds) => holder.ask(predicate(bounds)));
    expect(requests).toBeLessThanOrEqual(PROBING_LIMITS.requestsOfVerifier);
    expect(Number(hi - lo)).toBeGreaterThan(Number(INCOME) * (PROBING_LIMITS.windowPercent.verifier / 100));
    const next = await holder.assess(predicate({ at_least: String((lo + hi) / 2n) }));
    expect(next.reasons).not.toEqual([]);
    expect(next.answered).toEqual({ ofVerifier: requests, ofAll: requests, shared: 0, days: 30 });
    expect(next.known.verifier).toEqual([{ of: INCOME_OF, at_least: String(lo), at_most: String(hi) }]);
  });

  test.each<[string, (threshold: bigint, i: number) => object]>([
    ['with multiples', (t, i) => predicate({ at_least: String(t * BigInt(i + 1)) }, { gross_income: i + 1 })],
    ['with upper bounds', (t) => predicate({ at_most: String(t - 1n) })],
    ['with negated terms', (t) => predicate({ at_most: String(-t) }, { gross_income: -1 })],
    [
      'beside a true predicate',
      (t) => [predicate({ at_least: '0' }, { debt_payments: 1 }), predicate({ at_least: String(t) })],
    ],
  ])('stops %s as well', async (_, build) => {
    const { ask } = makeHolder();
    let i = 0;
    let [lo, hi, requests] = [0n, 2n ** 24n - 1n, 0];
    while (lo < hi && requests < 24) {
      const middle = (lo + hi + 1n) / 2n;
      const outcome = await ask(build(middle, i++));
      if (outcome === 'consent_required') break;
      requests += 1;
      const isAtLeast = INCOME >= middle;
      [lo, hi] = isAtLeast ? [middle, hi] : [lo, middle - 1n];
    }
    expect(requests).toBeLessThanOrEqual(PROBING_LIMITS.requestsOfVerifier);
    expect(Number(hi - lo)).toBeGreaterThan(Number(INCOME) / 10);
  });

  test('stops at one percent of the income where many verifiers compare their answers', async () => {
    const { ask, assess } = makeHolder();
    let i = 0;
    const { lo, hi } = await search((bounds) =>
      ask(predicate(bounds), `redirect_uri:https://v${i++}.example/`),
    );
    expect(Number(hi - lo)).toBeGreaterThan(Number(INCOME) / 100);
    const next = await assess(
      predicate({ at_least: String((lo + hi) / 2n) }),
      'redirect_uri:https://new.example/',
    );
    expect(next.reasons).toEqual(['window_too_narrow']);
    expect(next.known).toEqual({
      verifier: [],
      all: [{ of: INCOME_OF, at_least: String(lo), at_most: String(hi) }],
    });
  });

  test('stops where the debt is known and combined with the income', async () => {
    const { ask, assess } = makeHolder();
    expect(await ask(predicate({ at_least: '550000', at_most: '650000' }, { debt_payments: 1 }))).toBe(
      'accepted',
    );
    expect(await ask(predicate({ at_least: '4000000' }, { gross_income: 1, debt_payments: -1 }))).toBe(
      'accepted',
    );
    const next = await assess(predicate({ at_most: '4900000' }, { gross_income: 1, debt_payments: -1 }));
    expect(incomeIn(next.known)).toEqual({
      of: INCOME_OF,
      at_least: '4550000',
      at_most: '9007199254740991',
    });
    expect(incomeIn(next.knownAfterProof)).toEqual({
      of: INCOME_OF,
      at_least: '4550000',
      at_most: '5550000',
    });
  });
});

describe('consent is required', () => {
  test.each<[string, Bounds, Coefficients]>([
    ['for an equality', { at_least: '5400000', at_most: '5400000' }, { gross_income: 1 }],
    ['for an equality that does not hold', { at_least: '5500000', at_most: '5500000' }, { gross_income: 1 }],
    [
      'for a window narrower than ten percent',
      { at_least: '5000000', at_most: '5500000' },
      { gross_income: 1 },
    ],
    ['for a debt of nothing', { at_most: '0' }, { debt_payments: 1 }],
    ['for an equality of a sum', { at_least: '0', at_most: '0' }, { gross_income: 1, debt_payments: -9 }],
  ])('%s', async (_, bounds, coefficients) => {
    const holder = makeHolder();
    expect((await holder.assess(predicate(bounds, coefficients))).reasons).toEqual(['window_too_narrow']);
    expect(await holder.ask(predicate(bounds, coefficients))).toBe('consent_required');
    expect((await holder.assess(predicate(bounds, coefficients))).answered.ofVerifier).toBe(0);
  });

  test('for two bounds in two predicates', async () => {
    const { ask } = makeHolder();
    expect(await ask([predicate({ at_least: '5400000' }), predicate({ at_most: '5400001' })])).toBe(
      'consent_required',
    );
  });

  test('and can be given for each reason, but not for another', async () => {
    const { ask, engine, requestOf } = makeHolder();
    const equality = predicate({ at_least: '5400000', at_most: '5400000' });
    expect(await ask(equality, undefined, ['too_many_requests'])).toBe('consent_required');
    expect(await ask(equality, undefined, ['window_too_narrow'])).toBe('accepted');
    const held = { salary: await issueCredential(environment.issuer) };
    const refused = engine.generateProof(
      await requestOf([predicate({ at_least: '5400000', at_most: '5450000' })]),
      held,
    );
    // Known already: the answer tells nothing new.
    await expect(refused).resolves.toBeDefined();
  });

  test('whether the predicate holds or not, so that silence tells nothing', async () => {
    for (const threshold of ['5390000', '5410000']) {
      const { ask } = makeHolder();
      expect(await ask(predicate({ at_least: '5000000' }))).toBe('accepted');
      expect(await ask(predicate({ at_least: threshold }))).toBe('consent_required');
    }
  });

  test('not for a request whose answer is known', async () => {
    const { ask } = makeHolder();
    expect(await ask(predicate({ at_least: '5000000' }))).toBe('accepted');
    expect(await ask(predicate({ at_least: '4900000' }))).toBe('accepted');
  });

  test('after five requests of a verifier in thirty days, and refusals count', async () => {
    const own = await makeTestEnvironment();
    const engine = new CoreEngine({ clock: own.clock });
    const ask = async (at_least: string, audience: string, accept: ConsentReason[] = []) => {
      const request = await own.verifier.createRequest(OWNER, {
        policy: incomePolicy({ predicates: [predicate({ at_least })] }),
      });
      const held = { salary: await issueCredential(own.issuer, { expires_in_days: 366 }) };
      return outcomeAsync(() => engine.generateProof({ ...request, audience }, held, { accept }));
    };
    const one = 'redirect_uri:https://one.example/a';
    for (const path of ['', '?again', '#x'])
      expect(await ask('90000000', one + path)).toBe('predicate_not_satisfied');
    for (const port of ['', ':8443'])
      expect(await ask('200000', `https://one.example${port}/`)).toBe('accepted');
    expect(await ask('200000', one)).toBe('consent_required');
    expect(await ask('200000', 'x509_san_dns:one.example')).toBe('consent_required');
    expect(await ask('200000', one, ['too_many_requests_of_verifier'])).toBe('accepted');
    expect(await ask('200000', 'redirect_uri:https://two.example/a')).toBe('accepted');
    own.clock.time = NOW + 30 * DAY + 1000;
    expect(await ask('200000', one)).toBe('accepted');
  });

  test('with an error that tells the caller which reasons there are', async () => {
    const { engine, requestOf } = makeHolder();
    const request = await requestOf([predicate({ at_least: '5400000', at_most: '5400000' })]);
    const error: ProtocolError = await engine
      .generateProof(request, { salary: await issueCredential(environment.issuer) })
      .then(
        () => Promise.reject(new Error('accepted')),
        (reason) => reason,
      );
    expect(error).toMatchObject({ code: 'consent_required', kind: 'unprocessable' });
    expect(error.detail).toContain('window_too_narrow');
    expect(error.detail).not.toContain('5400000');
  });
});

describe('the ledger', () => {
  test('counts a retry of one request once, and another policy under its id again', async () => {
    const { answer, requestOf, assess } = makeHolder();
    const request = await requestOf([predicate({ at_least: '5000000' })]);
    const held = await issueCredential(environment.issuer);
    for (let i = 0; i < 7; i++) expect(await answer(request, undefined, held)).toBe('accepted');
    expect((await assess(predicate({ at_least: '1' }))).answered.ofVerifier).toBe(1);
    const changed = { ...(await requestOf([predicate({ at_least: '6000000' })])), id: request.id };
    expect(await answer(changed)).toBe('predicate_not_satisfied');
    expect((await assess(predicate({ at_least: '1' }))).answered.ofVerifier).toBe(2);
  });

  test('counts the same request again if another payer, or a changed amount, gives another answer', async () => {
    const { answer, assess, engine, requestOf } = makeHolder();
    const request = await requestOf([predicate({ at_least: '5000000' })]);
    const issue = (gross_income: string, client = CLIENT) =>
      issueCredential(environment.issuer, { attributes: { gross_income, debt_payments: '0' } }, { client });
    expect(await answer(request, undefined, await issue('5400000'))).toBe('accepted');
    const globex = { id: 'globex', sourceId: 'demo:globex' };
    expect(await answer(request, undefined, await issue('6000000', globex))).toBe('accepted');
    const { answered, known } = await assess(predicate({ at_least: '1' }));
    expect(answered.ofVerifier).toBe(2);
    expect(known.verifier.map(({ of }) => of)).toEqual([INCOME_OF, 'gross_income@demo:globex']);

    expect(await answer(request, undefined, await issue('3000000'))).toBe('predicate_not_satisfied');
    const salary = await issue('3000000');
    const next = await engine.assessRequest(await requestOf([predicate({ at_least: '1' })]), { salary });
    expect(next.statements.map(({ en }) => en)).toEqual(['Gross income is at least 0.01 EUR per year']);
    expect(next.answered.ofVerifier).toBe(3);
    expect(incomeIn(next.known)).toEqual({ of: INCOME_OF, at_least: '0', at_most: '4999999' });
  });

  test('keeps amounts of windows of different lengths apart', async () => {
    const { answer, engine, requestOf } = makeHolder();
    const longer = { window_months: { min: 12, max: 24 } };
    const request = await requestOf([{ ...predicate({ at_least: '5000000' }), ...longer }]);
    expect(await answer(request)).toBe('accepted');
    const salary = await issueCredential(environment.issuer, {
      attributes: { gross_income: '10800000', debt_payments: '0' },
      period: { start: '2024-11-01', end: '2026-10-31' },
    });
    const next = await requestOf([{ ...predicate({ at_least: '5200000' }), ...longer }]);
    const { known, knownAfterProof } = await engine.assessRequest(next, { salary });
    expect(known.verifier.map(({ of }) => of)).toEqual([INCOME_OF]);
    expect(knownAfterProof.verifier).toContainEqual({
      of: `gross_income[2/1 years]@${CLIENT.sourceId}`,
      at_least: '10400000',
      at_most: String(2n ** 53n - 1n),
    });
  });

  test('lets concurrent requests not pass together', async () => {
    const { ask } = makeHolder();
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => ask(predicate({ at_least: String(200_000 + i * 1_000_000) }))),
    );
    expect(outcomes.filter((outcome) => outcome !== 'consent_required').length).toBeLessThanOrEqual(5);
    expect(outcomes).toContain('consent_required');
  });

  test('follows an amount that changes: facts about the former one no longer count', async () => {
    const { ask, engine, requestOf } = makeHolder();
    expect(await ask(predicate({ at_least: '5000000' }))).toBe('accepted');
    const attributes = { gross_income: '3000000', debt_payments: '0' };
    const salary = await issueCredential(environment.issuer, { attributes });
    const request = await requestOf([predicate({ at_least: '2000000' })]);
    expect((await engine.assessRequest(request, { salary })).known.verifier).toEqual([]);
    expect(await outcomeAsync(() => engine.generateProof(request, { salary }))).toBe('accepted');
  });

  test('has entries that are JSON, without the amount', async () => {
    const entries: unknown[] = [];
    const ledger = {
      bind: async () => true,
      entries: async () => structuredClone(entries) as never,
      append: async (entry: unknown, count: number) => count === entries.length && entries.push(entry) > 0,
    };
    const { ask } = makeHolder({ holder: { ledger } });
    expect(await ask(predicate({ at_least: '5000000' }))).toBe('accepted');
    expect(await ask(predicate({ at_least: '6000000' }))).toBe('predicate_not_satisfied');
    expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
    expect(JSON.stringify(entries)).not.toContain('5400000');
    expect(entries).toMatchObject([
      { verifier: 'verifier.example', outcome: 'proved', facts: [{ constant: '-5000000' }] },
      { verifier: 'verifier.example', outcome: 'not_satisfied', facts: [{ constant: '5999999' }] },
    ]);
  });
});

test.each([
  ['redirect_uri:https://Verifier.example/verify', 'verifier.example'],
  ['https://verifier.example:8443/a?b', 'verifier.example'],
  ['x509_san_dns:verifier.example', 'verifier.example'],
  ['openid_federation:https://verifier.example', 'verifier.example'],
  ['decentralized_identifier:did:web:verifier.example', 'decentralized_identifier:did:web:verifier.example'],
])('the verifier of %s is %s', (audience, verifier) => {
  expect(verifierOf(audience)).toBe(verifier);
});

describe('a verifier whose identifier is the hash of a certificate', () => {
  const hash = (character: string) => `x509_hash:${character.repeat(43)}`;

  test.each([
    ['x509_hash:abc', 'Verifier.example', 'verifier.example'],
    ['x509_hash:abc', undefined, 'x509_hash'],
    ['x509_hash:https://other.example', undefined, 'x509_hash'],
    ['x509_san_dns:verifier.example', 'other.example', 'verifier.example'],
    ['redirect_uri:https://verifier.example/verify', 'other.example', 'verifier.example'],
  ])('%s with a certificate for %s is %s', (audience, certifiedHost, verifier) => {
    expect(verifierOf(audience, certifiedHost)).toBe(verifier);
  });

  /** Asks one question with each certificate, and returns the outcome of the last one. */
  const askWithNewCertificates = async (certifiedHost: (i: number) => string | undefined) => {
    const { engine, requestOf } = makeHolder();
    const outcomes: string[] = [];
    for (let i = 0; i <= PROBING_LIMITS.requestsOfVerifier; i++) {
      const request = await requestOf([predicate({ at_least: '1000000' })], hash(String(i)));
      const host = certifiedHost(i);
      const held = { salary: await issueCredential(environment.issuer) };
      const options = host === undefined ? {} : { certifiedHost: host };
      outcomes.push(await outcomeAsync(() => engine.generateProof(request, held, options)));
    }
    return outcomes.at(-1);
  };

  test('does not start anew with another certificate for its host', async () => {
    expect(await askWithNewCertificates(() => 'verifier.example')).toBe('consent_required');
  });

  test('is any other one if its host is not known', async () => {
    expect(await askWithNewCertificates(() => undefined)).toBe('consent_required');
  });

  test('is another one with another host', async () => {
    expect(await askWithNewCertificates((i) => `verifier-${i}.example`)).toBe('accepted');
  });
});
