import { beforeAll, describe, expect, test } from '@jest/globals';
import { policyTerm } from '../examples.js';
import { ATTRIBUTE_MAXIMUM } from '../limits.js';
import { attesting, modOrder, ORDER, proveWhatHolds } from '../testing/dishonest-issuer.js';
import { ISSUER } from '../testing/environment.js';
import { changeInequalities, type Forgery, forge } from '../testing/forge.js';
import { makeSalaryFixture } from '../testing/salary-fixture.js';
import { makeTwoIncomesFixture, PENSIONS, type TwoIncomesFixture } from '../testing/two-incomes-fixture.js';

/** v with `denominator · v = numerator` in the group. */
function fraction(numerator: bigint, denominator: bigint): bigint {
  let [inverse, base, exponent] = [1n, modOrder(denominator), ORDER - 2n];
  for (; exponent > 0n; exponent >>= 1n, base = (base * base) % ORDER) {
    if (exponent & 1n) inverse = (inverse * base) % ORDER;
  }
  return modOrder(numerator * inverse);
}

const predicate = (terms: object[], bounds: object) => ({
  predicates: [{ label: 'x', terms, per: 'year', ...bounds }],
});
const difference = (atLeast: bigint | string) =>
  predicate([policyTerm('salary', 'gross_income'), policyTerm('pension', 'debt_payments', -1)], {
    at_least: String(atLeast),
  });
const sum = (bounds: object) =>
  predicate([policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income')], bounds);

let two: TwoIncomesFixture;

beforeAll(async () => {
  two = await makeTwoIncomesFixture();
});

const verdict = async (
  policyChanges: object,
  lies: { salary?: Partial<Forgery>; pension?: Partial<Forgery> },
): Promise<string> => {
  const request = await two.createRequest(policyChanges);
  return two.verify(request, await forge(request, two.forgeries(lies), proveWhatHolds));
};

describe('a register that is trusted for debts alone', () => {
  let register: TwoIncomesFixture;
  const policy = difference('99900000');

  beforeAll(async () => {
    register = await makeTwoIncomesFixture({
      trust: [
        { iss: ISSUER, attributes: ['gross_income'], complete: [] },
        { iss: PENSIONS, attributes: ['debt_payments'], complete: ['debt_payments'] },
      ],
    });
  });

  test('does not grant an income with a negative debt', async () => {
    const request = await register.createRequest(policy);
    const lie = attesting({ debt_payments: -94_500_000n });
    const presentations = await forge(request, register.forgeries({ pension: lie }), proveWhatHolds);
    expect(await register.verify(request, presentations)).toBe('range_proof_invalid');
  });

  test('nor with the shorter proof, which has no bounds', async () => {
    const request = await register.createRequest(policy);
    const lie = attesting({ debt_payments: -94_500_000n });
    const withoutBounds = changeInequalities(([difference, , , ...subjects]) => [difference!, ...subjects]);
    const presentations = await forge(request, register.forgeries({ pension: lie }), withoutBounds);
    expect(await register.verify(request, presentations)).toBe('range_proof_malformed');
  });

  test('and a bound requires nothing of the trust list: the employer need not attest all income', async () => {
    const request = await register.createRequest(difference('5400000'));
    const held = await register.issuePension({ attributes: { gross_income: '0', debt_payments: '0' } });
    const presentations = await register.holder.generateProof(request, { ...register.held, pension: held });
    expect(await register.verify(request, presentations)).toBe('verified');
  });
});

describe('a false value achieves at most what a false value in range does', () => {
  // The honest salary is 5400000, the honest pension 1200000. The last value, which is in range, meets the policy.
  test.each<[string, object, 'salary' | 'pension', string, bigint, bigint]>([
    ['a negative debt', difference(5_400_000n), 'pension', 'debt_payments', -1n, 0n],
    [
      'a negative income below an upper bound',
      sum({ at_most: '5400000' }),
      'pension',
      'gross_income',
      -1n,
      0n,
    ],
    ['an income of the other issuer', sum({ at_most: '1200000' }), 'salary', 'gross_income', -100n, 0n],
    [
      'an income that is above the maximum, in a sum',
      sum({ at_least: String(ATTRIBUTE_MAXIMUM + 1_200_000n) }),
      'salary',
      'gross_income',
      2n ** 53n,
      ATTRIBUTE_MAXIMUM,
    ],
    [
      'an income that is far above the maximum',
      sum({ at_least: String(ATTRIBUTE_MAXIMUM + 5_400_000n) }),
      'pension',
      'gross_income',
      2n ** 63n,
      ATTRIBUTE_MAXIMUM,
    ],
  ])('%s', async (_, policy, id, attribute, outOfRange, inRange) => {
    expect(await verdict(policy, { [id]: attesting({ [attribute]: inRange }) })).toBe('verified');
    expect(await verdict(policy, { [id]: attesting({ [attribute]: outOfRange }) })).toBe(
      'range_proof_invalid',
    );
  });

  test('an income above the maximum, against the largest debt', async () => {
    const largest = { gross_income: '0', debt_payments: String(ATTRIBUTE_MAXIMUM) };
    const pension = { held: await two.issuePension({ attributes: largest }) };
    const attest = (value: bigint) => ({ pension, salary: attesting({ gross_income: value }) });
    expect(await verdict(difference(0n), attest(ATTRIBUTE_MAXIMUM))).toBe('verified');
    expect(await verdict(difference(1n), attest(ATTRIBUTE_MAXIMUM + 1n))).toBe('range_proof_invalid');
  });

  test('a fraction modulo the group order', async () => {
    const half = (total: string) =>
      predicate([policyTerm('salary', 'gross_income'), policyTerm('pension', 'gross_income', 2)], {
        at_least: total,
        at_most: total,
      });
    expect(await verdict(half('5400004'), { pension: attesting({ gross_income: 2n }) })).toBe('verified');
    const lie = attesting({ gross_income: fraction(3n, 2n) });
    expect(await verdict(half('5400003'), { pension: lie })).toBe('range_proof_invalid');
    const ratio = predicate(
      [policyTerm('salary', 'gross_income', 40), policyTerm('pension', 'debt_payments', -100)],
      { at_least: String(40n * 5_400_000n + 1n) },
    );
    expect(await verdict(ratio, { pension: attesting({ debt_payments: fraction(-1n, 100n) }) })).toBe(
      'range_proof_invalid',
    );
  });

  test('values of two dishonest issuers that offset each other', async () => {
    const lies = (value: bigint) => ({
      salary: attesting({ gross_income: 10_000_000n + value, debt_payments: value }),
      pension: attesting({ gross_income: -value }),
    });
    const policy = {
      predicates: [
        ...sum({ at_least: '10000000' }).predicates,
        ...predicate([policyTerm('pension', 'gross_income')], { at_most: '0' }).predicates,
      ],
    };
    expect(await verdict(policy, lies(0n))).toBe('verified');
    expect(await verdict({ ...policy, ...sum({ at_most: '10000000' }) }, lies(2n ** 53n))).toBe(
      'range_proof_invalid',
    );
  });
});

describe('what one issuer decides alone is not bounded', () => {
  test('as an income out of range achieves what 2^53 − 1 would', async () => {
    const lie = attesting({ gross_income: 2n ** 60n });
    expect(await verdict(sum({ at_least: '99900000' }), { pension: lie })).toBe('verified');
  });

  test('so it meets even a predicate over its credential alone that no values of its window meet', async () => {
    const salary = await makeSalaryFixture();
    const exactly = (total: string) =>
      predicate([policyTerm('salary', 'gross_income', 2)], { at_least: total, at_most: total });
    const lie = attesting({ gross_income: fraction(3n, 2n) });
    expect(await salary.verifyForged(lie, exactly('3'), proveWhatHolds)).toBe('verified');
  });
});
