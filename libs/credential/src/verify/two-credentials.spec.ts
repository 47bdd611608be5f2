import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { EQUALITY_PROOF_BYTES } from '@zk-income/crypto';
import { importJWK, SignJWT } from 'jose';
import { policyTerm } from '../examples.js';
import { OWNER } from '../testing/environment.js';
import { type ForgeOptions, forge } from '../testing/forge.js';
import type { Json } from '../testing/policies.js';
import { makeTwoIncomesFixture, type TwoIncomesFixture } from '../testing/two-incomes-fixture.js';

let twoIncomes: TwoIncomesFixture;

beforeAll(async () => {
  twoIncomes = await makeTwoIncomesFixture();
});

const answer = async (changes: Parameters<TwoIncomesFixture['forgeries']>[0], options: ForgeOptions = {}) => {
  const request = await twoIncomes.createRequest();
  return twoIncomes.verify(request, await forge(request, twoIncomes.forgeries(changes), options));
};

/** The proof of an honest presentation. */
const answerText = async (changes: Parameters<TwoIncomesFixture['forgeries']>[0]): Promise<Uint8Array> => {
  const request = await twoIncomes.createRequest();
  const { salary } = await forge(request, twoIncomes.forgeries(changes));
  const { range_proof: proof } = JSON.parse(Buffer.from(salary!.split('.').at(-2)!, 'base64url').toString());
  return Buffer.from(proof, 'base64url');
};
/** The policy of the fixture has one inequality, which is narrow. */
const equalityOf = (proof: Uint8Array) => proof.slice(0, EQUALITY_PROOF_BYTES);
const withEquality = (proof: Uint8Array, equality: Uint8Array) =>
  Uint8Array.from([...equality, ...proof.slice(equality.length)]);

test('two credentials of one person and two payers are accepted', async () => {
  expect(await answer({})).toBe('verified');
});

describe('two credentials must belong to one person', () => {
  let stranger: Awaited<ReturnType<TwoIncomesFixture['issuePension']>>;
  const identity = { country: 'DE', id_type: 'tax_id', id: 'S1234' };

  beforeAll(async () => {
    stranger = await twoIncomes.issuePension({ identity });
  });

  const subjectOf = (held: { credential: string }): { value: bigint; blinding: Uint8Array } => {
    const texts = held.credential.split('~').slice(1, -1);
    const all = texts.map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
    const { value, blinding } = all.find(([, name]) => name === 'subject')[2];
    return { value: BigInt(value), blinding: Buffer.from(blinding, 'base64url') };
  };

  test('even if both openings claim the same number', async () => {
    const mine = subjectOf(twoIncomes.held.salary);
    const theirs = { ...subjectOf(stranger), value: mine.value };
    expect(await answer({ pension: { held: stranger, openings: { subject: theirs } } })).toBe(
      'range_proof_invalid',
    );
    expect(await answer({ pension: { held: stranger, openings: { subject: mine } } })).toBe(
      'range_proof_invalid',
    );
  });

  test('even if the holder proves that each subject equals itself', async () => {
    const options: ForgeOptions = { job: (job) => ({ ...job, equal: [job.equal![0]!, job.equal![0]!] }) };
    expect(await answer({ pension: { held: stranger } }, options)).toBe('range_proof_invalid');
  });

  test('even if the proof of equality is that of an honest presentation', async () => {
    const honest = await answerText({});
    const options: ForgeOptions = { proof: (proof) => withEquality(proof, equalityOf(honest)) };
    expect(await answer({ pension: { held: stranger } }, options)).toBe('range_proof_invalid');
    expect(await answer({}, options)).toBe('range_proof_invalid');
  });

  test('even if the comparison is omitted', async () => {
    const options: ForgeOptions = { job: (job) => ({ ...job, equal: [] }) };
    expect(await answer({ pension: { held: stranger } }, options)).toBe('range_proof_malformed');
  });

  test('with a proof of equality that can be decoded', async () => {
    const noPoint: ForgeOptions = { proof: (proof) => withEquality(proof, new Uint8Array(32).fill(255)) };
    expect(await answer({}, noPoint)).toBe('range_proof_malformed');
    const noScalar: ForgeOptions = {
      proof: (proof) => withEquality(proof, new Uint8Array(64).fill(255, 32)),
    };
    expect(await answer({}, noScalar)).toBe('range_proof_malformed');
  });

  test('whose commitments to the subject are points', async () => {
    const payload = (honest: Json) => ({
      ...honest,
      commitments: { ...honest.commitments, subject: Buffer.alloc(32, 255).toString('base64url') },
    });
    expect(await answer({ pension: { payload } })).toBe('commitment_invalid');
  });
});

describe('two credentials must come from different payers', () => {
  /** The pension with another `source_id`, as an issuer of version 0.1.0, or one with other software, signs it. */
  const pensionFrom = async (sourceId: string) => {
    const held = await twoIncomes.issuePension();
    const [jwt, ...disclosures] = held.credential.split('~').slice(0, -1) as [string, ...string[]];
    const payload = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
    const index = disclosures.findIndex(
      (text) => JSON.parse(Buffer.from(text, 'base64url').toString())[1] === 'source_id',
    );
    const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
    const changed = Buffer.from(JSON.stringify(['salt', 'source_id', sourceId])).toString('base64url');
    payload._sd = payload._sd.map((found: string) =>
      found === digest(disclosures[index]!) ? digest(changed) : found,
    );
    const header = { alg: 'ES256', typ: 'dc+sd-jwt', kid: twoIncomes.pensions.keys.kid };
    const signed = await new SignJWT(payload)
      .setProtectedHeader(header)
      .sign(await importJWK(twoIncomes.pensions.key.privateJwk, 'ES256'));
    return { ...held, credential: [signed, ...disclosures.with(index, changed), ''].join('~') };
  };

  test.each([
    'demo:acme',
    'DEMO:ACME',
    'demo: acme',
    ' demo:acme\t',
    'demo:ac-me',
    'demo:ac.me/',
    'demo:ａｃｍｅ',
  ])('not from %j twice', async (sourceId) => {
    const held = await pensionFrom(sourceId);
    expect(await answer({ pension: { held } })).toBe('source_not_distinct');
    const request = await twoIncomes.createRequest();
    const proving = twoIncomes.holder.generateProof(request, {
      salary: twoIncomes.held.salary,
      pension: held,
    });
    await expect(proving).rejects.toThrow('credential_unsuitable: salary, pension: Two of the credentials');
  });

  test.each(['demo:acme:1', ':demo:acme', 'demoacme', 'hrb:12345', 'vat:UK123456789', 'dem\u043e:acme'])(
    'in a canonical form, and not %j',
    async (sourceId) => {
      const held = await pensionFrom(sourceId);
      expect(await answer({ pension: { held } })).toBe('source_malformed');
      const request = await twoIncomes.createRequest();
      const proving = twoIncomes.holder.generateProof(request, {
        salary: twoIncomes.held.salary,
        pension: held,
      });
      await expect(proving).rejects.toThrow('credential_unsuitable: salary, pension: The payer');
    },
  );

  test('and another spelling of another payer is accepted', async () => {
    const held = await pensionFrom('Demo: PENS-IONS');
    expect(await answer({ pension: { held } })).toBe('verified');
  });

  test('and the same payer is no failed attempt: no proof was checked', async () => {
    const held = await twoIncomes.issuePension({}, { id: 'pensions', sourceId: 'demo:acme' });
    const request = await twoIncomes.createRequest();
    const presentations = await forge(request, twoIncomes.forgeries({ pension: { held } }));
    expect(await twoIncomes.verify(request, presentations)).toBe('source_not_distinct');
    expect(await twoIncomes.verifier.findRequest(OWNER, request.id)).toMatchObject({ failed_attempts: 0 });
  });

  test('so that no credential counts twice', async () => {
    const request = await twoIncomes.createRequest();
    const { salary } = twoIncomes.forgeries();
    expect(await twoIncomes.verify(request, await forge(request, { salary, pension: salary }))).toBe(
      'source_not_distinct',
    );
  });

  test('and disclose them', async () => {
    expect(await answer({ pension: { disclosures: () => [] } })).toBe('disclosure_missing');
  });
});

test('two credentials have one range proof, in the carrier', async () => {
  const further = { keyBindingPayload: { range_proof: 'AAAA' } };
  expect(await answer({ pension: further })).toBe('range_proof_misplaced');
  expect(await answer({ pension: { keyBindingPayload: { range_proof: null } } })).toBe(
    'range_proof_misplaced',
  );
});

test('two credentials are both checked: issuer, claims, key binding and status', async () => {
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

test('two credentials have the issuers that the policy names for each', async () => {
  const issuers = (salary: string, pension: string) => ({
    issuers: { salary: [salary], pension: [pension] },
  });
  const { iss: one } = twoIncomes.issuer;
  const { iss: two } = twoIncomes.pensions;
  const request = await twoIncomes.createRequest(issuers(one, two));
  expect(await twoIncomes.verify(request, await forge(request, twoIncomes.forgeries()))).toBe('verified');
  const crossed = await twoIncomes.createRequest(issuers(two, one));
  expect(await twoIncomes.verify(crossed, await forge(crossed, twoIncomes.forgeries()))).toBe(
    'issuer_untrusted',
  );
});

test('an inherited name as id of a credential has no issuers unless the policy names them', async () => {
  const id = 'constructor';
  const request = await twoIncomes.createRequest({
    credentials: [id, 'pension'],
    credential_ids: [id],
    predicates: [
      {
        label: 'Together',
        terms: [policyTerm(id, 'gross_income'), policyTerm('pension', 'gross_income')],
        per: 'year',
        at_least: '6600000',
      },
    ],
    issuers: { pension: [twoIncomes.pensions.iss] },
  });
  const { salary, pension } = twoIncomes.forgeries();
  expect(await twoIncomes.verify(request, await forge(request, { [id]: salary, pension }))).toBe('verified');
});
