import { beforeAll, describe, expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { sha256Base64url } from '../encoding/hash.js';
import { inlineProofRunner, type ProveJob } from '../proof/proof-runner.js';
import { parseDisclosure, parseSdJwt } from '../sd-jwt-text.js';
import { CLIENT, issueCredential, issueInput, makeKey, NOW } from '../testing/environment.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy, type Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture, verdictCode } from '../testing/salary-fixture.js';
import { makeTwoIncomesFixture } from '../testing/two-incomes-fixture.js';
import type { HeldCredential, PresentationRequest } from '../types.js';

let fixture: SalaryFixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

const generate = (
  request: PresentationRequest,
  held: Record<string, HeldCredential>,
  engine = fixture.holder,
) => outcomeAsync(() => engine.generateProof(request, held));

describe('a presentation', () => {
  test('is accepted', async () => {
    const request = await fixture.createRequest({ disclose: ['given_name'] });
    const presentations = await fixture.holder.generateProof(request, { salary: fixture.held });
    expect(await fixture.verify(request, presentations)).toBe('verified');
  });

  test('discloses exactly what the policy requests', async () => {
    const request = await fixture.createRequest({ disclose: ['family_name', 'birthdate'] });
    const { salary } = await fixture.holder.generateProof(request, { salary: fixture.held });
    const shown = parseSdJwt(salary!)!.disclosures.map((text) => parseDisclosure(text)!.name);
    expect(shown.sort()).toEqual(['birthdate', 'family_name']);
  });

  test('contains no part of an opening: no value, no blinding, no salt', async () => {
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

  test('binds the presented text, with the proof in the carrier only', async () => {
    const twoIncomes = await makeTwoIncomesFixture();
    const request = await twoIncomes.createRequest();
    const presentations = await twoIncomes.holder.generateProof(request, twoIncomes.held);
    for (const [id, text] of Object.entries(presentations)) {
      const { hashedText, keyBindingJwt } = parseSdJwt(text)!;
      expect(keyBindingJwt!.header).toEqual({ typ: 'kb+jwt', alg: 'ES256' });
      expect(keyBindingJwt!.payload).toEqual({
        iat: NOW / 1000,
        aud: request.audience,
        nonce: request.nonce,
        sd_hash: sha256Base64url(hashedText),
        transaction_data_hashes: [sha256Base64url(request.transaction_data[0]!)],
        credential_id: id,
        ...(id === 'salary' ? { range_proof: expect.stringMatching(/^[\w-]+$/) } : {}),
      });
    }
    expect(await twoIncomes.verify(request, presentations)).toBe('verified');
  });

  test('has a proof that covers the presented text', async () => {
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

describe('a holder rejects a request', () => {
  test('with a policy that is not canonical, before it reads a credential', async () => {
    const request = await fixture.createRequest();
    const data = [Buffer.from(JSON.stringify(request.policy, null, 1)).toString('base64url')];
    expect(await generate({ ...request, transaction_data: data }, {})).toBe('policy_not_canonical');
  });

  test('that has expired', async () => {
    const request = await fixture.createRequest();
    const expires_at = new Date(NOW).toISOString();
    expect(await generate({ ...request, expires_at }, { salary: fixture.held })).toBe('request_expired');
  });

  test('whose query requests an opening', async () => {
    const dcql_query = {
      credentials: [
        {
          id: 'salary',
          format: 'dc+sd-jwt',
          meta: { vct_values: ['urn:zk-income:income:2'] },
          claims: [{ path: ['openings', 'gross_income'] }],
        },
      ],
    };
    const request = { ...(await fixture.createRequest()), dcql_query };
    expect(await generate(request, { salary: fixture.held })).toBe('request_mismatch');
  });
});

describe('a credential instance', () => {
  test('is presented for one request, and again for the same one', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: {},
    });
    const held = { salary: await issueCredential(fixture.issuer) };
    const [one, two] = [await fixture.createRequest(), await fixture.createRequest()];
    expect(await generate(one, held, engine)).toBe('accepted');
    expect(await generate(one, held, engine)).toBe('accepted');
    expect(await generate(two, held, engine)).toBe('copy_already_shown');
    expect(await generate({ ...one, audience: 'https://evil.example' }, held, engine)).toBe(
      'copy_already_shown',
    );
    expect(await generate(two, { salary: await issueCredential(fixture.issuer) }, engine)).toBe('accepted');
  });

  test('is the same instance with its disclosures in another order', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: {},
    });
    const held = await issueCredential(fixture.issuer);
    const [jwt, first, ...rest] = held.credential.split('~');
    const reordered = [jwt, ...rest.slice(0, -1), first, ''].join('~');
    expect(reordered).not.toBe(held.credential);
    expect(await generate(await fixture.createRequest(), { salary: held }, engine)).toBe('accepted');
    const again = { salary: { ...held, credential: reordered } };
    expect(await generate(await fixture.createRequest(), again, engine)).toBe('copy_already_shown');
  });

  test('is not used up by a predicate that does not hold or an unsuitable credential', async () => {
    const engine = new CoreEngine({
      clock: fixture.clock,
      holder: {},
    });
    const [predicate] = incomePolicy().predicates as object[];
    const predicates = [{ ...predicate, at_least: '8000000' }];
    const held = { salary: await issueCredential(fixture.issuer) };
    expect(await generate(await fixture.createRequest({ predicates }), held, engine)).toBe(
      'predicate_not_satisfied',
    );
    expect(await generate(await fixture.createRequest({ currency: 'CHF' }), held, engine)).toBe(
      'credential_unsuitable',
    );
    expect(await generate(await fixture.createRequest(), held, engine)).toBe('accepted');
  });

  test('is not remembered with the ledger off', async () => {
    for (const request of [await fixture.createRequest(), await fixture.createRequest()]) {
      expect(await generate(request, { salary: fixture.held })).toBe('accepted');
    }
  });
});

test('two instances of one batch, presented to two verifiers, have only the values of the batch in common', async () => {
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
    'salary',
    'birthdate',
    '1984-01-26',
  ];
  expect([...first].filter((text) => second.has(text)).sort()).toEqual(shared.sort());
});
