import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { exampleLegalBasis, examplePolicy, exampleTemplateInput } from '../examples.js';
import { LISTED_REQUEST_EXPIRY_SECONDS, LISTING_EXPIRY_SECONDS, LISTING_REQUESTS } from '../limits.js';
import { dyingAt } from '../testing/dying-store.js';
import {
  AUDIENCE,
  issueCredential,
  makeTestEnvironment,
  OWNER,
  signingKeys,
  type TestEnvironment,
  trusted,
  VERIFIER,
} from '../testing/environment.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { CreateListingInput, WalletChannel } from '../types.js';

const HASH = 'hash of the secret';
const INPUT: CreateListingInput = { title: 'Flat 7', policy: examplePolicy };
const NEW = { id: 'listing', secretHash: HASH, ownerKey: 'key' };

let environment: TestEnvironment;
let engine: CoreEngine;
let applicants: number;

beforeEach(async () => {
  environment = await makeTestEnvironment();
  engine = environment.verifier;
  applicants = 0;
});

const channel = (): WalletChannel => ({
  audience: 'x509_san_dns:verifier.example',
  links: {
    secretHash: `link ${applicants}`,
    statusId: `status ${applicants}`,
    state: 'state',
    responseMode: 'direct_post',
  },
});
const create = (changes: Partial<CreateListingInput> = {}, names = NEW) =>
  engine.createListing(OWNER, { ...INPUT, ...changes }, names);
function apply(by: Pick<CoreEngine, 'applyToListing'> = engine, id = NEW.id) {
  applicants += 1;
  return by.applyToListing(id, HASH, `request${applicants}`, channel());
}
const applied = (id?: string, by?: Pick<CoreEngine, 'applyToListing'>) => outcomeAsync(() => apply(by, id));
const view = () => engine.findListing(OWNER, NEW.id);
const answer = async (request: Awaited<ReturnType<typeof apply>>) => {
  const salary = await issueCredential(environment.issuer);
  const presentations = await environment.holder.generateProof(request, { salary });
  return engine.verifyProof({ request_id: request.id, presentations });
};

/** The engine of another process, whose stores fail as a test says. */
async function processWith(wrap: <T extends object>(store: T) => T): Promise<CoreEngine> {
  const { clock, documents, receiptKey, requests, listings } = environment;
  return new CoreEngine({
    clock,
    verifier: {
      iss: VERIFIER,
      audience: AUDIENCE,
      keys: await signingKeys(receiptKey),
      requests: wrap(requests),
      listings: { listings: wrap(listings), receiptRetentionSeconds: 90 * 86_400 },
      trust: [trusted()],
      documents,
    },
  });
}

describe('a listing', () => {
  test('says what is asked, and has defaults', async () => {
    const created = await create({ legal_basis: exampleLegalBasis });
    const now = environment.clock.time;
    expect(created).toMatchObject({
      id: NEW.id,
      title: 'Flat 7',
      policy: examplePolicy,
      statements: [{ en: expect.stringContaining('54,000.00 EUR') }],
      warnings: [],
      legal_basis: exampleLegalBasis,
      created_at: new Date(now).toISOString(),
      expires_at: new Date(now + LISTING_EXPIRY_SECONDS.default * 1_000).toISOString(),
      request_expires_in: LISTED_REQUEST_EXPIRY_SECONDS.default,
      max_requests: LISTING_REQUESTS.default,
    });
    expect(await view()).toEqual({ ...created, state: 'open', requests: [] });
  });

  test('keeps the policy of a template as it was', async () => {
    const { policy } = await create({ policy: undefined, ...exampleTemplateInput });
    expect((await apply()).policy).toEqual(policy);
  });

  test.each<[string, Partial<CreateListingInput>]>([
    ['invalid_input', { title: '' }],
    ['invalid_input', { title: 'x'.repeat(141) }],
    ['invalid_input', { title: 'a\u202eb' }],
    ['invalid_input', { title: undefined as never }],
    ['invalid_input', { legal_basis: '' }],
    ['invalid_input', { legal_basis: 'x'.repeat(141) }],
    ['invalid_input', { max_requests: 0 }],
    ['invalid_input', { max_requests: 501 }],
    ['invalid_expiry', { expires_in: 59 }],
    ['invalid_expiry', { expires_in: 90 * 86_400 + 1 }],
    ['invalid_expiry', { request_expires_in: 59 }],
    ['invalid_expiry', { request_expires_in: 7 * 86_400 + 1 }],
    ['invalid_wallet_options', { wallet: { redirect_uri: 'https://portal.example' } as never }],
    ['policy_or_template_required', { policy: undefined }],
    ['policy_or_template_required', exampleTemplateInput],
    ['policy_invalid', { policy: {} }],
    ['policy_unanswerable', { policy: { ...examplePolicy, issuers: { salary: ['https://other.example'] } } }],
  ])('is refused with %s for %j', async (code, changes) => {
    expect(await outcomeAsync(() => create(changes))).toBe(code);
    expect(environment.listings.listings.size).toBe(0);
  });

  test('is known to its owner only', async () => {
    await create();
    for (const call of [
      () => engine.findListing('bank', NEW.id),
      () => engine.closeListing('bank', NEW.id),
      () => engine.deleteListing('bank', NEW.id),
      () => engine.findListing(OWNER, 'other'),
      () => engine.closeListing(OWNER, 'other'),
      () => engine.deleteListing(OWNER, 'other'),
    ])
      expect(await outcomeAsync(call)).toBe('listing_unknown');
    expect((await view()).state).toBe('open');
  });

  test('is returned again to a call that was interrupted, and to no other', async () => {
    const first = await create();
    environment.clock.time += 5_000;
    expect(await create()).toEqual(first);
    await expect(create({}, { ...NEW, secretHash: 'other' })).rejects.toThrow('another listing');
    await expect(engine.createListing('bank', INPUT, NEW)).rejects.toThrow('another listing');
    await expect(create({ policy: { ...examplePolicy, purpose: 'Other' } })).rejects.toThrow(
      'another listing',
    );
  });

  test('is unknown after its retention, though the store has it', async () => {
    await create();
    const { retainUntil } = environment.listings.listings.get(NEW.id)!;
    environment.clock.time = retainUntil * 1_000 - 1_000;
    expect((await view()).state).toBe('expired');
    environment.clock.time += 1_000;
    expect(await outcomeAsync(view)).toBe('listing_unknown');
  });

  test('needs its option', async () => {
    const { clock, documents, receiptKey, requests } = environment;
    const other = new CoreEngine({
      clock,
      verifier: {
        iss: VERIFIER,
        audience: AUDIENCE,
        keys: await signingKeys(receiptKey),
        requests,
        trust: [trusted()],
        documents,
      },
    });
    expect(() => other.findListing(OWNER, NEW.id)).toThrow(TypeError);
  });
});

describe('an applicant', () => {
  test('sees what is asked, and nothing of the owner or of others', async () => {
    await create({ legal_basis: exampleLegalBasis });
    await apply();
    const invitation = await engine.listingInvitation(NEW.id, HASH);
    expect(Object.keys(invitation).sort()).toEqual([
      'expires_at',
      'legal_basis',
      'purpose',
      'statements',
      'title',
    ]);
    expect(invitation).toMatchObject({ title: 'Flat 7', purpose: examplePolicy.purpose });
  });

  test('gets a request of the owner, whose answer the owner sees in the list', async () => {
    await create({ request_expires_in: 3_600, legal_basis: exampleLegalBasis });
    const request = await apply();
    environment.clock.time += 1_000;
    const second = await apply();
    expect(await answer(request)).toMatchObject({ verified: true });
    const { requests } = await view();
    expect(requests).toEqual([
      {
        id: request.id,
        status_id: 'status 1',
        created_at: expect.any(String),
        expires_at: request.expires_at,
        state: 'answered',
        verdict: expect.objectContaining({ verified: true }),
      },
      expect.objectContaining({ id: second.id, state: 'pending' }),
    ]);
    expect(Date.parse(second.expires_at!) - environment.clock.time).toBe(3_600_000);
    expect(await engine.findRequest(OWNER, request.id)).toMatchObject({
      legal_basis: exampleLegalBasis,
      listing_id: NEW.id,
      receipt: expect.any(String),
    });
  });

  test('with a wrong secret gets the error of a listing that does not exist', async () => {
    await create();
    const calls = (id: string, hash: string) => [
      () => engine.listingInvitation(id, hash),
      () => engine.findOpenListing(id, hash),
      () => engine.applyToListing(id, hash, 'request', channel()),
    ];
    for (const call of [...calls(NEW.id, 'wrong'), ...calls('other', HASH)])
      expect(await outcomeAsync(call)).toBe('listing_unknown');
    await engine.closeListing(OWNER, NEW.id);
    for (const call of calls(NEW.id, 'wrong')) expect(await outcomeAsync(call)).toBe('listing_unknown');
    expect(environment.requests.requests.size).toBe(0);
  });

  test('gets no request of a listing that is closed, expired or full', async () => {
    await create({ max_requests: 1 });
    await apply();
    expect(await applied()).toBe('listing_closed');
    await create({}, { ...NEW, id: 'closed' });
    await engine.closeListing(OWNER, 'closed');
    await engine.closeListing(OWNER, 'closed');
    expect(await applied('closed')).toBe('listing_closed');
    expect((await engine.findListing(OWNER, 'closed')).state).toBe('closed');
    await create({ expires_in: 60 }, { ...NEW, id: 'expired' });
    environment.clock.time += 60_000;
    expect(await applied('expired')).toBe('listing_closed');
    expect((await engine.findListing(OWNER, 'expired')).state).toBe('expired');
    expect(await outcomeAsync(() => engine.listingInvitation('expired', HASH))).toBe('listing_closed');
    expect(environment.requests.requests.size).toBe(1);
  });

  test('is one of as many as the listing has, however many ask at the same time', async () => {
    await create({ max_requests: 5 });
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => applied()));
    expect(outcomes.filter((code) => code === 'listing_closed')).toHaveLength(25);
    expect((await view()).requests).toHaveLength(5);
    expect(environment.listings.announcements.size).toBe(5);
  });

  test('can answer after the listing is closed, until the request expires', async () => {
    await create({ request_expires_in: 60 });
    const request = await apply();
    await engine.closeListing(OWNER, NEW.id);
    expect(await answer(request)).toMatchObject({ verified: true });
  });
});

describe('a listing that is closed or deleted while it makes a request', () => {
  const CHANGES = ['closeListing', 'deleteListing'] as const;

  test.each(CHANGES)('hands out none after %s, at any time', async (change) => {
    const total = await callsOfApply();
    for (let call = 1; call <= total; call++) {
      environment = await makeTestEnvironment();
      engine = environment.verifier;
      await create();
      let calls = 0;
      const wrap = <T extends object>(store: T): T =>
        new Proxy(store, {
          get(target, name) {
            const member: unknown = Reflect.get(target, name);
            if (typeof member !== 'function') return member;
            return async (...args: unknown[]) => {
              calls += 1;
              if (calls === call) await engine[change](OWNER, NEW.id);
              return member.apply(target, args) as unknown;
            };
          },
        });
      const applicant = await processWith(wrap);
      const code = change === 'closeListing' ? 'listing_closed' : 'listing_unknown';
      expect(await applied(NEW.id, applicant)).toBe(code);
      expect(environment.requests.requests.size).toBe(0);
      expect(environment.listings.announcements.size).toBe(0);
    }
  });

  async function callsOfApply(): Promise<number> {
    await create();
    const { wrap, calls } = dyingAt(1_000, 'before');
    await apply(await processWith(wrap));
    return calls();
  }
});

describe('the legal basis of a request', () => {
  const create = (legal_basis: unknown) =>
    engine.createRequest(OWNER, { policy: examplePolicy, legal_basis: legal_basis as never });
  const basisOf = async ({ id }: { id: string }) => (await engine.findRequest(OWNER, id)).legal_basis;

  test('is kept for the owner, and may be absent', async () => {
    expect(await basisOf(await create('consent'))).toBe('consent');
    for (const absent of [undefined, null]) {
      const { id } = await create(absent);
      const found = [await engine.findRequest(OWNER, id), environment.requests.requests.get(id)];
      for (const name of ['legal_basis', 'listing_id', 'legalBasis', 'listingId'])
        for (const request of found) expect(Object.keys(request!)).not.toContain(name);
    }
  });

  test.each(['', 'x'.repeat(141), 'a\u202eb', 7])('cannot be %j', async (text) => {
    expect(await outcomeAsync(() => create(text))).toBe('invalid_input');
  });
});

describe('the deletion of a listing', () => {
  test('deletes its requests and receipts, and nothing of others', async () => {
    await create();
    await create({}, { ...NEW, id: 'other' });
    const request = await apply();
    await apply();
    const kept = await apply(engine, 'other');
    await answer(request);
    await engine.deleteListing(OWNER, NEW.id);
    expect([...environment.requests.requests.keys()]).toEqual([kept.id]);
    expect([...environment.listings.announcements.keys()]).toEqual([kept.id]);
    expect(await outcomeAsync(view)).toBe('listing_unknown');
    expect(await applied()).toBe('listing_unknown');
    expect(await outcomeAsync(() => engine.deleteListing(OWNER, NEW.id))).toBe('listing_unknown');
  });

  test('leaves out a request that was deleted by itself', async () => {
    await create();
    const request = await apply();
    await engine.deleteRequest(OWNER, request.id);
    expect((await view()).requests).toEqual([]);
    await engine.deleteListing(OWNER, NEW.id);
    expect(environment.listings.announcements.size).toBe(0);
  });

  test.each(['deleteListing', 'findListing', 'closeListing'] as const)(
    'is completed by %s if it was interrupted at any time',
    async (next) => {
      for (const when of ['before', 'after'] as const) {
        for (let call = 1; call <= 8; call++) {
          environment = await makeTestEnvironment();
          engine = environment.verifier;
          await create();
          await apply();
          await apply();
          const dying = dyingAt(call, when);
          const interrupted = await processWith(dying.wrap);
          await expect(interrupted.deleteListing(OWNER, NEW.id)).rejects.toThrow('The process died.');
          const state = environment.listings.listings.get(NEW.id)?.state;
          if (state !== 'open') expect(await applied()).toBe('listing_unknown');
          const outcome = await outcomeAsync(() => engine[next](OWNER, NEW.id));
          if (state === 'open' && next !== 'deleteListing') continue;
          expect(['accepted', 'listing_unknown']).toContain(outcome);
          expect(environment.listings.listings.size).toBe(0);
          expect(environment.listings.announcements.size).toBe(0);
          expect(environment.requests.requests.size).toBe(0);
        }
      }
    },
  );

  test('by two calls at the same time succeeds', async () => {
    await create();
    for (let i = 0; i < 20; i++) await apply();
    await Promise.all([engine.deleteListing(OWNER, NEW.id), engine.deleteListing(OWNER, NEW.id)]);
    expect(environment.requests.requests.size).toBe(0);
    await create();
    jest.spyOn(environment.listings, 'beginDeletion').mockResolvedValue(false);
    await engine.deleteListing(OWNER, NEW.id);
  });

  test('reports an error of the store', async () => {
    await create();
    await apply();
    jest.spyOn(environment.requests, 'find').mockRejectedValue(new Error('no store'));
    await expect(view()).rejects.toThrow('no store');
  });
});
