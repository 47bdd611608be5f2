import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  CLAIMS_OF_ANNA,
  CLAIMS_OF_BEN,
  type CoupleFixture,
  makeCoupleFixture,
} from '../testing/couple-fixture.js';
import { OWNER } from '../testing/environment.js';
import type { HeldCredential } from '../types.js';
import { expandTemplate } from './expand-template.js';

// Templates of several people, from the request to the verdict.

let people: CoupleFixture;

beforeAll(async () => {
  people = await makeCoupleFixture();
});

const anna = (gross: string) => issue(gross, { id: 'ANNA1234', claims: CLAIMS_OF_ANNA });
const ben = (gross: string) => issue(gross, { id: 'BEN12345', claims: CLAIMS_OF_BEN });

const issue = (
  gross_income: string,
  { id, claims }: { readonly id: string; readonly claims: typeof CLAIMS_OF_ANNA },
): Promise<HeldCredential> =>
  people.issueSalary({
    attributes: { gross_income, debt_payments: '0' },
    identity: { country: 'DE', id_type: 'tax_id', id },
    claims,
  });

/** The verdict on what people prove for a template, or why they cannot. */
async function verdict(
  template: string,
  parameters: object,
  held: Readonly<Record<string, HeldCredential>>,
): Promise<string> {
  const request = await people.verifier.createRequest(OWNER, { template, parameters });
  return people.holder.generateProof(request, held).then(
    (presentations) => people.verify(request, presentations),
    ({ code }) => code,
  );
}

const GROSS = { currency: 'EUR', income: 'gross_income' };

describe('a couple', () => {
  const RENT = { ...GROSS, rent: '150000', multiple: '10/3' };

  test('has 60,000.00 EUR a year together, and not one cent less', async () => {
    const salary = await anna('3600000');
    expect(await verdict('couple', RENT, { salary, partner_salary: await ben('2400000') })).toBe('verified');
    expect(await verdict('couple', RENT, { salary, partner_salary: await ben('2399999') })).toBe(
      'predicate_not_satisfied',
    );
  });

  test('is not one person with two salaries', async () => {
    const held = { salary: await anna('3600000'), partner_salary: await anna('2400000') };
    expect(await verdict('couple', RENT, held)).toBe('people_not_distinct');
  });
});

describe('a tenant and a guarantor', () => {
  const RENT = { ...GROSS, rent: '150000' };

  test('have 45,000.00 and 54,000.00 EUR a year, and not one cent less', async () => {
    const outcomes = [];
    for (const [tenant, guarantor] of [
      ['4500000', '5400000'],
      ['4499999', '5400000'],
      ['9000000', '5399999'],
    ] as const) {
      const held = { salary: await anna(tenant), guarantor_salary: await ben(guarantor) };
      outcomes.push(await verdict('guarantor', RENT, held));
    }
    expect(outcomes).toEqual(['verified', 'predicate_not_satisfied', 'predicate_not_satisfied']);
  });

  test('do not swap their roles', async () => {
    const [lower, higher] = [await anna('4500000'), await ben('5400000')];
    expect(await verdict('guarantor', RENT, { salary: higher, guarantor_salary: lower })).toBe(
      'predicate_not_satisfied',
    );
  });
});

test('the policy names the people, and asks each for name and birthdate', () => {
  const { people: named, credential_ids, disclose } = expandTemplate('couple', { ...GROSS, rent: '150000' });
  expect(named).toEqual({ main: ['salary'], partner: ['partner_salary'] });
  expect(credential_ids).toEqual(['salary', 'partner_salary']);
  expect(disclose).toEqual(['given_name', 'family_name', 'birthdate']);
  const more = { ...GROSS, rent: '150000', disclose: ['birthdate', 'employer'] };
  expect(expandTemplate('guarantor', more).disclose).toEqual([...disclose!, 'employer']);
});
