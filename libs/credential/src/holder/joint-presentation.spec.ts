import { beforeAll, describe, expect, test } from '@jest/globals';
import { combineBlindings, commit, randomScalar } from '@zk-income/crypto';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK } from 'jose';
import { CoreEngine } from '../core-engine.js';
import { encodeBase64url } from '../encoding/base64url.js';
import { sha256Base64url } from '../encoding/hash.js';
import { canonicalJson } from '../encoding/json.js';
import { policyTerm } from '../examples.js';
import {
  CLAIMS_OF_ANNA,
  type CoupleFixture,
  couplePolicy,
  guarantorPolicy,
  incomeOf,
  makeCoupleFixture,
} from '../testing/couple-fixture.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import type { HeldCredential, PresentationRequest } from '../types.js';
import type { ByPerson, CommitPhase, JointPresentation } from './joint-presentation.js';

let couple: CoupleFixture;

beforeAll(async () => {
  couple = await makeCoupleFixture();
});

type Held = Readonly<Record<string, HeldCredential>>;
type People = Readonly<Record<string, Held>>;

/** The devices of several people, which remember answers or not. */
const deviceOf = (remembers: boolean) =>
  new CoreEngine({ clock: couple.clock, holder: remembers ? {} : { ledger: 'off' } });

const ofCouple = (): People => {
  const { salary, pension, partner_salary } = couple.held;
  return { anna: { salary, pension }, ben: { partner_salary } };
};
const ofGuarantor = (): People => {
  const { salary, partner_salary } = couple.held;
  return { anna: { salary }, ben: { partner_salary } };
};

async function forEach<T>(people: People, step: (id: string) => T | Promise<T>): Promise<Record<string, T>> {
  const results: [string, T][] = [];
  for (const id of Object.keys(people)) results.push([id, await step(id)]);
  return Object.fromEntries(results);
}

interface ExchangeOptions {
  readonly device?: CoreEngine;
  readonly deviceOfPerson?: (person: string) => CoreEngine;
  readonly tamper?: (texts: ByPerson, reader: string) => ByPerson;
}

/** The people of a request when all have read the introductions of all others, and what they exchanged. */
async function exchange(
  request: PresentationRequest,
  people: People,
  {
    device = deviceOf(false),
    deviceOfPerson = () => device,
    tamper = (texts) => texts,
  }: ExchangeOptions = {},
) {
  const committed = await forEach(people, (person) =>
    deviceOfPerson(person).joinRequest(request, people[person]!, { person }),
  );
  const commitments = await forEach(people, (id) => committed[id]!.commitment);
  const revealed = await forEach(people, (id) => committed[id]!.reveal(commitments));
  const texts = await forEach(people, (id) => revealed[id]!.introduction);
  const answers = await forEach(people, (id) => revealed[id]!.readIntroductions(tamper(texts, id)));
  return { commitments, texts, answers };
}

const meet = async (
  request: PresentationRequest,
  people: People,
  options?: ExchangeOptions,
): Promise<Record<string, JointPresentation>> => (await exchange(request, people, options)).answers;

describe('two people with a device each', () => {
  test('answer a joint predicate, of which the verifier learns that it holds', async () => {
    const request = await couple.createRequest();
    const { anna, ben } = await meet(request, ofCouple());
    expect(anna!.comparisonCode).toMatch(/^\d{6}$/);
    expect(ben!.comparisonCode).toBe(anna!.comparisonCode);
    expect(await anna!.shares()).toEqual({});
    const { anna: share } = await ben!.shares();
    const presentations = { ...(await ben!.present()), ...(await anna!.present({ ben: share! })) };
    expect(Object.keys(presentations).sort()).toEqual(['partner_salary', 'pension', 'salary']);
    expect(await couple.verify(request, presentations)).toBe('verified');
  });

  test('share nothing where each predicate is about one of them', async () => {
    const request = await couple.createRequest(guarantorPolicy());
    const { anna, ben } = await meet(request, ofGuarantor());
    expect([await anna!.shares(), await ben!.shares()]).toEqual([{}, {}]);
    const presentations = { ...(await anna!.present()), ...(await ben!.present()) };
    expect(await couple.verify(request, presentations)).toBe('verified');
  });

  test('have no value of each other in what they exchange', async () => {
    const request = await couple.createRequest();
    const people = ofCouple();
    const { commitments, texts, answers } = await exchange(request, people);
    const { anna: share } = await answers.ben!.shares();
    const presentations = await answers.anna!.present({ ben: share! });
    const exchanged = JSON.stringify([commitments, texts, share, presentations]);
    const openings = (held: Held) =>
      Object.values(held)
        .flatMap(({ credential }) => credential.split('~').slice(1, -1))
        .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()))
        .filter(([, , value]) => typeof value === 'object');
    for (const [salt, , { value, blinding }] of Object.values(people).flatMap(openings)) {
      for (const secret of [salt, blinding, `"${value}"`]) expect(exchanged).not.toContain(secret);
    }
    // Only commitments that the joint predicate counts are introduced.
    const { credentials } = JSON.parse(texts.ben!);
    expect(Object.keys(credentials.partner_salary.commitments)).toEqual(['gross_income']);
  });

  test('of whom only the one who proves learns that the sum is too small', async () => {
    const request = await couple.createRequest(
      couplePolicy({ predicates: [incomeOf(['salary', 'pension', 'partner_salary'], '10600001')] }),
    );
    const { anna, ben } = await meet(request, ofCouple());
    const { anna: share } = await ben!.shares();
    expect(Object.keys(await ben!.present())).toEqual(['partner_salary']);
    expect(await outcomeAsync(() => anna!.present({ ben: share! }))).toBe('predicate_not_satisfied');
  });

  test('of whom one gives no share where their own predicate does not hold', async () => {
    const request = await couple.createRequest(
      guarantorPolicy({
        predicates: [
          incomeOf(['salary', 'partner_salary'], '1000000'),
          incomeOf(['partner_salary'], '4000001'),
        ],
      }),
    );
    const { ben } = await meet(request, ofGuarantor());
    expect(await outcomeAsync(() => ben!.shares())).toBe('predicate_not_satisfied');
  });
});

test('three people answer joint predicates of two and of all', async () => {
  const claims = { given_name: 'Cem', family_name: 'Kaya', birthdate: '1990-07-07' };
  const identity = { country: 'DE', id_type: 'tax_id', id: 'CEM12345' };
  const third = await couple.issueSalary({ claims, identity });
  const policy = couplePolicy({
    credentials: ['salary', 'partner_salary', 'third_salary'],
    credential_ids: ['salary', 'partner_salary', 'third_salary'],
    people: { anna: ['salary'], ben: ['partner_salary'], cem: ['third_salary'] },
    predicates: [
      incomeOf(['salary', 'partner_salary', 'third_salary'], '13400000'),
      incomeOf(['partner_salary', 'third_salary'], '8000000'),
      { ...incomeOf(['third_salary'], '3000000'), at_most: '9000000' },
    ],
  });
  const request = await couple.createRequest(policy);
  const { salary, partner_salary } = couple.held;
  const people = { anna: { salary }, ben: { partner_salary }, cem: { third_salary: third } };
  const { anna, ben, cem } = await meet(request, people);
  const [ofBen, ofCem] = [await ben!.shares(), await cem!.shares()];
  expect([Object.keys(ofBen), Object.keys(ofCem)]).toEqual([['anna'], ['anna', 'ben']]);
  const presentations = {
    ...(await anna!.present({ ben: ofBen.anna!, cem: ofCem.anna! })),
    ...(await ben!.present({ cem: ofCem.ben! })),
    ...(await cem!.present()),
  };
  expect(await couple.verify(request, presentations)).toBe('verified');
  // Each share is for one person.
  expect(await outcomeAsync(() => ben!.present({ cem: ofCem.anna! }))).toBe('share_invalid');
  expect(await outcomeAsync(() => anna!.present({ ben: ofBen.anna! }))).toBe('share_invalid');
});

describe('the person who tells an amount', () => {
  test('consents to it, knowing who learns it', async () => {
    const request = await couple.createRequest();
    const { ben, anna } = await meet(request, ofCouple(), { device: deviceOf(true) });
    const assessment = await ben!.assess();
    expect(assessment.reasons).toEqual(['partner_learns_amount']);
    expect(assessment.answered.shared).toBe(0);
    expect(assessment.statements.map(({ en }) => en)).toEqual([
      'Gross income (salary) plus gross income (pension) plus gross income (partner_salary) is at least 106,000.00 EUR per year',
      'To be disclosed: given name, family name, birthdate',
      '"anna" learns the exact amount, and can show it to others: gross income (partner_salary)',
    ]);
    expect(assessment.statements.at(-1)!.de).toBe(
      '„anna“ erfährt den genauen Betrag und kann ihn anderen zeigen: Bruttoeinkommen (partner_salary)',
    );
    expect((await anna!.assess()).reasons).toEqual([]);
    expect(await outcomeAsync(() => ben!.shares())).toBe('consent_required');
    const { anna: share } = await ben!.shares({ accept: ['partner_learns_amount'] });
    expect(share).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    // Neither the presentation nor a repetition tells more.
    expect(Object.keys(await ben!.present())).toEqual(['partner_salary']);
    expect((await ben!.assess()).reasons).toEqual([]);
  });

  test('is told that a sum can tell each of its amounts', async () => {
    const terms = [
      policyTerm('salary', 'gross_income'),
      policyTerm('partner_salary', 'gross_income', 2 ** 24),
      policyTerm('partner_salary', 'debt_payments', -1),
    ];
    const predicate = { label: 'Sum', terms, per: 'year', at_least: '1' };
    const request = await couple.createRequest(guarantorPolicy({ predicates: [predicate] }));
    const { ben } = await meet(request, ofGuarantor());
    const { statements } = await ben!.assess();
    expect(statements.at(-1)).toEqual({
      en: '"anna" learns the exact sum, from which each of its amounts can follow, and can show it to others: 16777216 × gross income (partner_salary) minus debt payments (partner_salary)',
      de: '„anna“ erfährt die genaue Summe, aus der jeder ihrer Beträge folgen kann, und kann sie anderen zeigen: 16777216 × Bruttoeinkommen (partner_salary) minus Zahlungen auf Schulden (partner_salary)',
    });
  });

  test('is asked again with new introductions, whose keys may be those of an attacker', async () => {
    const request = await couple.createRequest();
    const device = deviceOf(true);
    const { ben } = await meet(request, ofCouple(), { device });
    await ben!.shares({ accept: ['partner_learns_amount'] });
    expect(await outcomeAsync(() => ben!.shares())).toBe('accepted');
    const { ben: again } = await meet(request, ofCouple(), { device });
    expect((await again!.assess()).reasons).toEqual(['partner_learns_amount']);
    expect(await outcomeAsync(() => again!.shares())).toBe('consent_required');
  });

  test('is asked again for another partner', async () => {
    const request = await couple.createRequest();
    const device = deviceOf(true);
    const { ben } = await meet(request, ofCouple(), { device });
    await ben!.shares({ accept: ['partner_learns_amount'] });
    const other = {
      anna: { salary: couple.held.salary, pension: await couple.issuePension() },
      ben: ofCouple().ben!,
    };
    const { ben: again } = await meet(request, other, { device });
    expect((await again!.assess()).reasons).toEqual(['partner_learns_amount']);
    expect((await again!.assess()).answered.shared).toBe(1);
    expect(await outcomeAsync(() => again!.shares())).toBe('consent_required');
  });

  test('remembers what the verifier learned of the sum', async () => {
    const request = await couple.createRequest(
      guarantorPolicy({ predicates: [incomeOf(['salary', 'partner_salary'], '9000000')] }),
    );
    const device = deviceOf(true);
    const { ben } = await meet(request, ofGuarantor(), { device });
    const { knownAfterProof } = await ben!.assess();
    expect(knownAfterProof.verifier).toEqual([
      {
        of: '1·gross_income@another person + 1·gross_income@demo:acme',
        at_least: '9000000',
        at_most: expect.any(String),
      },
    ]);
    await ben!.shares({ accept: ['partner_learns_amount'] });
    // A second threshold just above the first one would place the sum within 100.00.
    const next = await couple.createRequest(
      guarantorPolicy({
        predicates: [
          {
            label: 'Sum',
            terms: ['salary', 'partner_salary'].map((id) => policyTerm(id, 'gross_income')),
            per: 'year',
            at_most: '9000500',
          },
        ],
      }),
    );
    const later = {
      anna: ofGuarantor().anna!,
      ben: { partner_salary: await couple.issueSalary() },
    };
    const { ben: asked } = await meet(next, later, { device });
    expect((await asked!.assess()).reasons).toEqual(['window_too_narrow', 'partner_learns_amount']);
  });
});

describe('an introduction', () => {
  const answer = (people: People, tamper: (texts: ByPerson, reader: string) => ByPerson) =>
    outcomeAsync(async () => meet(await couple.createRequest(), people, { tamper }));

  test('is what the person committed to', async () => {
    const changed = (text: string) => canonicalJson({ ...JSON.parse(text), person: 'ben' });
    expect(await answer(ofCouple(), (texts) => texts)).toBe('accepted');
    expect(await answer(ofCouple(), ({ ben, ...texts }) => ({ ...texts, ben: `${ben} ` }))).toBe(
      'introduction_invalid',
    );
    expect(await answer(ofCouple(), (texts) => ({ ...texts, anna: changed(texts.anna!) }))).toBe(
      'introduction_invalid',
    );
    expect(await answer(ofCouple(), ({ anna }) => ({ anna: anna! }))).toBe('introduction_invalid');
    expect(await answer(ofCouple(), () => null as never)).toBe('introduction_invalid');
  });

  test('is not revealed before every commitment is there', async () => {
    const request = await couple.createRequest();
    const anna = await deviceOf(false).joinRequest(request, ofCouple().anna!, { person: 'anna' });
    for (const commitments of [{}, { anna: anna.commitment }, null] as ByPerson[]) {
      expect(await outcomeAsync(async () => anna.reveal(commitments))).toBe('introduction_invalid');
    }
  });

  test('is revealed once, because its reader could choose another commitment', async () => {
    const request = await couple.createRequest();
    const join = (person: 'anna' | 'ben') =>
      deviceOf(false).joinRequest(request, ofCouple()[person]!, { person });
    const [anna, ben, other] = [await join('anna'), await join('ben'), await join('ben')];
    const commitments = { ben: ben.commitment };
    const revealed = anna.reveal(commitments);
    expect(await outcomeAsync(async () => anna.reveal({ ben: other.commitment }))).toBe(
      'introduction_invalid',
    );
    // A message that arrives later.
    commitments.ben = other.commitment;
    const introductionOf = (one: CommitPhase) => one.reveal({ anna: anna.commitment }).introduction;
    expect(await outcomeAsync(() => revealed.readIntroductions({ ben: introductionOf(other) }))).toBe(
      'introduction_invalid',
    );
    expect(await outcomeAsync(() => revealed.readIntroductions({ ben: introductionOf(ben) }))).toBe(
      'accepted',
    );
  });

  /** What Anna says to an introduction of Ben's that he committed to. */
  async function introduced(change: (introduction: Json) => Json, base = couplePolicy()): Promise<string> {
    const request = await couple.createRequest(base);
    const join = (person: 'anna' | 'ben'): Promise<CommitPhase> =>
      deviceOf(false).joinRequest(request, ofCouple()[person]!, { person });
    const [anna, ben] = [await join('anna'), await join('ben')];
    const honest = JSON.parse(ben.reveal({ anna: anna.commitment }).introduction);
    const changed = change(structuredClone(honest));
    const text = typeof changed === 'string' ? changed : canonicalJson(changed);
    return outcomeAsync(() => anna.reveal({ ben: sha256Base64url(text) }).readIntroductions({ ben: text }));
  }
  const credential = (change: object) => (one: Json) => {
    Object.assign(one.credentials.partner_salary, change);
    return one;
  };

  test.each<[string, (introduction: Json) => Json, string]>([
    ['as it is', (one) => one, 'accepted'],
    ['that is no JSON', () => '{', 'introduction_invalid'],
    ['that is no object', () => [], 'introduction_invalid'],
    ['that is too large', (one) => ({ ...one, more: 'x'.repeat(20_000) }), 'introduction_invalid'],
    ['of another type', (one) => ({ ...one, type: 'x' }), 'introduction_invalid'],
    ['of another person', (one) => ({ ...one, person: 'anna' }), 'introduction_invalid'],
    ['of another request', (one) => ({ ...one, request: 'x' }), 'introduction_invalid'],
    ['of an alternative', (one) => ({ ...one, alternative: 'x' }), 'introduction_invalid'],
    ['without a key', (one) => ({ ...one, encryption_key: null }), 'introduction_invalid'],
    [
      'with a key that is no point',
      (one) => ({ ...one, encryption_key: { ...one.encryption_key, x: 'A'.repeat(43) } }),
      'introduction_invalid',
    ],
    [
      'with an Ed25519 key',
      (one) => ({ ...one, encryption_key: { kty: 'OKP', crv: 'Ed25519', x: one.encryption_key.x } }),
      'introduction_invalid',
    ],
    ['without credentials', (one) => ({ ...one, credentials: {} }), 'introduction_invalid'],
    ['with credentials that are null', (one) => ({ ...one, credentials: null }), 'introduction_invalid'],
    [
      'with a credential more',
      (one) => ({ ...one, credentials: { ...one.credentials, more: one.credentials.partner_salary } }),
      'introduction_invalid',
    ],
    [
      'with another credential',
      (one) => ({ ...one, credentials: { salary: one.credentials.partner_salary } }),
      'introduction_invalid',
    ],
    ['with a malformed thumbprint', credential({ jkt: 'x' }), 'introduction_invalid'],
    ['with a thumbprint that is no text', credential({ jkt: 1 }), 'introduction_invalid'],
    ['without a period', credential({ period: null }), 'introduction_invalid'],
    [
      'with a period that is no window',
      credential({ period: { start: '2026-10-01', end: '2026-10-31' } }),
      'introduction_invalid',
    ],
    ['without commitments', credential({ commitments: null }), 'introduction_invalid'],
    ['with other commitments', credential({ commitments: { debt_payments: 'x' } }), 'introduction_invalid'],
    [
      'with a commitment that is short',
      credential({ commitments: { gross_income: 'AA' } }),
      'introduction_invalid',
    ],
    [
      'with a window of another time',
      credential({ period: { start: '2024-11-01', end: '2025-10-31' } }),
      'credential_unsuitable',
    ],
  ])('%s', async (_, change, expected) => {
    expect(await introduced(change)).toBe(expected);
  });

  test('that a man-in-the-middle attacker replaces has another comparison code', async () => {
    const request = await couple.createRequest();
    const people = ofCouple();
    const device = deviceOf(false);
    const honest = await forEach(people, (person) =>
      device.joinRequest(request, people[person]!, { person }),
    );
    // The attacker introduces keys of its own to both, and knows nothing of what both will reveal.
    const attacker = await forEach(people, (person) =>
      device.joinRequest(request, people[person]!, { person }),
    );
    const { anna, ben } = honest as Record<'anna' | 'ben', CommitPhase>;
    const revealed = {
      anna: anna.reveal({ ben: attacker.ben!.commitment }),
      ben: ben.reveal({ anna: attacker.anna!.commitment }),
    };
    const forAnna = attacker.ben!.reveal({ anna: anna.commitment }).introduction;
    const forBen = attacker.anna!.reveal({ ben: ben.commitment }).introduction;
    const [one, other] = [
      await revealed.anna.readIntroductions({ ben: forAnna }),
      await revealed.ben.readIntroductions({ anna: forBen }),
    ];
    expect(one.comparisonCode).not.toBe(other.comparisonCode);
    // What Ben would tell the attacker is of no use to Anna.
    const { anna: share } = await other.shares();
    expect(await outcomeAsync(() => one.present({ ben: share! }))).toBe('share_invalid');
  });
});

describe('a share', () => {
  /** Anna, whose key is known, and what Ben tells her. */
  async function shared() {
    const request = await couple.createRequest();
    const { texts, answers } = await exchange(request, ofCouple());
    const key = JSON.parse(texts.anna!).encryption_key;
    const opening = couple.held.partner_salary.credential
      .split('~')
      .slice(1, -1)
      .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()))
      .find(([, name]) => name === 'gross_income')[2];
    const session = sha256Base64url(canonicalJson([texts.anna, texts.ben]));
    const honest: Json = { session, from: 'ben', to: 'anna', sums: [opening] };
    const encrypt = async (value: unknown, recipient: Json = key, header: object = {}) =>
      new CompactEncrypt(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', ...header })
        .encrypt(await importJWK(recipient, 'ECDH-ES'));
    const outcomeOf = async (share: unknown) => outcomeAsync(() => answers.anna!.present(share as ByPerson));
    return { honest, encrypt, outcomeOf, answers, opening };
  }

  test('is the sum of the terms of the person, and no more', async () => {
    const { honest, encrypt, outcomeOf } = await shared();
    expect(await outcomeOf({ ben: await encrypt(honest) })).toBe('accepted');
  });

  test('that is anything else is refused', async () => {
    const { honest, encrypt, outcomeOf, opening } = await shared();
    const elsewhere = await shared();
    const { publicKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const sums = (...list: unknown[]) => ({ ...honest, sums: list });
    const shares: [string, unknown][] = [
      ['none', {}],
      ['null', null],
      ['no text', { ben: 1 }],
      ['no JWE', { ben: 'x' }],
      ['too long', { ben: 'x'.repeat(20_000) }],
      ['for another key', { ben: await encrypt(honest, await exportJWK(publicKey)) }],
      ['with another encryption', { ben: await encrypt(honest, undefined, { enc: 'A128GCM' }) }],
      ['no JSON', { ben: await encrypt('{') }],
      ['no object', { ben: await encrypt([]) }],
      ['of another session', { ben: (await elsewhere.answers.ben!.shares()).anna }],
      ['of no session', { ben: await encrypt({ ...honest, session: undefined }) }],
      ['from another person', { ben: await encrypt({ ...honest, from: 'anna' }) }],
      ['to another person', { ben: await encrypt({ ...honest, to: 'ben' }) }],
      ['without sums', { ben: await encrypt({ ...honest, sums: undefined }) }],
      ['with two sums', { ben: await encrypt(sums(opening, opening)) }],
      ['with no sum', { ben: await encrypt(sums()) }],
      ['with a sum that is null', { ben: await encrypt(sums(null)) }],
      ['with another value', { ben: await encrypt(sums({ ...opening, value: '4000001' })) }],
      ['with a value that is no integer', { ben: await encrypt(sums({ ...opening, value: '4e6' })) }],
      ['with a value that is a number', { ben: await encrypt(sums({ ...opening, value: 4_000_000 })) }],
      [
        'with another blinding',
        { ben: await encrypt(sums({ ...opening, blinding: encodeBase64url(new Uint8Array(32)) })) },
      ],
      [
        'with a blinding that is no scalar',
        { ben: await encrypt(sums({ ...opening, blinding: encodeBase64url(new Uint8Array(32).fill(255)) })) },
      ],
      ['with a short blinding', { ben: await encrypt(sums({ ...opening, blinding: 'AA' })) }],
    ];
    for (const [what, share] of shares)
      expect([what, await outcomeOf(share)]).toEqual([what, 'share_invalid']);
  });
});

// Anna proves, and cannot tell whether the commitments that Ben introduces are those of a credential.
describe('a person who makes an amount up', () => {
  const SUM = ['salary', 'partner_salary'];
  const salaryOfAnna = () =>
    couple.issueSalary({
      attributes: { gross_income: '5400000', debt_payments: '600000' },
      identity: { country: 'DE', id_type: 'tax_id', id: 'ANNA1234' },
      claims: CLAIMS_OF_ANNA,
    });

  /** Anna's answer, and the share of a Ben who has this amount if one believes him. */
  async function tell(
    request: PresentationRequest,
    device: CoreEngine,
    value: bigint,
    salary?: HeldCredential,
  ) {
    const held = { salary: salary ?? couple.held.salary };
    const anna = await device.joinRequest(request, held, { person: 'anna' });
    const ben = await deviceOf(false).joinRequest(request, ofGuarantor().ben!, { person: 'ben' });
    const introduction = JSON.parse(ben.reveal({ anna: anna.commitment }).introduction);
    const blinding = randomScalar();
    const point = commit(BigInt.asUintN(64, value), blinding);
    introduction.credentials.partner_salary.commitments.gross_income = encodeBase64url(point);
    const text = canonicalJson(introduction);
    const revealing = anna.reveal({ ben: sha256Base64url(text) });
    const answer = await revealing.readIntroductions({ ben: text });
    const session = sha256Base64url(canonicalJson([revealing.introduction, text]));
    const isUpperBound = (request.policy as Json).predicates.at(-1).at_most !== undefined;
    const coefficient = isUpperBound ? -1n : 1n;
    const sum = combineBlindings([{ coefficient, blinding }]);
    const sums = [{ value: String(coefficient * value), blinding: encodeBase64url(sum) }];
    const share = await new CompactEncrypt(
      Buffer.from(JSON.stringify({ session, from: 'ben', to: 'anna', sums })),
    )
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
      .encrypt(await importJWK(JSON.parse(revealing.introduction).encryption_key, 'ECDH-ES'));
    const shares = { ben: share };
    return { answer, shares, outcome: () => outcomeAsync(() => answer.present(shares)) };
  }
  const joint = (bounds: Json, more: Json[] = []) =>
    couple.createRequest(
      guarantorPolicy({
        predicates: [
          ...more,
          {
            label: 'Sum',
            terms: SUM.map((id) => policyTerm(id, 'gross_income')),
            per: 'year',
            ...bounds,
          },
        ],
      }),
    );

  test('does not find the amount of another one with many sums for one request', async () => {
    const device = deviceOf(true);
    const request = await joint({ at_least: '9400000' });
    // The answer tells whether Anna has at least 94,000.00 EUR without that amount.
    const ask = (amount: bigint) => tell(request, device, 9_400_000n - amount);
    expect(await (await ask(4_700_000n)).outcome()).toBe('accepted');
    expect(await (await ask(5_600_000n)).outcome()).toBe('predicate_not_satisfied');
    const { answer, shares, outcome } = await ask(5_200_000n);
    expect(await outcome()).toBe('consent_required');
    const { reasons, knownAfterProof } = await answer.assess(shares);
    expect(reasons).toEqual(['window_too_narrow']);
    expect(knownAfterProof.verifier).toContainEqual({
      of: 'gross_income@demo:acme',
      at_least: '5200000',
      at_most: '5599999',
    });
    // The same amount again tells nothing new.
    expect(await (await ask(4_700_000n)).outcome()).toBe('accepted');
    expect(await outcomeAsync(() => answer.assess({}))).toBe('share_invalid');
  });

  test('does not make a wallet forget what a verifier knows, or think that an answer is impossible', async () => {
    const device = deviceOf(true);
    const alone = (bounds: Json) => ({
      label: 'Alone',
      terms: [policyTerm('salary', 'gross_income')],
      per: 'year',
      ...bounds,
    });
    const outcomeOf = async (request: PresentationRequest, value: bigint) =>
      (await tell(request, device, value, await salaryOfAnna())).outcome();
    // Anna has at least 50,000.00 EUR, and with a rich person much more.
    const first = await joint({ at_least: '200000000' }, [alone({ at_least: '5000000' })]);
    expect(await outcomeOf(first, 196_000_000n)).toBe('accepted');
    // With a poor person little: this contradicts the first sum. Alone, it would be at most 54,500.00 EUR.
    expect(await outcomeOf(await joint({ at_most: '5500000' }), 50_000n)).toBe('consent_required');
    // At most 60,000.00 EUR alone.
    expect(await outcomeOf(await joint({ at_most: '6000000' }), 0n)).toBe('accepted');
    const narrow = await joint({ at_least: '0' }, [alone({ at_most: '5400000' })]);
    expect(await outcomeOf(narrow, 0n)).toBe('consent_required');
  });

  test('is refused with an amount that no credential has', async () => {
    const request = await joint({ at_least: '9400000' });
    const of = async (value: bigint) => (await tell(request, deviceOf(false), value)).outcome();
    expect(await of(2n ** 53n - 1n)).toBe('accepted');
    expect(await of(2n ** 53n)).toBe('share_invalid');
    // With it, no proof could be made.
    expect(await of(2n ** 64n - 1n)).toBe('share_invalid');
  });
});

test('a person who proves and tells is asked once, and remembers one answer', async () => {
  const claims = { given_name: 'Cem', family_name: 'Kaya', birthdate: '1990-07-07' };
  const third = await couple.issueSalary({
    claims,
    identity: { country: 'DE', id_type: 'tax_id', id: 'CEM12345' },
  });
  const ids = ['salary', 'partner_salary', 'third_salary'];
  const request = await couple.createRequest(
    couplePolicy({
      credentials: ids,
      credential_ids: ids,
      people: { anna: ['salary'], ben: ['partner_salary'], cem: ['third_salary'] },
      predicates: [
        incomeOf(['salary', 'partner_salary'], '5000000'),
        incomeOf(['partner_salary', 'third_salary'], '5000000'),
      ],
    }),
  );
  const { salary, partner_salary } = couple.held;
  const [device, others] = [deviceOf(true), deviceOf(false)];
  const held: People = { anna: { salary }, ben: { partner_salary }, cem: { third_salary: third } };
  const deviceOfPerson = (person: string) => (person === 'ben' ? device : others);
  const { ben, cem } = await meet(request, held, { deviceOfPerson });
  await ben!.shares({ accept: ['partner_learns_amount'] });
  const shares = { cem: (await cem!.shares()).ben! };
  const { reasons, answered } = await ben!.assess(shares);
  expect([reasons, answered.ofVerifier, answered.shared]).toEqual([[], 0, 0]);
  expect(Object.keys(await ben!.present(shares))).toEqual(['partner_salary']);
});

describe('a person', () => {
  test('is one of the policy', async () => {
    const request = await couple.createRequest();
    const device = deviceOf(false);
    const { salary, pension, partner_salary } = couple.held;
    const join = (held: Held, person: string) =>
      outcomeAsync(() => device.joinRequest(request, held, { person }));
    expect(await join({ partner_salary }, 'ben')).toBe('accepted');
    expect(await join({ partner_salary }, 'cem')).toBe('person_required');
    expect(await join({ partner_salary }, 'constructor')).toBe('person_required');
    expect(await join({ partner_salary }, 'anna')).toBe('credential_missing');
    expect(await join({ salary, pension, partner_salary }, 'ben')).toBe('credential_unexpected');
    expect(await outcomeAsync(() => device.assessRequest(request, couple.held))).toBe('person_required');
    expect(await outcomeAsync(() => device.generateProof(request, { salary, pension }))).toBe(
      'credential_missing',
    );
  });

  test('is not named where all credentials belong to one', async () => {
    const { people: _, ...policy } = guarantorPolicy({
      credentials: ['salary'],
      credential_ids: ['salary'],
      predicates: [incomeOf(['salary'], '5400000')],
    });
    const request = await couple.createRequest(policy);
    const { salary } = couple.held;
    expect(
      await outcomeAsync(() => deviceOf(false).joinRequest(request, { salary }, { person: 'anna' })),
    ).toBe('person_required');
  });
});
