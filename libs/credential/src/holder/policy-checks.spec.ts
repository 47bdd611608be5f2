import { beforeAll, describe, expect, test } from '@jest/globals';
import { issueCredential, NOW, trusted } from '../testing/environment.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';
import { makeTwoIncomesFixture, type TwoIncomesFixture } from '../testing/two-incomes-fixture.js';
import type { HeldCredential, PresentationRequest } from '../types.js';

let fixture: SalaryFixture;
let twoIncomes: TwoIncomesFixture;

beforeAll(async () => {
  const trust = [trusted(), trusted('https://other.example')];
  [fixture, twoIncomes] = [await makeSalaryFixture({ trust }), await makeTwoIncomesFixture()];
});

const generate = (request: PresentationRequest, held: Record<string, HeldCredential>) =>
  outcomeAsync(() => fixture.holder.generateProof(request, held));

describe('the holder learns', () => {
  test('which credentials are missing or unexpected', async () => {
    const request = await fixture.createRequest();
    expect(await generate(request, {})).toBe('credential_missing');
    expect(await generate(request, undefined as never)).toBe('credential_missing');
    expect(await generate(request, Object.create({ salary: fixture.held }))).toBe('credential_missing');
    const two = { salary: fixture.held, pension: fixture.held };
    expect(await generate(request, two)).toBe('credential_unexpected');
  });

  test('that a credential is invalid', async () => {
    const request = await fixture.createRequest();
    expect(await generate(request, { salary: {} as HeldCredential })).toBe('credential_invalid');
    expect(await generate(request, { salary: null as never })).toBe('credential_invalid');
  });

  const unsuitable = async (policyChanges: object, held: HeldCredential = fixture.held) =>
    generate(await fixture.createRequest(policyChanges), { salary: held });

  test('that a credential is unsuitable, before a proof is created', async () => {
    const old = await issueCredential(fixture.issuer, { period: { start: '2025-10-01', end: '2026-09-30' } });
    expect(await unsuitable({ max_age_days: 54 }, old)).toBe('credential_unsuitable');
    expect(await unsuitable({ max_age_days: 55 }, old)).toBe('accepted');
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

  test('what to do about a salary in another currency', async () => {
    const abroad = await issueCredential(fixture.issuer, { currency: 'CHF' });
    const request = await fixture.createRequest();
    await expect(fixture.holder.generateProof(request, { salary: abroad })).rejects.toMatchObject({
      code: 'credential_unsuitable',
      detail:
        'salary: The credential is in CHF, the policy in EUR. Amounts are not converted: ' +
        'ask the verifier for a request in the currency of the credential, with bounds in it.',
    });
    expect(await unsuitable({ currency: 'CHF' }, abroad)).toBe('accepted');
  });

  test('that a credential is not valid yet', async () => {
    const own = await makeSalaryFixture();
    const request = await own.createRequest();
    own.clock.time = NOW - 3 * 86_400_000;
    expect(await outcomeAsync(() => own.holder.generateProof(request, { salary: own.held }))).toBe(
      'credential_unsuitable',
    );
  });

  test('that a credential has expired, to the second', async () => {
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

  test('that a period has not ended', async () => {
    const own = await makeSalaryFixture();
    own.clock.time = Date.UTC(2026, 9, 30);
    expect(
      await outcomeAsync(async () =>
        own.holder.generateProof(await own.createRequest(), { salary: own.held }),
      ),
    ).toBe('credential_unsuitable');
  });

  test('that two credentials belong to different people', async () => {
    const identity = { country: 'DE', id_type: 'tax_id', id: '99999' };
    const request = await twoIncomes.createRequest();
    expect(
      await generate(request, {
        salary: twoIncomes.held.salary,
        pension: await twoIncomes.issuePension({ identity }),
      }),
    ).toBe('credential_unsuitable');
  });

  test('that two credentials come from one payer', async () => {
    const request = await twoIncomes.createRequest();
    const again = await twoIncomes.issuePension({}, { id: 'pensions', sourceId: 'demo:acme' });
    expect(await generate(request, { salary: twoIncomes.held.salary, pension: again })).toBe(
      'credential_unsuitable',
    );
    expect(await generate(request, { salary: twoIncomes.held.salary, pension: twoIncomes.held.salary })).toBe(
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
          terms: terms ?? [{ credential: 'salary', attribute: 'gross_income', coefficient: 1 }],
          per: 'year',
          ...bounds,
        },
      ],
    });
  const holds = async (bounds: object, terms?: Json) =>
    generate(await asking(bounds, terms), { salary: fixture.held });

  test('is not proved, even if it fails by one cent', async () => {
    expect(await holds({ at_least: '5400000' })).toBe('accepted');
    expect(await holds({ at_least: '5400001' })).toBe('predicate_not_satisfied');
    expect(await holds({ at_most: '5400000' })).toBe('accepted');
    expect(await holds({ at_most: '5399999' })).toBe('predicate_not_satisfied');
    expect(await holds({ at_least: '5400000', at_most: '5400000' })).toBe('accepted');
  });

  test('is reported to the person in words made from the terms', async () => {
    const request = await asking({ at_least: '5400001' });
    await expect(fixture.holder.generateProof(request, { salary: fixture.held })).rejects.toThrow(
      'predicate_not_satisfied: The predicate does not hold: Gross income is at least 54,000.01 EUR per year.',
    );
  });
});
