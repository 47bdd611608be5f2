import { beforeAll, describe, expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { sha256Base64url } from '../encoding/hash.js';
import { inlineProofRunner, type ProveJob } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import {
  CLIENT,
  issueCredential,
  issueInput,
  makeIssuer,
  makeKey,
  NOW,
  OWNER,
  trusted,
} from '../testing/environment.js';
import { MemoryPresentationLedger } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy, type Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture, verdictCode } from '../testing/salary-fixture.js';
import type { HeldCredential, PresentationRequest } from '../types.js';

const PENSIONS = 'https://pensions.example';
let fixture: SalaryFixture;
let pensions: SalaryFixture['issuer'];

beforeAll(async () => {
  fixture = await makeSalaryFixture({ trust: [trusted(), trusted(PENSIONS)] });
  pensions = await makeIssuer(fixture.documents, fixture.clock, { iss: PENSIONS });
});

const pension = (changes: object = {}, sourceId = 'demo:pensions') =>
  issueCredential(
    pensions,
    { attributes: { annual_income: '1200000', annual_debt: '0' }, ...changes },
    {
      client: { id: 'pensions', sourceId },
    },
  );

const both = (changes: object = {}) =>
  incomePolicy({
    credentials: ['salary', 'pension'],
    predicates: [
      {
        label: 'Together',
        terms: [
          { credential: 'salary', attribute: 'annual_income', coefficient: 1 },
          { credential: 'pension', attribute: 'annual_income', coefficient: 1 },
        ],
        at_least: '6600000',
      },
    ],
    ...changes,
  });

const askFor = (policy: object) => fixture.verifier.createRequest(OWNER, { policy });
const presenting = (
  request: PresentationRequest,
  held: Record<string, HeldCredential>,
  engine = fixture.holder,
) => outcomeAsync(() => engine.generateProof(request, held));

describe('what a holder sends', () => {
  test('is accepted', async () => {
    const request = await fixture.createRequest({ disclose: ['given_name'] });
    const presentations = await fixture.holder.generateProof(request, { salary: fixture.held });
    expect(await fixture.verify(request, presentations)).toBe('verified');
  });

  test('discloses what the policy asks for and nothing else', async () => {
    const request = await fixture.createRequest({ disclose: ['family_name', 'birthdate'] });
    const { salary } = await fixture.holder.generateProof(request, { salary: fixture.held });
    const shown = parseSdJwt(salary!)!.disclosures.map((text) => parseDisclosure(text)!.name);
    expect(shown.sort()).toEqual(['birthdate', 'family_name']);
  });

  test('has nothing of an opening in it: no value, no blinding, no salt', async () => {
    const request = await fixture.createRequest({ disclose: ['given_name'] });
    const { salary } = await fixture.holder.generateProof(request, { salary: fixture.held });
    const { issuerJwt, keyBindingJwt, disclosures } = parseSdJwt(salary!)!;
    const readable = [salary, JSON.stringify([issuerJwt, keyBindingJwt]), ...disclosures.map(decoded)].join(
      '\n',
    );
    const hidden = parseSdJwt(fixture.held.credential)!.disclosures.map((text) => JSON.parse(decoded(text)));
    const openings = hidden.filter(([, , value]) => typeof value === 'object');
    expect(openings).toHaveLength(3);
    for (const [salt, name, { value, blinding }] of openings) {
      for (const secret of [salt, blinding, `"${value}"`]) expect(readable).not.toContain(secret);
      expect(disclosures.map((text) => parseDisclosure(text)!.name)).not.toContain(name);
    }
  });

  test('binds the text that is sent, with the proof in the carrier alone', async () => {
    const request = await askFor(both());
    const held = { salary: fixture.held, pension: await pension() };
    const presentations = await fixture.holder.generateProof(request, held);
    for (const [id, text] of Object.entries(presentations)) {
      const { hashedText, keyBindingJwt } = parseSdJwt(text)!;
      expect(keyBindingJwt!.header).toEqual({ typ: 'kb+jwt', alg: 'ES256' });
      expect(keyBindingJwt!.payload).toEqual({
        iat: NOW / 1000,
        aud: request.audience,
        nonce: request.nonce,
        sd_hash: sha256Base64url(hashedText),
        transaction_data_hashes: [sha256Base64url(request.transaction_data[0]!)],
        ...(id === 'salary' ? { range_proof: expect.stringMatching(/^[\w-]+$/) } : {}),
      });
    }
    expect(await fixture.verify(request, presentations)).toBe('verified');
  });

  test('proves over the text that is sent', async () => {
    const jobs: ProveJob[] = [];
    const proofs = {
      ...inlineProofRunner,
      prove: (job: ProveJob) => {
        jobs.push(job);
        return inlineProofRunner.prove(job);
      },
    };
    const request = await fixture.createRequest();
    const engine = new CoreEngine({ clock: fixture.clock, holder: { proofs } });
    const { salary } = await engine.generateProof(request, { salary: fixture.held });
    const sdHash = parseSdJwt(salary!)!.keyBindingJwt!.payload.sd_hash;
    expect(
      jobs.map(({ binding }) => binding.sdHashes.map((hash) => Buffer.from(hash).toString('base64url'))),
    ).toEqual([[sdHash]]);
  });
});

const decoded = (text: string): string => Buffer.from(text, 'base64url').toString();

describe('a holder refuses a request', () => {
  test('with another than the canonical policy, before a credential is looked at', async () => {
    const request = await fixture.createRequest();
    const data = [Buffer.from(JSON.stringify(request.policy, null, 1)).toString('base64url')];
    expect(await presenting({ ...request, transaction_data: data }, {})).toBe('policy_not_canonical');
  });

  test('that has expired', async () => {
    const request = await fixture.createRequest();
    const expires_at = new Date(NOW).toISOString();
    expect(await presenting({ ...request, expires_at }, { salary: fixture.held })).toBe('request_expired');
  });

  test('whose query asks for an opening', async () => {
    const dcql_query = {
      credentials: [
        {
          id: 'salary',
          format: 'dc+sd-jwt',
          meta: { vct_values: ['urn:zk-income:income:1'] },
          claims: [{ path: ['openings', 'annual_income'] }],
        },
      ],
    };
    const request = { ...(await fixture.createRequest()), dcql_query };
    expect(await presenting(request, { salary: fixture.held })).toBe('request_mismatch');
  });
});

describe('a holder is told', () => {
  test('which credentials are missing or too many', async () => {
    const request = await fixture.createRequest();
    expect(await presenting(request, {})).toBe('credential_missing');
    expect(await presenting(request, undefined as never)).toBe('credential_missing');
    expect(await presenting(request, Object.create({ salary: fixture.held }))).toBe('credential_missing');
    const two = { salary: fixture.held, pension: fixture.held };
    expect(await presenting(request, two)).toBe('credential_unexpected');
  });

  test('when a credential is none', async () => {
    const request = await fixture.createRequest();
    expect(await presenting(request, { salary: {} as HeldCredential })).toBe('credential_invalid');
    expect(await presenting(request, { salary: null as never })).toBe('credential_invalid');
  });

  const unsuitable = async (policyChanges: object, held: HeldCredential = fixture.held) =>
    presenting(await fixture.createRequest(policyChanges), { salary: held });

  test('when a credential cannot answer, before a proof is made', async () => {
    expect(await unsuitable({ currency: 'CHF' })).toBe('credential_unsuitable');
    expect(await unsuitable({ max_age_days: 23 })).toBe('credential_unsuitable');
    expect(await unsuitable({ max_age_days: 24 })).toBe('accepted');
    expect(await unsuitable({ issuers: { salary: ['https://other.example'] } })).toBe(
      'credential_unsuitable',
    );
    expect(await unsuitable({ issuers: { salary: [fixture.issuer.iss] } })).toBe('accepted');
    expect(await unsuitable({ disclose: ['employer'] })).toBe('credential_unsuitable');
    const terms = [{ credential: 'salary', attribute: 'months_employed', coefficient: 1 }];
    expect(await unsuitable({ predicates: [{ label: 'x', terms, at_least: '1' }] })).toBe(
      'credential_unsuitable',
    );
  });

  test('when a credential has expired, to the second', async () => {
    const own = await makeSalaryFixture();
    const held = await issueCredential(own.issuer, { expires_in_days: 1 });
    const at = async (time: number) => {
      own.clock.time = time;
      return outcomeAsync(async () => own.holder.generateProof(await own.createRequest(), { salary: held }));
    };
    const midnight = Math.ceil(NOW / 86_400_000) * 86_400_000;
    expect(await at(midnight - 1)).toBe('accepted');
    expect(await at(midnight)).toBe('credential_unsuitable');
  });

  test('when a period has not ended', async () => {
    const own = await makeSalaryFixture();
    own.clock.time = Date.UTC(2026, 9, 30);
    expect(
      await outcomeAsync(async () =>
        own.holder.generateProof(await own.createRequest(), { salary: own.held }),
      ),
    ).toBe('credential_unsuitable');
  });

  test('when two credentials are of two people', async () => {
    const identity = { country: 'DE', id_type: 'tax_id', id: '99' };
    const request = await askFor(both());
    expect(await presenting(request, { salary: fixture.held, pension: await pension({ identity }) })).toBe(
      'credential_unsuitable',
    );
  });

  test('when two credentials are of one payer', async () => {
    const request = await askFor(both());
    const again = await pension({}, 'demo:acme');
    expect(await presenting(request, { salary: fixture.held, pension: again })).toBe('credential_unsuitable');
    expect(await presenting(request, { salary: fixture.held, pension: fixture.held })).toBe(
      'credential_unsuitable',
    );
  });
});

describe('a predicate that does not hold', () => {
  const asking = (bounds: object, terms?: Json) =>
    fixture.createRequest({
      predicates: [
        {
          label: 'SECRET LABEL',
          terms: terms ?? [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }],
          ...bounds,
        },
      ],
    });
  const holds = async (bounds: object, terms?: Json) =>
    presenting(await asking(bounds, terms), { salary: fixture.held });

  test('is not proved, though it fails by one cent', async () => {
    expect(await holds({ at_least: '5400000' })).toBe('accepted');
    expect(await holds({ at_least: '5400001' })).toBe('predicate_not_satisfied');
    expect(await holds({ at_most: '5400000' })).toBe('accepted');
    expect(await holds({ at_most: '5399999' })).toBe('predicate_not_satisfied');
    expect(await holds({ at_least: '5400000', at_most: '5400000' })).toBe('accepted');
  });

  test('is told to the person in words made from the terms', async () => {
    const request = await asking({ at_least: '5400001' });
    await expect(fixture.holder.generateProof(request, { salary: fixture.held })).rejects.toThrow(
      'predicate_not_satisfied: The predicate does not hold: annual income is at least 54,000.01 EUR.',
    );
  });

  test('spends no copy', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: { ledger: new MemoryPresentationLedger() },
    });
    const held = { salary: await issueCredential(fixture.issuer) };
    expect(await presenting(await asking({ at_least: '5400001' }), held, engine)).toBe(
      'predicate_not_satisfied',
    );
    expect(await presenting(await fixture.createRequest({ currency: 'CHF' }), held, engine)).toBe(
      'credential_unsuitable',
    );
    expect(await presenting(await fixture.createRequest(), held, engine)).toBe('accepted');
  });
});

describe('a copy', () => {
  test('is shown for one request, and for that again', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: { ledger: new MemoryPresentationLedger() },
    });
    const held = { salary: await issueCredential(fixture.issuer) };
    const [one, two] = [await fixture.createRequest(), await fixture.createRequest()];
    expect(await presenting(one, held, engine)).toBe('accepted');
    expect(await presenting(one, held, engine)).toBe('accepted');
    expect(await presenting(two, held, engine)).toBe('copy_already_shown');
    expect(await presenting({ ...one, audience: 'https://evil.example' }, held, engine)).toBe(
      'copy_already_shown',
    );
    expect(await presenting(two, { salary: await issueCredential(fixture.issuer) }, engine)).toBe('accepted');
  });

  test('is the same copy with its disclosures in another order', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: { ledger: new MemoryPresentationLedger() },
    });
    const held = await issueCredential(fixture.issuer);
    const [jwt, first, ...rest] = held.credential.split('~');
    const reordered = [jwt, ...rest.slice(0, -1), first, ''].join('~');
    expect(reordered).not.toBe(held.credential);
    expect(await presenting(await fixture.createRequest(), { salary: held }, engine)).toBe('accepted');
    const again = { salary: { ...held, credential: reordered } };
    expect(await presenting(await fixture.createRequest(), again, engine)).toBe('copy_already_shown');
  });

  test('is not remembered where no ledger is given: then the caller sees to it', async () => {
    for (const request of [await fixture.createRequest(), await fixture.createRequest()]) {
      expect(await presenting(request, { salary: fixture.held })).toBe('accepted');
    }
  });
});

test('two copies of one batch, presented to two verifiers, share only what the batch shares', async () => {
  const keys = await Promise.all([makeKey(), makeKey()]);
  const input = issueInput(keys.map(({ publicJwk }) => publicJwk));
  const { credentials } = await fixture.issuer.engine.issueCredential(CLIENT, input);
  const texts = [];
  for (const [i, credential] of credentials.entries()) {
    const held = { credential, holder_key: keys[i]!.privateJwk };
    const request = await fixture.createRequest({ disclose: ['birthdate'] });
    texts.push((await fixture.holder.generateProof(request, { salary: held })).salary!);
    expect(await verdictCode(fixture.verifier, request, { salary: texts.at(-1)! })).toBe('verified');
  }
  const strings = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
  };
  const [first, second] = texts.map((text) => {
    const { issuerJwt, keyBindingJwt, disclosures } = parseSdJwt(text)!;
    return new Set([
      ...strings([issuerJwt.payload, keyBindingJwt!.payload]),
      ...disclosures.flatMap((disclosure) => strings(JSON.parse(decoded(disclosure)))),
    ]);
  }) as [Set<string>, Set<string>];
  const { iss, vct, currency, period, status, _sd_alg, cnf } = parseSdJwt(texts[0]!)!.issuerJwt
    .payload as Json;
  const { kty, crv } = cnf.jwk;
  const request = await fixture.createRequest({ disclose: ['birthdate'] });
  const shared = [
    iss,
    vct,
    currency,
    period.start,
    period.end,
    status.status_list.uri,
    _sd_alg,
    kty,
    crv,
    request.audience,
    sha256Base64url(request.transaction_data[0]!),
    'birthdate',
    '1984-01-26',
  ];
  expect([...first].filter((text) => second.has(text)).sort()).toEqual(shared.sort());
});
