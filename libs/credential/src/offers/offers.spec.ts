import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CoreEngine } from '../core-engine.js';
import { lastTwelveMonths } from '../encoding/calendar.js';
import { ProtocolError } from '../errors.js';
import { allAttributesInput, salaryInput } from '../examples.js';
import type { PublicJwk } from '../keys.js';
import { OFFER_EXPIRY_SECONDS, OFFER_RETENTION_SECONDS, OFFER_TOKEN_SECONDS, TX_CODE } from '../limits.js';
import type { SigningKeys } from '../ports/index.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import { dyingAt } from '../testing/dying-store.js';
import {
  CLIENT,
  ISSUER,
  makeKey,
  NOW,
  signingKeys,
  TestClock,
  type TestKey,
} from '../testing/environment.js';
import {
  MemoryIssuedCredentialStore,
  MemoryOfferStore,
  MemoryStatusListStore,
} from '../testing/memory-stores.js';
import type { CreatedOffer, CreateOfferInput } from '../types.js';

let keys: SigningKeys;
let holders: TestKey[];

beforeAll(async () => {
  keys = await signingKeys(await makeKey());
  holders = await Promise.all([makeKey(), makeKey(), makeKey()]);
});

function issuer(attributes = ['gross_income', 'debt_payments']) {
  const credentials = new MemoryIssuedCredentialStore();
  const statusLists = new MemoryStatusListStore();
  const offers = new MemoryOfferStore();
  const clock = new TestClock();
  const engine = (wrap = <T extends object>(store: T): T => store, attested = attributes) =>
    new CoreEngine({
      clock,
      issuer: {
        iss: ISSUER,
        keys: wrap(keys),
        credentials: wrap(credentials),
        statusLists: wrap(statusLists),
        offers: wrap(offers),
        attributes: attested,
        statusListTtlSeconds: 1,
        statusListSize: 64,
      },
    });
  return { credentials, statusLists, offers, clock, engine };
}

let service: ReturnType<typeof issuer>;
let engine: CoreEngine;

beforeEach(() => {
  service = issuer();
  engine = service.engine();
});

const offerInput = (changes: Partial<CreateOfferInput> = {}): CreateOfferInput => {
  const { holder_keys: _, ...attested } = salaryInput([], { period: lastTwelveMonths(NOW) });
  return { ...attested, ...changes };
};
const withoutTxCode = () => engine.createOffer(CLIENT, offerInput({ tx_code: false }));
const proves =
  (...devices: readonly TestKey[]) =>
  async (): Promise<readonly PublicJwk[]> =>
    devices.map(({ publicJwk }) => publicJwk);
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'resolved',
    (error: unknown) => (error instanceof ProtocolError ? error.code : String(error)),
  );
const withTx = (txCode: string | undefined) => (txCode === undefined ? {} : { txCode });
const wrongCode = ({ tx_code }: CreatedOffer): string => (tx_code === '00000000' ? '00000001' : '00000000');
const stateOf = async ({ id }: CreatedOffer): Promise<string> =>
  (await engine.findOffer(CLIENT.id, id)).state;
const alertsOf = async ({ id }: CreatedOffer): Promise<string[]> =>
  (await engine.findOffer(CLIENT.id, id)).alerts.map(({ code }) => code);
const keysOf = (credentials: readonly string[]) =>
  credentials.map((text) => (parseSdJwt(text)!.issuerJwt.payload.cnf as { jwk: unknown }).jwk);

describe('an offer', () => {
  test('is collected with its code and transaction code, in a batch with its id', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    expect(offer).toEqual({
      id: expect.stringMatching(/^[\w-]{22}$/),
      code: expect.stringMatching(new RegExp(`^${offer.id}\\.[\\w-]{43}$`)),
      tx_code: expect.stringMatching(/^\d{8}$/),
      expires_at: '2026-11-25T12:00:00.000Z',
    });
    expect(await stateOf(offer)).toBe('created');
    const { accessToken, expiresIn } = await engine.openOffer(offer.code, withTx(offer.tx_code));
    expect(expiresIn).toBe(OFFER_TOKEN_SECONDS);
    expect(await stateOf(offer)).toBe('opened');
    const { credentials, notificationId } = await engine.collectOffer(accessToken, proves(...holders));
    expect(keysOf(credentials)).toEqual(holders.map(({ publicJwk }) => publicJwk));
    expect([...service.credentials.batches.keys()]).toEqual([offer.id]);
    await engine.notifyOffer(accessToken, notificationId, 'credential_accepted');
    expect(await engine.findOffer(CLIENT.id, offer.id)).toEqual({
      id: offer.id,
      state: 'issued',
      created_at: '2026-11-24T12:00:00.000Z',
      expires_at: offer.expires_at,
      opened_at: '2026-11-24T12:00:00.000Z',
      issued_at: '2026-11-24T12:00:00.000Z',
      batch_size: 10,
      issued: 3,
      notification: { event: 'credential_accepted', at: '2026-11-24T12:00:00.000Z' },
      alerts: [],
    });
    await engine.changeStatus(CLIENT.id, offer.id, 'suspended');
  });

  test('needs no transaction code where it has none', async () => {
    const offer = await withoutTxCode();
    expect(offer).not.toHaveProperty('tx_code');
    await engine.openOffer(offer.code);
    expect(await stateOf(offer)).toBe('opened');
  });

  test('is one for each call, with codes of its own', async () => {
    const offers = await Promise.all(
      Array.from({ length: 20 }, () => engine.createOffer(CLIENT, offerInput())),
    );
    expect(new Set(offers.map(({ code }) => code)).size).toBe(20);
    expect(new Set(offers.map(({ tx_code }) => tx_code)).size).toBeGreaterThan(15);
  });

  test.each<[string, Partial<CreateOfferInput>, string]>([
    ['an unknown attribute', { attributes: { gross_income: '1', wealth: '2' } }, 'unknown_attribute'],
    [
      'an amount with a fraction',
      { attributes: { gross_income: '1.5', debt_payments: '0' } },
      'value_out_of_range',
    ],
    ['an unknown currency', { currency: 'EURO' }, 'unknown_currency'],
    ['a period that has not ended', { period: { start: '2026-01-01', end: '2026-12-31' } }, 'invalid_period'],
    [
      'a placeholder as the identity',
      { identity: { country: 'DE', id_type: 'tax_id', id: '-' } },
      'invalid_identity',
    ],
    ['an unknown claim', { claims: { shoe_size: '43' } }, 'invalid_claims'],
    ['a validity of 0 days', { expires_in_days: 0 }, 'invalid_expiry'],
    ['a contract', { contract: '2019-04' }, 'invalid_contract'],
    ['a batch of 0', { batch_size: 0 }, 'invalid_input'],
    ['a batch of 51', { batch_size: 51 }, 'invalid_input'],
    ['half a credential', { batch_size: 0.5 }, 'invalid_input'],
    ['a chosen transaction code', { tx_code: '1234' as never }, 'invalid_input'],
    ['59 seconds', { expires_in: 59 }, 'invalid_expiry'],
    ['more than three days', { expires_in: OFFER_EXPIRY_SECONDS.max + 1 }, 'invalid_expiry'],
    ['holder keys', { holder_keys: [] } as object, 'invalid_input'],
  ])('with %s is rejected at once', async (_, change, code) => {
    expect(await codeOf(engine.createOffer(CLIENT, offerInput(change)))).toBe(code);
    expect(service.offers.offers.size + service.offers.contents.size).toBe(0);
  });

  test('of a client without a payer is rejected at once', async () => {
    expect(await codeOf(engine.createOffer({ id: 'acme' }, offerInput()))).toBe('source_missing');
  });

  test('is visible to its owner only', async () => {
    const { id } = await withoutTxCode();
    expect(await codeOf(engine.findOffer('bolt', id))).toBe('offer_unknown');
    expect(await codeOf(engine.withdrawOffer('bolt', id))).toBe('offer_unknown');
    expect(await codeOf(engine.findOffer(CLIENT.id, 'another'))).toBe('offer_unknown');
  });

  test('is forgotten after its retention', async () => {
    const offer = await withoutTxCode();
    service.clock.time += (OFFER_EXPIRY_SECONDS.default + OFFER_RETENTION_SECONDS) * 1000;
    expect(await codeOf(stateOf(offer))).toBe('offer_unknown');
  });

  test('gives no more credentials than its batch size', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput({ tx_code: false, batch_size: 2 }));
    const { accessToken } = await engine.openOffer(offer.code);
    const { credentials } = await engine.collectOffer(accessToken, proves(...holders));
    expect(keysOf(credentials)).toEqual(holders.slice(0, 2).map(({ publicJwk }) => publicJwk));
  });
});

describe('the pre-authorized code', () => {
  test.each([
    ['an unknown offer', 'AAAAAAAAAAAAAAAAAAAAAA'],
    ['no offer', ''],
    ['a path', '../../x'],
  ])('of %s is invalid', async (_, id) => {
    expect(await codeOf(engine.openOffer(`${id}.${'A'.repeat(43)}`))).toBe('offer_code_invalid');
    expect(await codeOf(engine.openOffer(id))).toBe('offer_code_invalid');
  });

  test('with another random part is invalid, and tells nothing of the transaction code', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    const other = `${offer.id}.${'A'.repeat(43)}`;
    expect(await codeOf(engine.openOffer(other))).toBe('offer_code_invalid');
    expect(await codeOf(engine.openOffer(other, withTx(offer.tx_code)))).toBe('offer_code_invalid');
    expect(await alertsOf(offer)).toEqual([]);
  });

  test('is used once, and another attempt alerts the owner', async () => {
    const offer = await withoutTxCode();
    await engine.openOffer(offer.code);
    for (let i = 0; i < 2; i++) expect(await codeOf(engine.openOffer(offer.code))).toBe('offer_code_invalid');
    const { alerts } = await engine.findOffer(CLIENT.id, offer.id);
    expect(alerts).toEqual([{ code: 'already_collected', detail: expect.stringContaining('again: 2.') }]);
  });

  test('of several concurrent attempts opens the offer for one', async () => {
    const offer = await withoutTxCode();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(engine.openOffer(offer.code))),
    );
    expect(outcomes.filter((outcome) => outcome === 'resolved')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'offer_code_invalid')).toHaveLength(19);
    expect(service.offers.contents.size).toBe(1);
  });

  test('works until the second before the offer expires', async () => {
    const [early, late] = [await withoutTxCode(), await withoutTxCode()];
    service.clock.time += (OFFER_EXPIRY_SECONDS.default - 1) * 1000;
    await engine.openOffer(early.code);
    service.clock.time += 1000;
    expect(await codeOf(engine.openOffer(late.code))).toBe('offer_code_invalid');
    expect(await stateOf(late)).toBe('expired');
    expect(await alertsOf(late)).toEqual([]);
  });
});

describe('the transaction code', () => {
  test('is required where the offer has one, and unexpected where it has none', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    expect(await codeOf(engine.openOffer(offer.code))).toBe('tx_code_required');
    expect(await codeOf(engine.openOffer((await withoutTxCode()).code, withTx('12345678')))).toBe(
      'tx_code_unexpected',
    );
    expect(await alertsOf(offer)).toEqual([]);
  });

  test('is accepted again 1, 2, 4, … and at most 30 seconds after a wrong one', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      expect(await codeOf(engine.openOffer(offer.code, withTx(wrongCode(offer))))).toBe('offer_code_invalid');
      await expect(engine.openOffer(offer.code, withTx(offer.tx_code))).rejects.toMatchObject({
        code: 'tx_code_throttled',
        retryAfterSeconds: seconds,
      });
      service.clock.time += (seconds - 1) * 1000;
      expect(await codeOf(engine.openOffer(offer.code, withTx(offer.tx_code)))).toBe('tx_code_throttled');
      service.clock.time += 1000;
    }
    expect(await alertsOf(offer)).toEqual(['wrong_tx_codes']);
    await engine.openOffer(offer.code, withTx(offer.tx_code));
    expect((await engine.findOffer(CLIENT.id, offer.id)).alerts[0]!.detail).toContain('codes: 7.');
  });

  test('is compared in one of several concurrent attempts', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    const guesses = Array.from({ length: 50 }, (_, i) =>
      engine.openOffer(offer.code, withTx(String(i).padStart(8, '9'))),
    );
    const outcomes = await Promise.all(guesses.map(codeOf));
    expect(outcomes.filter((outcome) => outcome === 'offer_code_invalid')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'tx_code_throttled')).toHaveLength(49);
  });

  test('may be wrong a thousand times, which takes most of a day', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    const started = service.clock.time;
    const wrong = () => codeOf(engine.openOffer(offer.code, withTx(wrongCode(offer))));
    for (let i = 1; i < TX_CODE.maxWrong; i++) {
      expect(await wrong()).toBe('offer_code_invalid');
      service.clock.time += TX_CODE.maxWaitSeconds * 1000;
    }
    expect(service.clock.time - started).toBeGreaterThan(8 * 3_600_000);
    expect(await stateOf(offer)).toBe('created');
    expect(await wrong()).toBe('offer_code_invalid');
    expect(await stateOf(offer)).toBe('failed');
    expect(await alertsOf(offer)).toEqual(['too_many_wrong_tx_codes']);
    service.clock.time += TX_CODE.maxWaitSeconds * 1000;
    expect(await codeOf(engine.openOffer(offer.code, withTx(offer.tx_code)))).toBe('offer_code_invalid');
    expect(service.offers.contents.size).toBe(0);
  });

  test('fails the offer also if the process died when the limit was reached', async () => {
    const offer = await engine.createOffer(CLIENT, offerInput());
    const stored = service.offers.offers.get(offer.id)!;
    service.offers.offers.set(offer.id, { ...stored, wrongTxCodes: TX_CODE.maxWrong });
    expect(await codeOf(engine.openOffer(offer.code, withTx(offer.tx_code)))).toBe('offer_code_invalid');
    expect(await stateOf(offer)).toBe('failed');
  });
});

describe('the access token', () => {
  const opened = async (changes: Partial<CreateOfferInput> = {}) => {
    const offer = await engine.createOffer(CLIENT, offerInput({ tx_code: false, ...changes }));
    return { offer, ...(await engine.openOffer(offer.code)) };
  };

  test('that is unknown does not let a wallet prove keys', async () => {
    const { offer } = await opened();
    const prove = () => {
      throw new Error('not reached');
    };
    for (const token of ['', 'x', `${offer.id}.${'A'.repeat(43)}`, offer.code, `unknown.${'A'.repeat(43)}`]) {
      expect(await codeOf(engine.collectOffer(token, prove))).toBe('access_token_invalid');
      expect(await codeOf(engine.notifyOffer(token, 'x', 'credential_accepted'))).toBe(
        'access_token_invalid',
      );
    }
  });

  test('that expires makes the offer fail, and tells the owner', async () => {
    const { offer, accessToken } = await opened();
    service.clock.time += OFFER_TOKEN_SECONDS * 1000;
    expect(await codeOf(engine.collectOffer(accessToken, proves(holders[0]!)))).toBe('access_token_invalid');
    expect(await stateOf(offer)).toBe('failed');
    expect(await alertsOf(offer)).toEqual(['not_collected']);
    expect(service.credentials.batches.size).toBe(0);
  });

  test('gets the same credentials for the same keys, in the same order, until it expires', async () => {
    const { accessToken } = await opened();
    const first = await engine.collectOffer(accessToken, proves(...holders));
    service.clock.time += (OFFER_TOKEN_SECONDS - 1) * 1000;
    expect(await engine.collectOffer(accessToken, proves(...holders))).toEqual(first);
    expect(await codeOf(engine.collectOffer(accessToken, proves(...holders.toReversed())))).toBe(
      'offer_not_collectable',
    );
    service.clock.time += 1000;
    expect(await codeOf(engine.collectOffer(accessToken, proves(...holders)))).toBe('access_token_invalid');
  });

  test('with other keys gets nothing, and alerts the owner', async () => {
    const { offer, accessToken } = await opened();
    await engine.collectOffer(accessToken, proves(holders[0]!));
    expect(await codeOf(engine.collectOffer(accessToken, proves(holders[1]!)))).toBe('offer_not_collectable');
    expect(await alertsOf(offer)).toEqual(['already_collected']);
  });

  test('gives credentials to one of two wallets that collect at once', async () => {
    const { offer, accessToken } = await opened();
    const outcomes = await Promise.all(
      [0, 1, 0, 1].map((i) =>
        engine.collectOffer(accessToken, proves(holders[i]!)).then(
          ({ credentials }) => ({ i, credentials }),
          (error: ProtocolError) => ({ i, code: error.code }),
        ),
      ),
    );
    const winners = outcomes.filter((outcome) => 'credentials' in outcome);
    expect(new Set(winners.map(({ i }) => i)).size).toBe(1);
    expect(winners).toHaveLength(2);
    expect(winners[0]).toEqual(winners[1]);
    for (const outcome of outcomes) if ('code' in outcome) expect(outcome.code).toBe('offer_not_collectable');
    expect(service.credentials.batches.size).toBe(1);
    expect(service.offers.contents.size).toBe(1);
    expect(await stateOf(offer)).toBe('issued');
  });

  test('is not used up by keys that cannot be used', async () => {
    const { accessToken } = await opened();
    const unusable = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) } as PublicJwk;
    expect(await codeOf(engine.collectOffer(accessToken, async () => [unusable]))).toBe('invalid_holder_key');
    const twice = proves(holders[0]!, holders[0]!);
    expect(await codeOf(engine.collectOffer(accessToken, twice))).toBe('duplicate_holder_key');
    await engine.collectOffer(accessToken, proves(holders[0]!));
  });

  test('is not used up by a store that fails', async () => {
    const { accessToken } = await opened();
    const failing = service.engine(dyingAt(4, 'before').wrap);
    await expect(failing.collectOffer(accessToken, proves(holders[0]!))).rejects.toThrow('died');
    await engine.collectOffer(accessToken, proves(holders[0]!));
  });

  test('of an offer that the issuer no longer issues fails it', async () => {
    const { offer, accessToken } = await opened();
    const reconfigured = service.engine(undefined, ['gross_income']);
    expect(await codeOf(reconfigured.collectOffer(accessToken, proves(holders[0]!)))).toBe(
      'offer_not_collectable',
    );
    expect(await stateOf(offer)).toBe('failed');
    expect(await alertsOf(offer)).toEqual(['not_issuable']);
    expect(service.offers.contents.size).toBe(0);
  });
});

describe('a notification', () => {
  const issued = async () => {
    const offer = await withoutTxCode();
    const { accessToken } = await engine.openOffer(offer.code);
    return { offer, accessToken, ...(await engine.collectOffer(accessToken, proves(holders[0]!))) };
  };

  test('that the credentials are accepted deletes them from the store', async () => {
    const { accessToken, notificationId } = await issued();
    for (let i = 0; i < 2; i++) await engine.notifyOffer(accessToken, notificationId, 'credential_accepted');
    expect(service.offers.contents.size).toBe(0);
    expect(await codeOf(engine.collectOffer(accessToken, proves(holders[0]!)))).toBe('offer_not_collectable');
  });

  test('of a failure leaves them for a retry, and none changes their status', async () => {
    const { offer, accessToken, notificationId, credentials } = await issued();
    await engine.notifyOffer(accessToken, notificationId, 'credential_failure');
    expect((await engine.collectOffer(accessToken, proves(holders[0]!))).credentials).toEqual(credentials);
    await engine.notifyOffer(accessToken, notificationId, 'credential_deleted');
    expect((await engine.findOffer(CLIENT.id, offer.id)).notification?.event).toBe('credential_deleted');
    expect(service.credentials.batches.get(offer.id)).toMatchObject({ status: 'valid', version: 0 });
  });

  test('needs the id of the credentials, and credentials', async () => {
    const { accessToken } = await issued();
    expect(await codeOf(engine.notifyOffer(accessToken, 'other', 'credential_accepted'))).toBe(
      'notification_unknown',
    );
    const offer = await withoutTxCode();
    const early = (await engine.openOffer(offer.code)).accessToken;
    expect(await codeOf(engine.notifyOffer(early, 'any', 'credential_accepted'))).toBe(
      'notification_unknown',
    );
  });
});

describe('withdrawing an offer', () => {
  test('before it is opened makes its code invalid', async () => {
    const offer = await withoutTxCode();
    for (let i = 0; i < 2; i++) await engine.withdrawOffer(CLIENT.id, offer.id);
    expect(await codeOf(engine.openOffer(offer.code))).toBe('offer_code_invalid');
    expect(await stateOf(offer)).toBe('withdrawn');
    expect(service.offers.contents.size).toBe(0);
  });

  test('after it is opened makes its token invalid', async () => {
    const offer = await withoutTxCode();
    const { accessToken } = await engine.openOffer(offer.code);
    await engine.withdrawOffer(CLIENT.id, offer.id);
    expect(await codeOf(engine.collectOffer(accessToken, proves(holders[0]!)))).toBe('access_token_invalid');
    expect(service.credentials.batches.size).toBe(0);
  });

  test('after it is collected revokes the credentials', async () => {
    const offer = await withoutTxCode();
    const { accessToken } = await engine.openOffer(offer.code);
    await engine.collectOffer(accessToken, proves(...holders));
    for (let i = 0; i < 2; i++) await engine.withdrawOffer(CLIENT.id, offer.id);
    expect(service.credentials.batches.get(offer.id)?.status).toBe('revoked');
    expect(await service.statusLists.entries(0)).toHaveLength(holders.length);
    expect(service.offers.contents.size).toBe(0);
  });

  test.each(['before', 'after'] as const)(
    'while the credentials are signed revokes them, and the wallet gets none: a store call that runs %s',
    async (when) => {
      for (let call = 1; ; call++) {
        service = issuer();
        engine = service.engine();
        const offer = await withoutTxCode();
        const { accessToken } = await engine.openOffer(offer.code);
        let calls = 0;
        const interrupted = service.engine(
          (store) =>
            new Proxy(store, {
              get:
                (target, name) =>
                async (...args: unknown[]) => {
                  const isCall = ++calls === call;
                  if (isCall && when === 'before') await engine.withdrawOffer(CLIENT.id, offer.id);
                  const member = Reflect.get(target, name) as (...args: unknown[]) => unknown;
                  const result = await member.apply(target, args);
                  if (isCall && when === 'after') await engine.withdrawOffer(CLIENT.id, offer.id);
                  return result;
                },
            }),
        );
        await interrupted.collectOffer(accessToken, proves(...holders)).catch((error: unknown) => {
          expect(['access_token_invalid', 'offer_not_collectable']).toContain((error as ProtocolError).code);
        });
        if (calls < call) {
          expect(call).toBeGreaterThan(8);
          return;
        }
        expect(service.credentials.batches.get(offer.id)?.status ?? 'revoked').toBe('revoked');
        expect(await stateOf(offer)).toBe('withdrawn');
      }
    },
  );
});

describe('a process that dies', () => {
  const retry = async <T>(call: (engine: CoreEngine) => Promise<T>, at: number, when: 'before' | 'after') => {
    await expect(call(service.engine(dyingAt(at, when).wrap))).rejects.toThrow('died');
    return call(engine);
  };
  const callsOf = async (call: (engine: CoreEngine) => Promise<unknown>): Promise<number> => {
    const counter = dyingAt(Number.POSITIVE_INFINITY, 'before');
    await call(service.engine(counter.wrap));
    return counter.calls();
  };

  test.each(['before', 'after'] as const)('%s a call of creating an offer leaves one offer', async (when) => {
    const create = (dying: CoreEngine) => dying.createOffer(CLIENT, offerInput(), 'operation');
    const count = await callsOf(create);
    expect(count).toBeGreaterThanOrEqual(2);
    for (let call = 1; call <= count; call++) {
      service = issuer();
      engine = service.engine();
      const offer = await retry(create, call, when);
      expect([...service.offers.offers.keys()]).toEqual(['operation']);
      await engine.openOffer(offer.code, withTx(offer.tx_code));
    }
  });

  test.each(['before', 'after'] as const)(
    '%s a call of opening an offer leaves it openable, or failed with its owner told',
    async (when) => {
      const open =
        ({ code, tx_code }: CreatedOffer) =>
        (dying: CoreEngine) =>
          dying.openOffer(code, withTx(tx_code));
      const count = await callsOf(open(await engine.createOffer(CLIENT, offerInput())));
      for (let call = 1; call <= count; call++) {
        const offer = await engine.createOffer(CLIENT, offerInput());
        const dying = service.engine(dyingAt(call, when).wrap);
        await expect(open(offer)(dying)).rejects.toThrow('died');
        service.clock.time += 1000;
        const outcome = await codeOf(open(offer)(engine));
        if (outcome === 'resolved') continue;
        service.clock.time += OFFER_TOKEN_SECONDS * 1000;
        expect(await stateOf(offer)).toBe('failed');
        expect(await alertsOf(offer)).toContain('not_collected');
      }
    },
  );

  test.each(['before', 'after'] as const)(
    '%s a call of collecting an offer is followed by a retry that gets the credentials, in one batch',
    async (when) => {
      const collect = (token: string) => (dying: CoreEngine) => dying.collectOffer(token, proves(...holders));
      const open = async () => engine.openOffer((await withoutTxCode()).code);
      const count = await callsOf(collect((await open()).accessToken));
      expect(count).toBeGreaterThan(10);
      for (let call = 1; call <= count; call++) {
        service = issuer();
        engine = service.engine();
        const { accessToken } = await open();
        const { credentials } = await retry(collect(accessToken), call, when);
        expect(credentials).toHaveLength(holders.length);
        expect(service.credentials.batches.size).toBe(1);
        expect((await collect(accessToken)(engine)).credentials).toEqual(credentials);
      }
    },
  );

  test.each(['before', 'after'] as const)(
    '%s a call of withdrawing an offer is followed by a retry',
    async (when) => {
      const issued = async () => {
        const offer = await withoutTxCode();
        const { accessToken } = await engine.openOffer(offer.code);
        await engine.collectOffer(accessToken, proves(holders[0]!));
        return offer.id;
      };
      const withdraw = (id: string) => (dying: CoreEngine) => dying.withdrawOffer(CLIENT.id, id);
      const count = await callsOf(withdraw(await issued()));
      for (let call = 1; call <= count; call++) {
        const id = await issued();
        await retry(withdraw(id), call, when);
        expect(service.credentials.batches.get(id)?.status).toBe('revoked');
      }
    },
  );
});

describe('the store', () => {
  const SECRETS = ['5400000', '600000', 'Erika', 'Mustermann', '1984-01-26', '12345678901', 'demo:acme'];
  /** Everything in the store, as text, and its bytes. */
  const raw = (): string =>
    JSON.stringify([
      ...service.offers.offers.values(),
      ...service.credentials.batches.values(),
      ...[...service.offers.contents.values()].map((bytes) => Buffer.from(bytes).toString('latin1')),
    ]);
  const assertSecret = (...more: readonly string[]) => {
    for (const secret of [...SECRETS, ...more]) expect(raw()).not.toContain(secret);
  };

  test('never contains the income, the name, the identity or a code', async () => {
    expect(JSON.stringify([offerInput(), CLIENT])).toContain(SECRETS[0]);
    const offer = await engine.createOffer(CLIENT, offerInput());
    assertSecret(offer.code, offer.code.split('.')[1]!, offer.tx_code!);
    await engine.openOffer(offer.code, withTx(wrongCode(offer))).catch(() => undefined);
    service.clock.time += 1000;
    const { accessToken } = await engine.openOffer(offer.code, withTx(offer.tx_code));
    assertSecret(accessToken, accessToken.split('.')[1]!);
    const { credentials, notificationId } = await engine.collectOffer(accessToken, proves(holders[0]!));
    assertSecret(accessToken, credentials[0]!.slice(0, 40), holders[0]!.publicJwk.x);
    expect(service.offers.contents.size).toBe(1);
    await engine.notifyOffer(accessToken, notificationId, 'credential_accepted');
    expect(service.offers.contents.size).toBe(0);
  });

  test('has content of the same length for incomes and names of other lengths', async () => {
    await engine.createOffer(CLIENT, offerInput());
    await engine.createOffer(
      CLIENT,
      offerInput({ attributes: { gross_income: '1', debt_payments: '0' }, claims: {} }),
    );
    const [first, second] = [...service.offers.contents.values()].map(({ length }) => length);
    expect(first).toBe(second);
  });

  test.each<[string, number, (offer: CreatedOffer) => Promise<unknown>]>([
    ['the code', OFFER_EXPIRY_SECONDS.default, async () => undefined],
    ['the token', OFFER_TOKEN_SECONDS, ({ code }) => engine.openOffer(code)],
    [
      'the token of collected credentials',
      OFFER_TOKEN_SECONDS,
      async ({ code }) =>
        engine.collectOffer((await engine.openOffer(code)).accessToken, proves(holders[0]!)),
    ],
  ])('has no content after the time of %s', async (_, seconds, use) => {
    const offer = await withoutTxCode();
    await use(offer);
    service.clock.time += (seconds - 1) * 1000;
    await stateOf(offer);
    expect(service.offers.contents.size).toBe(1);
    service.clock.time += 1000;
    await stateOf(offer);
    expect(service.offers.contents.size).toBe(0);
  });
});

test('a collected batch of 50 with all attributes stays below 2 MB', async () => {
  const { holder_keys: _, ...attested } = allAttributesInput([]);
  service = issuer(Object.keys(attested.attributes));
  engine = service.engine();
  const input = {
    ...attested,
    period: { ...lastTwelveMonths(NOW), pay_periods: { unit: 'month', count: 12 } as const },
  };
  const offer = await engine.createOffer(CLIENT, { ...input, tx_code: false, batch_size: 50 });
  const { accessToken } = await engine.openOffer(offer.code);
  const many = await Promise.all(Array.from({ length: 50 }, () => makeKey()));
  await engine.collectOffer(accessToken, proves(...many));
  const [content] = [...service.offers.contents.values()];
  expect(content!.length).toBeGreaterThan(100_000);
  expect(content!.length).toBeLessThan(2_000_000);
});
