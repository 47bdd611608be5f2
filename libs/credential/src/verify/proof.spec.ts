import { beforeAll, describe, expect, test } from '@jest/globals';
import { commit } from '@zk-income/crypto';
import fc from 'fast-check';
import { encodeBase64url } from '../encoding/base64url.js';
import type { ProveJob } from '../proof/proof-runner.js';
import { issueCredential, OWNER } from '../testing/environment.js';
import { changeInequalities, type ForgeOptions, forge } from '../testing/forge.js';
import type { Json } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';
import { makeTwoIncomesFixture, type TwoIncomesFixture } from '../testing/two-incomes-fixture.js';

let fixture: SalaryFixture;
let twoIncomes: TwoIncomesFixture;

beforeAll(async () => {
  [fixture, twoIncomes] = [await makeSalaryFixture(), await makeTwoIncomesFixture()];
});

const ZERO = new Uint8Array(32);
const income = (bounds: object) => ({
  predicates: [
    {
      label: 'x',
      terms: [{ credential: 'salary', attribute: 'gross_income', coefficient: 1 }],
      per: 'year',
      ...bounds,
    },
  ],
});
const ratio = {
  predicates: [
    {
      label: 'Debt is at most 40 % of income',
      per: 'year',
      terms: [
        { credential: 'salary', attribute: 'gross_income', coefficient: 40 },
        { credential: 'salary', attribute: 'debt_payments', coefficient: -100 },
      ],
      at_least: '0',
    },
  ],
};
const job = (change: (job: ProveJob) => ProveJob): ForgeOptions => ({ job: change });
const binding = (changes: (binding: ProveJob['binding']) => object) =>
  job((honest) => ({ ...honest, binding: { ...honest.binding, ...changes(honest.binding) } }));

describe('a holder who misses the bound by one cent cannot prove it', () => {
  const missed = income({ at_least: '5400001' });
  const blindingOf = (held: { credential: string }, name: string): Uint8Array => {
    const texts = held.credential.split('~').slice(1, -1);
    const all = texts.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
    return Buffer.from(all.find(([, other]) => other === name)[2].blinding, 'base64url');
  };

  test('with a false value for the opening', async () => {
    const openings = {
      gross_income: { value: 5400001n, blinding: blindingOf(fixture.held, 'gross_income') },
    };
    expect(await fixture.verifyForged({ openings }, missed)).toBe('range_proof_invalid');
  });

  test('with a commitment that the issuer did not sign', async () => {
    const blinding = new Uint8Array(32).fill(1);
    const openings = { gross_income: { value: 5400001n, blinding } };
    expect(await fixture.verifyForged({ openings }, missed)).toBe('range_proof_invalid');
    // If the issuer signs that commitment, the statement is true.
    const payload = (signed: Json) => {
      signed.commitments.gross_income = encodeBase64url(commit(5400001n, blinding));
      return signed;
    };
    expect(await fixture.verifyForged({ openings, payload }, missed)).toBe('verified');
  });

  test('with −1 written as 2^64 − 1', async () => {
    const wrapped = changeInequalities((list) =>
      list.map((item) => ({ ...item, constant: item.constant + 2n ** 64n })),
    );
    expect(await fixture.verifyForged({}, missed, wrapped)).toBe('range_proof_invalid');
  });

  test('with the proof of a lower bound', async () => {
    const lower = changeInequalities((list) =>
      list.map((item) => ({ ...item, constant: item.constant + 1n })),
    );
    expect(await fixture.verifyForged({}, missed, lower)).toBe('range_proof_invalid');
  });

  test('with the proof of an upper bound, whose difference is positive', async () => {
    const negated = changeInequalities((list) =>
      list.map(({ terms, constant }) => ({
        constant: -constant,
        terms: terms.map((term) => ({ ...term, coefficient: -term.coefficient })),
      })),
    );
    expect(await fixture.verifyForged({}, missed, negated)).toBe('range_proof_invalid');
  });

  test('for an upper bound that is exceeded by one cent', async () => {
    const openings = {
      gross_income: { value: 5399999n, blinding: blindingOf(fixture.held, 'gross_income') },
    };
    expect(await fixture.verifyForged({ openings }, income({ at_most: '5399999' }))).toBe(
      'range_proof_invalid',
    );
  });

  test('but one who meets it exactly can', async () => {
    expect(await fixture.verifyForged({}, income({ at_least: '5400000', at_most: '5400000' }))).toBe(
      'verified',
    );
  });
});

describe('the proof covers', () => {
  test('the commitments of the policy, not others of the credential', async () => {
    const swapped = changeInequalities((list) =>
      list.map(({ terms: [one, two], constant }) => ({
        constant,
        terms: [
          { ...one!, coefficient: 100n },
          { ...two!, coefficient: -40n },
        ],
      })),
    );
    expect(await fixture.verifyForged({}, ratio)).toBe('verified');
    expect(await fixture.verifyForged({}, ratio, swapped)).toBe('range_proof_invalid');
  });

  test('the inequalities in their order', async () => {
    const bounds = income({ at_least: '1', at_most: '99999999' });
    expect(await fixture.verifyForged({}, bounds)).toBe('verified');
    expect(
      await fixture.verifyForged(
        {},
        bounds,
        changeInequalities((list) => [...list].reverse()),
      ),
    ).toBe('range_proof_invalid');
  });

  test('every inequality', async () => {
    const bounds = income({ at_least: '1', at_most: '99999999' });
    const first = changeInequalities((list) => [list[0]!, list[0]!]);
    expect(await fixture.verifyForged({}, bounds, first)).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        bounds,
        changeInequalities((list) => [list[0]!]),
      ),
    ).toBe('range_proof_malformed');
  });

  test('the last inequality again, up to a power of two', async () => {
    const three = {
      predicates: [
        ...income({ at_least: '1', at_most: '99999999' }).predicates,
        ...income({ at_least: '2' }).predicates,
      ],
    };
    expect(await fixture.verifyForged({}, three)).toBe('verified');
    const zero = changeInequalities((list) => [
      ...list,
      { ...list[0]!, terms: list[0]!.terms.map((term) => ({ ...term, coefficient: 0n })), constant: 0n },
    ]);
    expect(await fixture.verifyForged({}, three, zero)).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        three,
        changeInequalities((list) => [...list, list[0]!]),
      ),
    ).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        three,
        changeInequalities((list) => [...list, list[2]!]),
      ),
    ).toBe('verified');
  });

  test('the policy of the request, not a weaker one', async () => {
    const request = await fixture.createRequest(income({ at_least: '5400001' }));
    const policy = { ...(request.policy as Json), ...income({ at_least: '1' }) };
    expect(await fixture.verify(request, await forge(request, fixture.salary(), { policy }))).toBe(
      'range_proof_invalid',
    );
  });
});

describe('the proof is bound to', () => {
  test.each<[string, ForgeOptions]>([
    ['the audience', binding(() => ({ audience: 'https://evil.example' }))],
    ['the nonce', binding(() => ({ nonce: 'A'.repeat(43) }))],
    ['the policy', binding(() => ({ policyHash: new Uint8Array(32) }))],
    ['the disclosed text', binding(() => ({ sdHashes: [new Uint8Array(32)] }))],
    ['the number of disclosed texts, not fewer', binding(() => ({ sdHashes: [] }))],
    [
      'the number of disclosed texts, not more',
      binding(({ sdHashes }) => ({ sdHashes: [...sdHashes, ...sdHashes] })),
    ],
  ])('%s', async (_, options) => {
    expect(await fixture.verifyForged({}, {}, options)).toBe('range_proof_invalid');
  });

  test('its presentation: it is invalid in another one of the same request', async () => {
    const request = await fixture.createRequest();
    const twin = await issueCredential(fixture.issuer);
    let lifted = new Uint8Array();
    await forge(request, fixture.salary({ held: twin }), {
      proof: (proof) => {
        lifted = Uint8Array.from(proof);
        return proof;
      },
    });
    const presentations = await forge(request, fixture.salary(), { proof: () => lifted });
    expect(await fixture.verify(request, presentations)).toBe('range_proof_invalid');
  });

  test('all credentials, in the order of the policy', async () => {
    const reversed = binding(({ sdHashes }) => ({ sdHashes: [...sdHashes].reverse() }));
    const carrier = binding(({ sdHashes }) => ({ sdHashes: sdHashes.slice(0, 1) }));
    for (const options of [reversed, carrier]) {
      const request = await twoIncomes.createRequest();
      expect(await twoIncomes.verify(request, await forge(request, twoIncomes.forgeries(), options))).toBe(
        'range_proof_invalid',
      );
    }
  });
});

test('no bit of a proof can be changed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(671), fc.nat(7), async (byte, bit) => {
      const proof = (bytes: Uint8Array) => bytes.map((value, i) => (i === byte ? value ^ (1 << bit) : value));
      expect(await fixture.verifyForged({}, {}, { proof })).toMatch(/^range_proof_(invalid|malformed)$/);
    }),
    { numRuns: 25 },
  );
});

describe('commitments', () => {
  const signed = (commitment: Uint8Array) => (payload: Json) => {
    payload.commitments.gross_income = encodeBase64url(commitment);
    return payload;
  };

  test('that are not group elements are rejected', async () => {
    // The first is not below p, the second is negative, the third is not a square.
    const one = Uint8Array.of(1, ...new Array(31).fill(0));
    const two = Uint8Array.of(2, ...new Array(31).fill(0));
    for (const commitment of [new Uint8Array(32).fill(255), one, two]) {
      expect(await fixture.verifyForged({ payload: signed(commitment) })).toBe('commitment_invalid');
    }
  });

  test('and derived commitments may be the identity, which commits to 0 without hiding it', async () => {
    const openings = { gross_income: { value: 0n, blinding: ZERO } };
    const forgery = { payload: signed(ZERO), openings };
    expect(await fixture.verifyForged(forgery, income({ at_least: '0' }))).toBe('verified');
    expect(await fixture.verifyForged(forgery, income({ at_most: '0' }))).toBe('verified');
  });

  test('that are the identity prove only 0', async () => {
    const openings = { gross_income: { value: 1n, blinding: ZERO } };
    const forgery = { payload: signed(ZERO), openings };
    expect(await fixture.verifyForged(forgery, income({ at_least: '1' }))).toBe('range_proof_invalid');
  });
});

test('an invalid proof and an invalid commitment count as failed attempts', async () => {
  const request = await fixture.createRequest(income({ at_least: '5400001' }));
  const lower = changeInequalities((list) => list.map((item) => ({ ...item, constant: 0n })));
  expect(await fixture.verify(request, await forge(request, fixture.salary(), lower))).toBe(
    'range_proof_invalid',
  );
  expect((await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(1);
});
