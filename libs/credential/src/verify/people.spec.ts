import { beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { ProtocolError } from '../errors.js';
import { policyTerm } from '../examples.js';
import { chosenPolicies } from '../policy/alternatives.js';
import { dcqlQueryOf } from '../policy/dcql.js';
import { parsePolicy } from '../policy/parse-policy.js';
import { statementsOf } from '../policy/statement.js';
import {
  CLAIMS_OF_ANNA,
  CLAIMS_OF_BEN,
  type CoupleFixture,
  couplePolicy,
  guarantorPolicy,
  incomeOf,
  makeCoupleFixture,
} from '../testing/couple-fixture.js';
import { attesting, proveWhatHolds } from '../testing/dishonest-issuer.js';
import { makeKey, OWNER } from '../testing/environment.js';
import { type ForgeOptions, type Forgery, forge, reissued } from '../testing/forge.js';
import { outcome } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import type { HeldCredential } from '../types.js';
import { parseWindow } from '../windows/window.js';
import { arePeopleDistinct } from './people.js';

// Anna, with a salary and a pension, and Ben: as a couple, and Ben as Anna's guarantor.

let couple: CoupleFixture;

beforeAll(async () => {
  couple = await makeCoupleFixture();
});

type Id = 'salary' | 'pension' | 'partner_salary';
const ALL: readonly Id[] = ['salary', 'pension', 'partner_salary'];
const BOTH: readonly Id[] = ['salary', 'partner_salary'];

async function verdict(
  policy: Json,
  ids: readonly Id[],
  changes: Partial<Record<Id, Partial<Forgery>>> = {},
  options: ForgeOptions = {},
): Promise<string> {
  const request = await couple.createRequest(policy);
  return couple.verify(request, await forge(request, couple.forgeries(ids, changes), options));
}

const asCouple = (changes: Partial<Record<Id, Partial<Forgery>>> = {}, options: ForgeOptions = {}) =>
  verdict(couplePolicy(), ALL, changes, options);
const asGuarantor = (changes: Partial<Record<Id, Partial<Forgery>>> = {}, options: ForgeOptions = {}) =>
  verdict(guarantorPolicy(), BOTH, changes, options);

describe('several people', () => {
  test('are accepted together', async () => {
    expect(await asCouple()).toBe('verified');
    expect(await asGuarantor()).toBe('verified');
  });

  test('are named in the receipt, with the credentials of each', async () => {
    const request = await couple.createRequest();
    const presentations = await couple.holder.generateProof(request, couple.held);
    await couple.verify(request, presentations);
    const { receipt } = await couple.verifier.findRequest(OWNER, request.id);
    const { people, disclosed } = decodeJwt(receipt!) as Json;
    expect(people).toEqual({ anna: ['salary', 'pension'], ben: ['partner_salary'] });
    expect(disclosed.partner_salary).toEqual(CLAIMS_OF_BEN);
  });

  test('disclose payers only beside other credentials of theirs', async () => {
    const request = await couple.createRequest();
    const presentations = await couple.holder.generateProof(request, couple.held);
    const names = (id: Id) =>
      presentations[id]!.split('~')
        .slice(1, -1)
        .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1]);
    expect(names('partner_salary').sort()).toEqual(['birthdate', 'family_name', 'given_name']);
    expect(names('salary').sort()).toEqual(['birthdate', 'family_name', 'given_name', 'source_id']);
    const credentials = (dcqlQueryOf(parsePolicy(couplePolicy())) as Json).credentials;
    expect(credentials.map(({ claims }: Json) => claims.length)).toEqual([5, 5, 4]);
  });

  test('may have one employer, but a person may not count a payer twice', async () => {
    const second = await couple.issueSalary({ claims: CLAIMS_OF_ANNA, identity: ANNA });
    expect(await asCouple({ pension: { held: second, issuerKey: couple.issuer.key.privateJwk } })).toBe(
      'source_not_distinct',
    );
  });

  const ANNA = { country: 'DE', id_type: 'tax_id', id: 'ANNA1234' };

  test('each answer for themselves: credentials of one person are those of one', async () => {
    const stranger = await couple.issuePension({
      identity: { country: 'DE', id_type: 'tax_id', id: 'S1234' },
    });
    expect(await asCouple({ pension: { held: stranger } })).toBe('range_proof_invalid');
    expect(await asCouple({ pension: { held: await couple.issuePension() } })).toBe('verified');
  });

  test('are not accepted with less than the bound', async () => {
    const policy = couplePolicy({
      predicates: [incomeOf(['salary', 'pension', 'partner_salary'], '10600001')],
    });
    const request = await couple.createRequest(policy);
    await expect(couple.holder.generateProof(request, couple.held)).rejects.toMatchObject({
      code: 'predicate_not_satisfied',
    });
    // The proof of one cent less, and that of the same sum with an income of Ben that Ben does not have.
    const less: ForgeOptions = {
      job: (job, person) =>
        person === 'anna'
          ? { ...job, inequalities: job.inequalities.map((one) => ({ ...one, constant: one.constant + 1n })) }
          : job,
    };
    expect(await verdict(policy, ALL, {}, less)).toBe('range_proof_invalid');
    expect(
      await verdict(policy, ALL, {
        partner_salary: { openings: { gross_income: { value: 4000001n, blinding: new Uint8Array(32) } } },
      }),
    ).toBe('range_proof_invalid');
  });
});

describe('one person', () => {
  const asBoth = async (claims: object) => {
    const held = await couple.issueSalary({ claims: { ...CLAIMS_OF_BEN, ...claims } });
    return asGuarantor({ partner_salary: { held } });
  };

  test('cannot be two, under whatever names', async () => {
    const { birthdate } = CLAIMS_OF_ANNA;
    expect(await asBoth({ birthdate })).toBe('people_not_distinct');
    expect(await asBoth({ birthdate, given_name: 'Ann', family_name: 'Maier' })).toBe('people_not_distinct');
    expect(await asBoth({ birthdate, given_name: 'Анна', family_name: 'Мейер' })).toBe('people_not_distinct');
    expect(await asBoth({ given_name: 'Anna' })).toBe('verified');
  });

  test('cannot present one credential for both', async () => {
    expect(await asGuarantor({ partner_salary: { held: couple.held.salary } })).toBe('people_not_distinct');
  });

  test('cannot be two by a birthdate that is no date', async () => {
    const held = couple.held.partner_salary;
    const malformed = await reissuedWithBirthdate(held, '1988-3-5');
    expect(await asGuarantor({ partner_salary: { held: malformed } })).toBe('people_not_distinct');
  });

  test('has one birthdate, however often it is compared', () => {
    const policy = parsePolicy(couplePolicy());
    const dates = (anna: string, pension: string, ben: string) => (id: string) =>
      ({ salary: anna, pension, partner_salary: ben })[id];
    expect(arePeopleDistinct(policy, dates('1988-03-05', '1988-03-05', '1986-11-30'))).toBe(true);
    expect(arePeopleDistinct(policy, dates('1988-03-05', '1988-05-03', '1986-11-30'))).toBe(true);
    expect(arePeopleDistinct(policy, dates('1988-03-05', '1986-11-30', '1986-11-30'))).toBe(false);
    expect(arePeopleDistinct(policy, dates('1988-03-05', '1988-03-05', '1988-02-30'))).toBe(false);
    expect(arePeopleDistinct(policy, () => undefined)).toBe(false);
  });
});

/** A credential whose issuer wrote another birthdate. */
async function reissuedWithBirthdate(held: HeldCredential, birthdate: string): Promise<HeldCredential> {
  const [jwt, ...disclosures] = held.credential.split('~').slice(0, -1) as [string, ...string[]];
  const index = disclosures.findIndex(
    (text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1] === 'birthdate',
  );
  const changed = Buffer.from(JSON.stringify(['salt', 'birthdate', birthdate])).toString('base64url');
  const digest = async (text: string) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('base64url');
  const [old, replaced] = [await digest(disclosures[index]!), await digest(changed)];
  const payload = (honest: Json) => ({
    ...honest,
    _sd: honest._sd.map((text: string) => (text === old ? replaced : text)),
  });
  const signed = await reissued({ ...held, credential: `${jwt}~` }, couple.issuer.key.privateJwk, payload);
  return { ...held, credential: signed.credential + [...disclosures.with(index, changed), ''].join('~') };
}

test('each person proves the differences of their own contracts', () => {
  const policy = parsePolicy(couplePolicy());
  const window = parseWindow({ start: '2025-11-01', end: '2026-10-31' })!;
  const windows = new Map(ALL.map((id) => [id, window]));
  const statements = statementsOf(policy, windows, [['salary', 'pension']]);
  expect(statements.map(({ different }) => different.length)).toEqual([1, 0]);
});

describe('roles and partners', () => {
  test('roles cannot be swapped: each person signed the id of their credential', async () => {
    // Both roles ask for the same, so that only the signed id tells them apart.
    const policy = guarantorPolicy({
      predicates: [incomeOf(['salary'], '4000000'), incomeOf(['partner_salary'], '4000000')].map(
        (one, i) => ({ ...one, label: `Income ${i}` }),
      ),
    });
    const signedAs = (credential_id: unknown) => ({ keyBindingPayload: { credential_id } });
    expect(await verdict(policy, BOTH, { partner_salary: signedAs('salary') })).toBe(
      'credential_id_mismatch',
    );
    for (const other of [undefined, null, ['salary'], 'pension']) {
      expect(await verdict(policy, BOTH, { salary: signedAs(other) })).toBe('credential_id_mismatch');
    }
  });

  test('credentials of one person cannot be swapped either', async () => {
    expect(
      await asCouple({
        salary: { keyBindingPayload: { credential_id: 'pension' } },
      }),
    ).toBe('credential_id_mismatch');
  });

  test('a partner cannot be swapped: each person signed the keys of all', async () => {
    const request = await couple.createRequest(guarantorPolicy());
    const honest = await forge(request, couple.forgeries(BOTH));
    const other = await couple.issueSalary();
    const swapped = await forge(request, couple.forgeries(BOTH, { partner_salary: { held: other } }));
    expect(await couple.verify(request, { ...swapped, salary: honest.salary! })).toBe('partners_mismatch');
    expect(await couple.verify(request, { ...honest, partner_salary: swapped.partner_salary! })).toBe(
      'partners_mismatch',
    );
    expect(await couple.verify(request, honest)).toBe('verified');
  });

  test('the keys are those of exactly the credentials that are presented', async () => {
    const change = (edit: (keys: Json) => unknown) => ({
      keyBindingPayload: (payload: Json) => ({ ...payload, with: edit(payload.with) }),
    });
    const edits: ((keys: Json) => unknown)[] = [
      () => undefined,
      () => null,
      (keys) => Object.values(keys),
      (keys) => ({ ...keys, pension: keys.salary }),
      ({ salary }) => ({ salary }),
      ({ salary, partner_salary }) => ({ salary: partner_salary, partner_salary: salary }),
      ({ salary, partner_salary }) => ({ salary, partner_salary: [partner_salary] }),
      ({ salary, partner_salary }) => ({ salary, pension: partner_salary }),
      (keys) => ({ ...keys, salary: '\ud800' }),
    ];
    for (const edit of edits) {
      expect(await asGuarantor({ salary: change(edit) })).toBe('partners_mismatch');
      expect(await asGuarantor({ partner_salary: change(edit) })).toBe('partners_mismatch');
    }
    const reordered = change(({ salary, partner_salary }) => ({ partner_salary, salary }));
    expect(await asGuarantor({ salary: reordered })).toBe('verified');
  });

  test('every key binding is checked, also one without a proof', async () => {
    const none = { keyBindingPayload: { with: undefined } };
    expect(await asCouple({ pension: none })).toBe('partners_mismatch');
  });

  test('one person signs no partners', async () => {
    const { people: _, ...one } = guarantorPolicy({
      credentials: ['salary'],
      credential_ids: ['salary'],
      predicates: [incomeOf(['salary'], '5400000')],
    });
    expect(await verdict(one, ['salary'])).toBe('verified');
    for (const partners of [{}, null, { salary: 'x' }]) {
      expect(await verdict(one, ['salary'], { salary: { keyBindingPayload: { with: partners } } })).toBe(
        'partners_mismatch',
      );
    }
  });

  test('a key that is not the holder key signs nothing', async () => {
    const { privateJwk } = await makeKey();
    expect(await asGuarantor({ partner_salary: { keyBindingKey: privateJwk } })).toBe(
      'key_binding_signature_invalid',
    );
  });
});

describe('each person has a proof of their own', () => {
  test('in their first credential, and only there', async () => {
    const request = await couple.createRequest();
    const honest = await couple.holder.generateProof(request, couple.held);
    const proofOf = (id: Id) => (decodeJwt(honest[id]!.split('~').at(-1)!) as Json).range_proof;
    expect([proofOf('salary'), proofOf('pension'), proofOf('partner_salary')]).toEqual([
      expect.any(String),
      undefined,
      expect.any(String),
    ]);
    expect(await asCouple({ partner_salary: { keyBindingPayload: { range_proof: undefined } } })).toBe(
      'range_proof_missing',
    );
    expect(await asCouple({ pension: { keyBindingPayload: { range_proof: proofOf('salary') } } })).toBe(
      'range_proof_misplaced',
    );
    expect(
      await asCouple({ partner_salary: { keyBindingPayload: { range_proof: proofOf('salary') } } }),
    ).toBe('range_proof_malformed');
  });

  test('of which none may be false', async () => {
    const lie = (liar: string): ForgeOptions => ({
      job: (job, person) =>
        person === liar
          ? { ...job, inequalities: job.inequalities.map((one) => ({ ...one, constant: one.constant + 1n })) }
          : job,
    });
    for (const liar of ['anna', 'ben']) {
      expect(await asGuarantor({}, lie(liar))).toBe('range_proof_invalid');
      expect(await asCouple({}, lie(liar))).toBe('range_proof_invalid');
    }
  });

  test('bound to their role', async () => {
    const bound = (person: string | undefined): ForgeOptions => ({
      job: (job) => {
        const { person: _, ...binding } = job.binding;
        return { ...job, binding: { ...binding, ...(person !== undefined && { person }) } };
      },
    });
    for (const person of ['anna', 'ben', undefined]) {
      expect(await asGuarantor({}, bound(person))).toBe('range_proof_invalid');
    }
  });

  test('which does not stand for the proof of another person, though both prove the same', async () => {
    const [tenant, guarantor] = [incomeOf(['salary'], '4000000'), incomeOf(['partner_salary'], '4000000')];
    const policy = guarantorPolicy({ predicates: [tenant, { ...guarantor, label: 'Guarantor' }] });
    const request = await couple.createRequest(policy);
    const proofs = new Map<string | undefined, Uint8Array>();
    const keep = (proof: Uint8Array, person: string | undefined) => {
      proofs.set(person, proof);
      return proof;
    };
    const honest = await forge(request, couple.forgeries(BOTH), { proof: keep });
    const swap = (_: Uint8Array, person: string | undefined) =>
      proofs.get(person === 'anna' ? 'ben' : 'anna')!;
    const swapped = await forge(request, couple.forgeries(BOTH), { proof: swap });
    expect(await couple.verify(request, swapped)).toBe('range_proof_invalid');
    expect(await couple.verify(request, honest)).toBe('verified');
  });

  test('of the presented texts, which are those of the person', async () => {
    const options: ForgeOptions = {
      job: (job, person) =>
        person === 'ben' ? { ...job, binding: { ...job.binding, sdHashes: [new Uint8Array(32)] } } : job,
    };
    expect(await asGuarantor({}, options)).toBe('range_proof_invalid');
  });

  describe('with the bounds of their own attributes', () => {
    const left = {
      label: 'What both have',
      terms: [policyTerm('salary', 'gross_income'), policyTerm('partner_salary', 'debt_payments', -1)],
      per: 'year',
      at_least: '5400000',
    };
    const policy = guarantorPolicy({ predicates: [left] });

    test('which an honest person meets', async () => {
      const { salary, partner_salary } = couple.held;
      const request = await couple.createRequest(policy);
      const presentations = await couple.holder.generateProof(request, { salary, partner_salary });
      expect(await couple.verify(request, presentations)).toBe('verified');
    });

    test('so that an issuer of debts does not grant the other person an income', async () => {
      const lie = { partner_salary: attesting({ debt_payments: -94_500_000n }) };
      const rich = { ...policy, predicates: [{ ...left, at_least: '99900000' }] };
      expect(await verdict(rich, BOTH, lie, proveWhatHolds)).toBe('range_proof_invalid');
    });

    test('which no other true statement replaces', async () => {
      const lie = { partner_salary: attesting({ debt_payments: -94_500_000n }) };
      const rich = { ...policy, predicates: [{ ...left, at_least: '99900000' }] };
      const another: ForgeOptions = {
        job: (job, person) =>
          person === 'ben'
            ? { ...job, inequalities: [{ terms: [], constant: 1n }] }
            : proveWhatHolds.job!(job, person),
      };
      expect(await verdict(rich, BOTH, lie, another)).toBe('range_proof_invalid');
    });
  });
});

describe('people of alternatives', () => {
  const twoIncomes = { id: 'couple', label: 'Two incomes', predicates: [incomeOf(BOTH, '9400000')] };
  const alone = { id: 'alone', label: 'One income', predicates: [incomeOf(['salary'], '5400000')] };
  const policyOf = (changes: Json = {}) =>
    guarantorPolicy({ predicates: [], any_of: [alone, twoIncomes], ...changes });

  test('answer where the alternative counts their credentials', async () => {
    const policy = policyOf();
    const [one, two] = chosenPolicies(parsePolicy(policy)).map((chosen) => chosen.policy);
    expect(one).not.toHaveProperty('people');
    expect(two!.people).toEqual({ anna: ['salary'], ben: ['partner_salary'] });
    expect([one!.credential_ids, two!.credential_ids]).toEqual([['salary'], BOTH]);
    const { salary, partner_salary } = couple.held;
    const request = await couple.createRequest(policy);
    const both = await couple.holder.generateProof(
      request,
      { salary, partner_salary },
      { alternative: 'couple' },
    );
    expect(await couple.verify(request, both)).toBe('verified');
    const second = await couple.createRequest(policy);
    const single = await couple.holder.generateProof(second, { salary }, { alternative: 'alone' });
    expect(await couple.verify(second, single)).toBe('verified');
  });
});

describe('a policy with people', () => {
  const of = (changes: Json, base = couplePolicy()) => outcome(() => parsePolicy({ ...base, ...changes }));

  test.each<[string, Json, string]>([
    ['two people', {}, 'accepted'],
    ['one person', { people: { anna: ALL } }, 'policy_invalid'],
    ['no people', { people: {} }, 'policy_invalid'],
    ['people as a list', { people: [['salary', 'pension'], ['partner_salary']] }, 'policy_invalid'],
    ['people that are null', { people: null }, 'policy_invalid'],
    [
      'a name that is no name',
      { people: { Anna: ['salary', 'pension'], ben: ['partner_salary'] } },
      'policy_invalid',
    ],
    ['a person without credentials', { people: { anna: ALL, ben: [] } }, 'policy_invalid'],
    [
      'credentials that are no list',
      { people: { anna: ['salary', 'pension'], ben: 'partner_salary' } },
      'policy_invalid',
    ],
    [
      'a credential without a person',
      { people: { anna: ['salary'], ben: ['partner_salary'] } },
      'policy_invalid',
    ],
    [
      'a credential of both',
      { people: { anna: ['salary', 'pension'], ben: ['pension', 'partner_salary'] } },
      'policy_invalid',
    ],
    ['an unknown credential', { people: { anna: ['salary', 'pension'], ben: ['other'] } }, 'policy_invalid'],
    ['another order', { people: { anna: ['pension', 'salary'], ben: ['partner_salary'] } }, 'policy_invalid'],
    ['no names', { disclose: undefined }, 'policy_invalid'],
    ['names without birthdates', { disclose: ['given_name', 'family_name'] }, 'policy_invalid'],
    ['one carrier', { credential_ids: ['salary'] }, 'policy_invalid'],
    ['a carrier that is no text', { credential_ids: ['salary', '\ud800'] }, 'policy_invalid'],
    ['other carriers', { credential_ids: ['salary', 'pension'] }, 'policy_invalid'],
    ['carriers in another order', { credential_ids: ['partner_salary', 'salary'] }, 'policy_invalid'],
    [
      'people in another order than the credentials',
      {
        credentials: ['partner_salary', 'salary', 'pension'],
        credential_ids: ['partner_salary', 'salary'],
      },
      'accepted',
    ],
    [
      'four people',
      {
        credentials: ['a', 'b', 'c', 'd'],
        credential_ids: ['a', 'b', 'c', 'd'],
        people: { a: ['a'], b: ['b'], c: ['c'], d: ['d'] },
        predicates: [incomeOf(['a', 'b', 'c', 'd'], '1')],
      },
      'accepted',
    ],
    [
      'five people',
      {
        credentials: ['a', 'b', 'c', 'd', 'e'],
        credential_ids: ['a', 'b', 'c', 'd', 'e'],
        people: { a: ['a'], b: ['b'], c: ['c'], d: ['d'], e: ['e'] },
        predicates: [incomeOf(['a', 'b', 'c', 'd'], '1')],
      },
      'policy_invalid',
    ],
    ['two bounds of both', { predicates: [{ ...incomeOf(BOTH, '1'), at_most: '2' }] }, 'policy_invalid'],
    [
      'two bounds of one',
      { predicates: [{ ...incomeOf(['salary', 'pension'], '1'), at_most: '2' }] },
      'accepted',
    ],
    [
      'consecutive windows of both',
      { predicates: [{ ...incomeOf(BOTH, '1'), combine: 'consecutive' }] },
      'policy_invalid',
    ],
    [
      'consecutive windows of one',
      { predicates: [{ ...incomeOf(['salary', 'pension'], '1'), combine: 'consecutive' }] },
      'accepted',
    ],
  ])('%s: %s', (_, changes, expected) => {
    expect(of(JSON.parse(JSON.stringify(changes)), withoutUndefined(changes))).toBe(expected);
  });

  /** The policy without the members that a change removes. */
  function withoutUndefined(changes: Json): Json {
    const policy = couplePolicy();
    for (const [member, value] of Object.entries(changes)) if (value === undefined) delete policy[member];
    return policy;
  }

  test('may need 16 derived commitments of each person', () => {
    const bands = (id: string, count: number, isBand: boolean) =>
      Array.from({ length: count }, (_, i) => ({
        ...incomeOf([id], String(i + 1)),
        label: `Income ${i}`,
        ...(isBand && { at_most: '90000000' }),
      }));
    const policy = (anna: number, ben: number, isBand: boolean) =>
      guarantorPolicy({
        predicates: [...bands('salary', anna, isBand), ...bands('partner_salary', ben, isBand)],
      });
    expect(outcome(() => parsePolicy(policy(8, 8, true)))).toBe('accepted');
    expect(outcome(() => parsePolicy(policy(1, 8, true)))).toBe('accepted');
    expect(() => parsePolicy(policy(1, 9, true))).toThrow(
      'a person can need a proof of 18 derived commitments; expected at most 16',
    );
    expect(() => parsePolicy(policy(9, 1, true))).toThrow('a person can need a proof of 18');
  });

  test('says where people and credentials do not agree, and nothing else', () => {
    const faults = (changes: Json): string[] => {
      try {
        parsePolicy({ ...couplePolicy(), ...changes });
        return [];
      } catch (error) {
        return (error as ProtocolError).errors!.map(({ pointer, detail }) => `${pointer} ${detail}`);
      }
    };
    const once = ['#/policy/people expected each id of `credentials` once.'];
    const people = (anna: unknown, ben: unknown) => ({ people: { anna, ben } });
    expect(faults({})).toEqual([]);
    expect(faults(people(['salary'], ['partner_salary']))).toEqual(once);
    expect(faults(people(['salary', 'pension'], ['pension', 'partner_salary']))).toEqual(once);
    expect(faults(people(['salary', 'pension'], ['salary']))).toEqual(once);
    expect(faults(people(['salary', 'pension'], ['other']))).toEqual(once);
    expect(faults(people(['pension', 'salary'], ['partner_salary']))).toEqual([
      '#/policy/people/anna expected the order of `credentials`.',
    ]);
    expect(faults(people(['pension', 'salary'], 1))).toEqual([
      expect.stringMatching(/^#\/policy\/people\/ben expected a non-empty list/),
    ]);
    expect(faults({ credentials: ['Salary'] })).toEqual([
      expect.stringMatching(/^#\/policy\/credentials expected ids/),
    ]);
  });

  test('has the carriers of its people, and one person has one', () => {
    const { people: _, ...one } = guarantorPolicy({ credentials: ['salary'], credential_ids: ['salary'] });
    const predicates = [incomeOf(['salary'], '1')];
    const message = (changes: Json) => () => parsePolicy({ ...one, predicates, ...changes });
    expect(message({ credential_ids: ['pension'] })).toThrow(
      'policy.credential_ids: expected only the first id of `credentials`.',
    );
    expect(message({ credential_ids: ['Salary'] })).toThrow('expected only the first id of `credentials`.');
    expect(() => parsePolicy(couplePolicy({ credential_ids: ['salary', 'pension'] }))).toThrow(
      'expected the first credential of each alternative and person: salary, partner_salary.',
    );
    const many = Array.from({ length: 9 }, (_, i) => ({
      ...incomeOf(['salary'], String(i + 1)),
      at_most: '90000000',
      label: `Income ${i}`,
    }));
    expect(message({ predicates: many })).toThrow('the policy can need a proof of 18 derived commitments');
  });

  test('says what it expects', () => {
    const message = (changes: Json) => () => parsePolicy({ ...couplePolicy(), ...changes });
    expect(message({ people: { anna: ['salary'], ben: ['partner_salary'] } })).toThrow(
      'policy.people: expected each id of `credentials` once.',
    );
    expect(message({ people: { a: ALL } })).toThrow('policy.people: expected 2 to 4 people');
    expect(message({ disclose: ['birthdate'] })).toThrow(
      'policy.disclose: expected given_name, family_name, birthdate, because the policy has several people.',
    );
  });
});
