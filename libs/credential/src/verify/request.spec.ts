import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { decodeBase64url } from '../encoding/base64url.js';
import { exampleTemplateInput } from '../examples.js';
import { MAX_PRESENTATION_BYTES } from '../limits.js';
import { encodePolicy } from '../policy/transaction-data.js';
import { expandTemplate } from '../templates/expand-template.js';
import { AUDIENCE, NOW, OWNER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { MemoryRequestStore } from '../testing/memory-stores.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture } from '../testing/salary-fixture.js';
import type { CreateRequestInput, Presentations } from '../types.js';

const SECONDS = NOW / 1000;
let fixture: SalaryFixture;

beforeAll(async () => {
  fixture = await makeSalaryFixture();
});

const honest = async (of = fixture, policyChanges: object = {}) => {
  const request = await of.createRequest(policyChanges);
  return { request, presentations: await forge(request, of.salary()) };
};
// Byte 128 is the lowest of the scalar tX, so the result is still a well-formed proof.
const wrongProof = (proof: Uint8Array) => proof.map((byte, i) => (i === 128 ? byte ^ 1 : byte));

describe('a request', () => {
  test('has a nonce of 256 random bits, an id of 128, and the full client_id as audience', async () => {
    const [one, two] = [await fixture.createRequest(), await fixture.createRequest()];
    expect(decodeBase64url(one.nonce)).toHaveLength(32);
    expect(decodeBase64url(one.id)).toHaveLength(16);
    expect(one.nonce).not.toBe(two.nonce);
    expect(one.id).not.toBe(two.id);
    expect(one.audience).toBe(AUDIENCE);
    expect(one.expires_at).toBe(new Date(NOW + 600_000).toISOString());
    expect(one.policy).toEqual(incomePolicy());
  });

  test.each([0, -1, 604_801, 1.5, '60', Number.NaN])('does not expire in %p', async (expiresIn) => {
    const input = { policy: incomePolicy(), expires_in: expiresIn as number };
    expect(await outcomeAsync(() => fixture.verifier.createRequest(OWNER, input))).toBe('invalid_expiry');
  });

  test.each([1, 604_800])('may expire in %i seconds', async (expiresIn) => {
    const request = await fixture.verifier.createRequest(OWNER, {
      policy: incomePolicy(),
      expires_in: expiresIn,
    });
    expect(Date.parse(request.expires_at!)).toBe(NOW + expiresIn * 1000);
  });

  test('is not created for an invalid policy, or one with bounds out of range', async () => {
    expect(await outcomeAsync(() => fixture.createRequest({ extra: 1 }))).toBe('policy_invalid');
    const [predicate] = incomePolicy().predicates as object[];
    const policy = { predicates: [{ ...predicate, at_least: String(2n ** 53n) }] };
    expect(await outcomeAsync(() => fixture.createRequest(policy))).toBe('policy_out_of_range');
  });
});

describe('a request for a template', () => {
  const create = (input: CreateRequestInput) => fixture.verifier.createRequest(OWNER, input);

  test('has the policy of the template, its words, and nothing else of the template', async () => {
    const request = await create(exampleTemplateInput);
    const policy = expandTemplate(exampleTemplateInput.template, exampleTemplateInput.parameters);
    expect(request.policy).toEqual(policy);
    expect(request.transaction_data).toEqual([encodePolicy(policy)]);
    expect(request.statements[0]!.en).toBe('Gross income is at least 54,000.00 EUR per year');
    expect(Object.keys(request)).toEqual(Object.keys(await fixture.createRequest()));
  });

  test('is proved by the same income as the policy, and not by one cent less', async () => {
    const above = await create({ ...exampleTemplateInput, parameters: { rent: '135001', currency: 'EUR' } });
    const held = { salary: fixture.held };
    const request = await create(exampleTemplateInput);
    expect(await fixture.verify(request, await fixture.holder.generateProof(request, held))).toBe('verified');
    const proof = outcomeAsync(() => fixture.holder.generateProof(above, held));
    expect(await proof).toBe('predicate_not_satisfied');
  });

  test.each<[string, CreateRequestInput, string]>([
    ['neither', {}, 'neither'],
    ['only an expiry', { expires_in: 60 }, 'neither'],
    ['both', { policy: incomePolicy(), ...exampleTemplateInput }, 'both'],
    ['a policy with a template', { policy: incomePolicy(), template: 'rent_multiple' }, 'both'],
    ['a policy with parameters', { policy: incomePolicy(), parameters: {} }, 'both'],
    ['a policy that is null', { policy: null, ...exampleTemplateInput }, 'both'],
    ['a template that is null', { policy: incomePolicy(), template: null }, 'both'],
  ])('is not created for %s', async (_, input, got) => {
    await expect(create(input)).rejects.toMatchObject({
      code: 'policy_or_template_required',
      detail: expect.stringContaining(`got ${got}`),
      errors: [{ pointer: '#' }],
    });
  });

  test.each<[object, string]>([
    [{ parameters: {} }, 'template_unknown'],
    [{ template: null, parameters: {} }, 'template_unknown'],
    [{ template: 'rent' }, 'template_unknown'],
    [{ template: 'rent_multiple' }, 'template_parameter_missing'],
    [{ template: 'rent_multiple', parameters: null }, 'template_parameter_invalid'],
  ])('is not created for %j', async (input, code) => {
    expect(await outcomeAsync(() => create(input))).toBe(code);
  });
});

describe('the presentations', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', 'a~b'],
    ['a list', ['a~b']],
    ['an object of objects', { salary: {} }],
    ['an object of lists', { salary: ['a~b'] }],
  ])('are not %s', async (_, presentations) => {
    const request = await fixture.createRequest();
    expect(await fixture.verify(request, presentations as Presentations)).toBe('presentation_malformed');
  });

  test('are one text for each credential of the policy and no other', async () => {
    const { request, presentations } = await honest();
    expect(await fixture.verify(request, {})).toBe('presentation_missing');
    expect(await fixture.verify(request, { pension: presentations.salary! })).toBe('presentation_missing');
    expect(await fixture.verify(request, Object.create(presentations))).toBe('presentation_missing');
    const further = { ...presentations, pension: presentations.salary! };
    expect(await fixture.verify(request, further)).toBe('presentation_unexpected');
    expect(
      await fixture.verify(request, { ...presentations, constructor: presentations.salary! } as never),
    ).toBe('presentation_unexpected');
  });

  test('are at most 64 KiB, in bytes', async () => {
    const request = await fixture.createRequest();
    const bare = (await forge(request, fixture.salary({ keyBindingPayload: { pad: '' } }))).salary!.length;
    const padded = async (surplus: number) => {
      // Base64url turns three characters into four, so every fourth length is possible.
      const pad = 'x'.repeat(Math.floor(((MAX_PRESENTATION_BYTES - bare + surplus) / 4) * 3));
      return forge(request, fixture.salary({ keyBindingPayload: { pad } }));
    };
    const over = await padded(4);
    expect(over.salary!.length).toBeGreaterThan(MAX_PRESENTATION_BYTES);
    expect(over.salary!.length).toBeLessThanOrEqual(MAX_PRESENTATION_BYTES + 4);
    expect(await fixture.verify(request, over)).toBe('presentation_too_large');
    const characters = { salary: '€'.repeat(MAX_PRESENTATION_BYTES / 2) };
    expect(await fixture.verify(request, characters)).toBe('presentation_too_large');
    const under = await padded(0);
    expect(under.salary!.length).toBeGreaterThan(MAX_PRESENTATION_BYTES - 4);
    expect(await fixture.verify(request, under)).toBe('verified');
  });

  test('are SD-JWTs, which is checked before the request is looked up', async () => {
    const request = await fixture.createRequest();
    const find = jest.spyOn(fixture.requests, 'find');
    for (const salary of ['', '~', 'a.b.c', 'a.b.c~', '~~~', 'x'.repeat(MAX_PRESENTATION_BYTES)]) {
      expect(await fixture.verify(request, { salary })).toBe('presentation_malformed');
    }
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
  });
});

describe('a presentation is accepted', () => {
  test('for a known request only', async () => {
    const { request, presentations } = await honest();
    for (const id of ['', 'constructor', '__proto__', `${request.id}A`]) {
      expect(await fixture.verify({ ...request, id }, presentations)).toBe('request_unknown');
    }
  });

  test('until the second before the request expires', async () => {
    const slow = await makeSalaryFixture();
    const [first, second] = [await honest(slow), await honest(slow)];
    slow.clock.time = NOW + 599_999;
    expect(await slow.verify(first.request, first.presentations)).toBe('verified');
    slow.clock.time = NOW + 600_000;
    expect(await slow.verify(second.request, second.presentations)).toBe('request_expired');
    // The conditional write would reject it as well. Other errors are not checked.
    expect(await slow.verify(second.request, { salary: 'e30.e30.~' })).toBe('request_expired');
  });

  test('once, if it is sent again', async () => {
    const { request, presentations } = await honest();
    expect(await fixture.verify(request, presentations)).toBe('verified');
    expect(await fixture.verify(request, await forge(request, fixture.salary()))).toBe(
      'request_already_answered',
    );
    for (const salary of ['e30.e30.~', 'e30.e30.~\ud800~'])
      expect(await fixture.verify(request, { salary })).toBe('request_already_answered');
  });

  test('once, if it is sent a hundred times concurrently', async () => {
    const { request, presentations } = await honest();
    let repeated = 0;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        fixture.verifier.verifyProof(
          { request_id: request.id, presentations: { ...presentations } },
          {
            onRepeated: () => {
              repeated += 1;
            },
          },
        ),
      ),
    );
    expect(repeated).toBe(99);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test('after rejected ones: a rejection does not consume the request', async () => {
    const { request, presentations } = await honest();
    const wrong = await forge(request, fixture.salary({ keyBindingPayload: { aud: 'x' } }));
    expect(await fixture.verify(request, wrong)).toBe('audience_mismatch');
    const unproved = await forge(request, fixture.salary(), { proof: wrongProof });
    expect(await fixture.verify(request, unproved)).toBe('range_proof_invalid');
    expect(await fixture.verify(request, presentations)).toBe('verified');
  });
});

describe('the limit of attempts', () => {
  test('counts failed proofs, and nothing that fails earlier', async () => {
    const strict = await makeSalaryFixture({ maxFailedAttempts: 2 });
    const { request, presentations } = await honest(strict);
    const failed = async () => (await strict.verifier.findRequest(OWNER, request.id)).failed_attempts;
    const earlier = [
      { salary: 'a.b.c~' },
      {},
      await forge(request, strict.salary({ keyBindingPayload: { nonce: 'x' } })),
      await forge(request, strict.salary({ payload: { exp: SECONDS } })),
      await forge(request, strict.salary({ disclosures: (_, all) => [...all] })),
      await forge(request, strict.salary({ payload: { status: { status_list: { idx: 9e9, uri: 'x:' } } } })),
    ];
    for (const wrong of earlier) expect(await strict.verify(request, wrong)).not.toBe('verified');
    expect(await failed()).toBe(0);

    const unproved = await forge(request, strict.salary(), { proof: wrongProof });
    expect(await strict.verify(request, unproved)).toBe('range_proof_invalid');
    expect(await strict.verify(request, unproved)).toBe('range_proof_invalid');
    expect(await failed()).toBe(2);
    expect(await strict.verify(request, unproved)).toBe('too_many_attempts');
    expect(await strict.verify(request, presentations)).toBe('too_many_attempts');
  });

  test('holds for concurrent attempts', async () => {
    const strict = await makeSalaryFixture({ maxFailedAttempts: 3 });
    const request = await strict.createRequest();
    const unproved = await forge(request, strict.salary(), { proof: wrongProof });
    const answers = await Promise.all(Array.from({ length: 8 }, () => strict.verify(request, unproved)));
    expect(answers.filter((answer) => answer === 'range_proof_invalid')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'too_many_attempts')).toHaveLength(5);
  });

  test('does not hide a concurrent answer', async () => {
    const { request, presentations } = await honest(fixture);
    const unproved = await forge(request, fixture.salary(), { proof: wrongProof });
    const { requests } = fixture;
    const find = requests.find.bind(requests);
    const spy = jest.spyOn(requests, 'find').mockImplementationOnce(async (id) => {
      const open = await find(id);
      expect(await fixture.verify(request, presentations)).toBe('verified');
      return open;
    });
    expect(await fixture.verify(request, unproved)).toBe('request_already_answered');
    spy.mockRestore();
  });

  test('is ten by default', async () => {
    const request = await fixture.createRequest();
    const stored = fixture.requests.requests.get(request.id)!;
    const presentations = await forge(request, fixture.salary());
    fixture.requests.requests.set(request.id, { ...stored, failedAttempts: 10 });
    expect(await fixture.verify(request, presentations)).toBe('too_many_attempts');
    fixture.requests.requests.set(request.id, { ...stored, failedAttempts: 9 });
    expect(await fixture.verify(request, presentations)).toBe('verified');
  });
});

describe('the owner', () => {
  test('sees a request pending, answered with its receipt, or expired', async () => {
    const slow = await makeSalaryFixture();
    const { request, presentations } = await honest(slow);
    const view = () => slow.verifier.findRequest(OWNER, request.id);
    expect(await view()).toEqual({ ...request, state: 'pending', failed_attempts: 0 });
    slow.clock.time += 600_000;
    expect((await view()).state).toBe('expired');
    slow.clock.time -= 600_000;
    await slow.verify(request, presentations);
    slow.clock.time += 600_000;
    expect(await view()).toMatchObject({
      state: 'answered',
      verdict: { verified: true, code: 'verified', answered_at: new Date(NOW).toISOString() },
      receipt: expect.any(String),
    });
  });

  test('is the only client that can see and delete it', async () => {
    const { request, presentations } = await honest();
    const { verifier } = fixture;
    for (const stranger of ['', 'other', OWNER.toUpperCase()]) {
      expect(await outcomeAsync(() => verifier.findRequest(stranger, request.id))).toBe('request_unknown');
      expect(await outcomeAsync(() => verifier.deleteRequest(stranger, request.id))).toBe('request_unknown');
    }
    expect(await outcomeAsync(() => verifier.deleteRequest(OWNER, request.id))).toBe('accepted');
    expect(await fixture.verify(request, presentations)).toBe('request_unknown');
    expect(await outcomeAsync(() => verifier.findRequest(OWNER, request.id))).toBe('request_unknown');
    expect(await outcomeAsync(() => verifier.deleteRequest(OWNER, request.id))).toBe('request_unknown');
  });
});

describe('only the caller whose write succeeds gets a verdict', () => {
  test.each([
    ['answered', 'request_already_answered'],
    ['expired', 'request_expired'],
    ['unknown', 'request_unknown'],
  ] as const)('not one whose write finds the request %s', async (outcome, code) => {
    const losing = new (class extends MemoryRequestStore {
      override async consume() {
        return outcome;
      }
    })();
    const late = await makeSalaryFixture({ requests: losing });
    const { request, presentations } = await honest(late);
    expect(await late.verify(request, presentations)).toBe(code);
    expect(await late.verifier.findRequest(OWNER, request.id)).not.toHaveProperty('receipt');
  });
});

test('a request is created only for a policy that some trusted issuer can meet', async () => {
  const issuers = { salary: ['https://other.example'] };
  await expect(fixture.createRequest({ issuers })).rejects.toMatchObject({ code: 'policy_unanswerable' });
});
