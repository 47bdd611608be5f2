import { beforeAll, describe, expect, test } from '@jest/globals';
import { commit } from '@zk-income/crypto';
import fc from 'fast-check';
import { encodeBase64url } from '../encoding/base64url.js';
import type { ProveJob } from '../proof/proof-runner.js';
import { issueCredential, OWNER } from '../testing/environment.js';
import { type ForgeOptions, forge } from '../testing/forge.js';
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
    { label: 'x', terms: [{ credential: 'salary', attribute: 'annual_income', coefficient: 1 }], ...bounds },
  ],
});
const ratio = {
  predicates: [
    {
      label: 'Debt is at most 40 % of income',
      terms: [
        { credential: 'salary', attribute: 'annual_income', coefficient: 40 },
        { credential: 'salary', attribute: 'annual_debt', coefficient: -100 },
      ],
      at_least: '0',
    },
  ],
};
const job = (change: (job: ProveJob) => ProveJob): ForgeOptions => ({ job: change });
const inequalities = (change: (list: ProveJob['inequalities']) => ProveJob['inequalities']) =>
  job((honest) => ({ ...honest, inequalities: change(honest.inequalities) }));
const binding = (changes: (binding: ProveJob['binding']) => object) =>
  job((honest) => ({ ...honest, binding: { ...honest.binding, ...changes(honest.binding) } }));

describe('who misses the bound by one cent proves nothing', () => {
  const missed = income({ at_least: '5400001' });
  const blindingOf = (held: { credential: string }, name: string): Uint8Array => {
    const texts = held.credential.split('~').slice(1, -1);
    const all = texts.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
    return Buffer.from(all.find(([, other]) => other === name)[2].blinding, 'base64url');
  };

  test('with a false value for the opening', async () => {
    const openings = {
      annual_income: { value: 5400001n, blinding: blindingOf(fixture.held, 'annual_income') },
    };
    expect(await fixture.verifyForged({ openings }, missed)).toBe('range_proof_invalid');
  });

  test('with a commitment of their own making', async () => {
    const blinding = new Uint8Array(32).fill(1);
    const openings = { annual_income: { value: 5400001n, blinding } };
    expect(await fixture.verifyForged({ openings }, missed)).toBe('range_proof_invalid');
    // What an issuer would have to sign, and then it would be true.
    const payload = (signed: Json) => {
      signed.commitments.annual_income = encodeBase64url(commit(5400001n, blinding));
      return signed;
    };
    expect(await fixture.verifyForged({ openings, payload }, missed)).toBe('verified');
  });

  test('with −1 written as 2^64 − 1', async () => {
    const wrapped = inequalities((list) =>
      list.map((item) => ({ ...item, constant: item.constant + 2n ** 64n })),
    );
    expect(await fixture.verifyForged({}, missed, wrapped)).toBe('range_proof_invalid');
  });

  test('with the proof of a lower bound', async () => {
    const lower = inequalities((list) => list.map((item) => ({ ...item, constant: item.constant + 1n })));
    expect(await fixture.verifyForged({}, missed, lower)).toBe('range_proof_invalid');
  });

  test('with the proof of an upper bound, whose difference is positive', async () => {
    const negated = inequalities((list) =>
      list.map(({ terms, constant }) => ({
        constant: -constant,
        terms: terms.map((term) => ({ ...term, coefficient: -term.coefficient })),
      })),
    );
    expect(await fixture.verifyForged({}, missed, negated)).toBe('range_proof_invalid');
  });

  test('with the bound of an upper bound exceeded by as much', async () => {
    const openings = {
      annual_income: { value: 5399999n, blinding: blindingOf(fixture.held, 'annual_income') },
    };
    expect(await fixture.verifyForged({ openings }, income({ at_most: '5399999' }))).toBe(
      'range_proof_invalid',
    );
  });

  test('while who meets it exactly does', async () => {
    expect(await fixture.verifyForged({}, income({ at_least: '5400000', at_most: '5400000' }))).toBe(
      'verified',
    );
  });
});

describe('the proof is about', () => {
  test('the commitments of the policy, not others of the credential', async () => {
    const swapped = inequalities((list) =>
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
        inequalities((list) => [...list].reverse()),
      ),
    ).toBe('range_proof_invalid');
  });

  test('every inequality: none is left out', async () => {
    const bounds = income({ at_least: '1', at_most: '99999999' });
    const first = inequalities((list) => [list[0]!, list[0]!]);
    expect(await fixture.verifyForged({}, bounds, first)).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        bounds,
        inequalities((list) => [list[0]!]),
      ),
    ).toBe('range_proof_malformed');
  });

  test('the last inequality again where there are too few for a power of two', async () => {
    const three = {
      predicates: [
        ...income({ at_least: '1', at_most: '99999999' }).predicates,
        ...income({ at_least: '2' }).predicates,
      ],
    };
    expect(await fixture.verifyForged({}, three)).toBe('verified');
    const zero = inequalities((list) => [
      ...list,
      { ...list[0]!, terms: list[0]!.terms.map((term) => ({ ...term, coefficient: 0n })), constant: 0n },
    ]);
    expect(await fixture.verifyForged({}, three, zero)).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        three,
        inequalities((list) => [...list, list[0]!]),
      ),
    ).toBe('range_proof_invalid');
    expect(
      await fixture.verifyForged(
        {},
        three,
        inequalities((list) => [...list, list[2]!]),
      ),
    ).toBe('verified');
  });

  test('the policy of the request, not a milder one', async () => {
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
    ['that a text was disclosed', binding(() => ({ sdHashes: [] }))],
    ['that no further was', binding(({ sdHashes }) => ({ sdHashes: [...sdHashes, ...sdHashes] }))],
  ])('%s', async (_, options) => {
    expect(await fixture.verifyForged({}, {}, options)).toBe('range_proof_invalid');
  });

  test('its presentation: lifted into another of the same request it is worthless', async () => {
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

test('of a proof no bit can be changed', async () => {
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
    payload.commitments.annual_income = encodeBase64url(commitment);
    return payload;
  };

  test('that are no group elements are refused', async () => {
    // The first is not below p, the second is negative, the third no square.
    const one = Uint8Array.of(1, ...new Array(31).fill(0));
    const two = Uint8Array.of(2, ...new Array(31).fill(0));
    for (const commitment of [new Uint8Array(32).fill(255), one, two]) {
      expect(await fixture.verifyForged({ payload: signed(commitment) })).toBe('commitment_invalid');
    }
  });

  test('may be the identity, and so may what is derived: it commits to 0 and hides nothing', async () => {
    const openings = { annual_income: { value: 0n, blinding: ZERO } };
    const forgery = { payload: signed(ZERO), openings };
    expect(await fixture.verifyForged(forgery, income({ at_least: '0' }))).toBe('verified');
    expect(await fixture.verifyForged(forgery, income({ at_most: '0' }))).toBe('verified');
  });

  test('that are the identity prove no more than 0', async () => {
    const openings = { annual_income: { value: 1n, blinding: ZERO } };
    const forgery = { payload: signed(ZERO), openings };
    expect(await fixture.verifyForged(forgery, income({ at_least: '1' }))).toBe('range_proof_invalid');
  });
});

describe('two credentials of one presentation', () => {
  const answer = async (
    changes: Parameters<TwoIncomesFixture['forgeries']>[0],
    options: ForgeOptions = {},
  ) => {
    const request = await twoIncomes.createRequest();
    return twoIncomes.verify(request, await forge(request, twoIncomes.forgeries(changes), options));
  };

  test('of one person and two payers are accepted', async () => {
    expect(await answer({})).toBe('verified');
  });

  describe('belong to one person', () => {
    let stranger: Awaited<ReturnType<TwoIncomesFixture['issuePension']>>;
    const identity = { country: 'DE', id_type: 'tax_id', id: 'S1' };

    beforeAll(async () => {
      stranger = await twoIncomes.issuePension({ identity });
    });

    const subjectOf = (held: { credential: string }): { value: bigint; blinding: Uint8Array } => {
      const texts = held.credential.split('~').slice(1, -1);
      const all = texts.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
      const { value, blinding } = all.find(([, name]) => name === 'subject')[2];
      return { value: BigInt(value), blinding: Buffer.from(blinding, 'base64url') };
    };

    test('not though both openings are claimed to be of one number', async () => {
      const mine = subjectOf(twoIncomes.held.salary);
      const theirs = { ...subjectOf(stranger), value: mine.value };
      expect(await answer({ pension: { held: stranger, openings: { subject: theirs } } })).toBe(
        'range_proof_invalid',
      );
      expect(await answer({ pension: { held: stranger, openings: { subject: mine } } })).toBe(
        'range_proof_invalid',
      );
    });

    test('not though one number is larger, and one of the two comparisons holds', async () => {
      const larger = subjectOf(twoIncomes.held.salary).value > subjectOf(stranger).value;
      // What holds is proved twice, in place of what does not.
      const options = inequalities((list) => {
        const [sum, less, more] = list as [Json, Json, Json];
        return larger ? [sum, less, less] : [sum, more, more];
      });
      expect(await answer({ pension: { held: stranger } }, options)).toBe('range_proof_invalid');
    });

    test('not though the comparison is left out', async () => {
      const options = inequalities((list) => [list[0]!, list[0]!, list[0]!]);
      expect(await answer({ pension: { held: stranger } }, options)).toBe('range_proof_invalid');
    });
  });

  describe('come from different payers', () => {
    test.each([
      'demo:acme',
      'DEMO:ACME',
      'demo: acme',
      ' demo:acme\t',
      'demo:ac-me',
      'demo:ac.me/',
      'demo:ａｃｍｅ',
    ])('not from %j twice', async (sourceId) => {
      const held = await twoIncomes.issuePension({}, { id: 'pensions', sourceId });
      expect(await answer({ pension: { held } })).toBe('source_not_distinct');
    });

    test('and one payer twice counts as a failed attempt', async () => {
      const held = await twoIncomes.issuePension({}, { id: 'pensions', sourceId: 'demo:acme' });
      const request = await twoIncomes.createRequest();
      const presentations = await forge(request, twoIncomes.forgeries({ pension: { held } }));
      expect(await twoIncomes.verify(request, presentations)).toBe('source_not_distinct');
      expect(await twoIncomes.verifier.findRequest(OWNER, request.id)).toMatchObject({ failed_attempts: 1 });
    });

    test('so that no credential counts twice', async () => {
      const request = await twoIncomes.createRequest();
      const { salary } = twoIncomes.forgeries();
      expect(await twoIncomes.verify(request, await forge(request, { salary, pension: salary }))).toBe(
        'source_not_distinct',
      );
    });

    test('and say so', async () => {
      expect(await answer({ pension: { disclosures: () => [] } })).toBe('disclosure_missing');
    });
  });

  test('have one range proof between them, in the carrier', async () => {
    const further = { keyBindingPayload: { range_proof: 'AAAA' } };
    expect(await answer({ pension: further })).toBe('range_proof_misplaced');
    expect(await answer({ pension: { keyBindingPayload: { range_proof: null } } })).toBe(
      'range_proof_misplaced',
    );
  });

  test('are each checked: issuer, claims, key binding and status of the second count as of the first', async () => {
    expect(await answer({ pension: { header: { typ: 'JWT' } } })).toBe('credential_type_wrong');
    expect(await answer({ pension: { payload: { exp: 1 } } })).toBe('credential_expired');
    expect(await answer({ pension: { keyBindingPayload: { nonce: 'x' } } })).toBe('nonce_mismatch');
    expect(await answer({ pension: { keyBindingPayload: { aud: 'x' } } })).toBe('audience_mismatch');
    expect(await answer({ pension: { keyBindingPayload: { transaction_data_hashes: [] } } })).toBe(
      'transaction_data_mismatch',
    );
    const held = await twoIncomes.issuePension();
    await twoIncomes.pensions.engine.changeStatus('pensions', held.batch, 'revoked');
    twoIncomes.clock.time += 300_000;
    expect(await answer({ pension: { held } })).toBe('credential_revoked');
  });

  test('are of the issuers that the policy names for each', async () => {
    const issuers = (salary: string, pension: string) => ({
      issuers: { salary: [salary], pension: [pension] },
    });
    const { iss: one } = twoIncomes.issuer;
    const { iss: two } = twoIncomes.pensions;
    const asked = await twoIncomes.createRequest(issuers(one, two));
    expect(await twoIncomes.verify(asked, await forge(asked, twoIncomes.forgeries()))).toBe('verified');
    const crossed = await twoIncomes.createRequest(issuers(two, one));
    expect(await twoIncomes.verify(crossed, await forge(crossed, twoIncomes.forgeries()))).toBe(
      'issuer_untrusted',
    );
  });
});

test('a proof that fails at the last check counts as an attempt, a commitment that is none as well', async () => {
  const request = await fixture.createRequest(income({ at_least: '5400001' }));
  const lower = inequalities((list) => list.map((item) => ({ ...item, constant: 0n })));
  expect(await fixture.verify(request, await forge(request, fixture.salary(), lower))).toBe(
    'range_proof_invalid',
  );
  expect((await fixture.verifier.findRequest(OWNER, request.id)).failed_attempts).toBe(1);
});
