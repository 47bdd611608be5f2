import { beforeEach, describe, expect, test } from '@jest/globals';
import { BUILT_IN_PLANS, bearerKeyBytes, bearerKeyHash, ClientAdministration } from '@zk-income/api-clients';
import {
  MemoryApiClientRegistry,
  MemoryApiClientStore,
  MemoryClientBudgetStore,
} from '@zk-income/api-clients/testing';
import { runClientCommand } from './client-command.js';
import { parseClientCommand } from './client-command-line.js';

const NOW = Date.UTC(2026, 10, 25, 12);
let time: number;
let store: MemoryApiClientStore;
let registry: MemoryApiClientRegistry;
let budgets: MemoryClientBudgetStore;

beforeEach(() => {
  time = NOW;
  store = new MemoryApiClientStore();
  registry = new MemoryApiClientRegistry(store);
  budgets = new MemoryClientBudgetStore();
});

const report = (line: string) =>
  runClientCommand(parseClientCommand(line.split(' ')), {
    registry,
    budgets,
    plans: BUILT_IN_PLANS,
    defaultPlan: 'standard',
    clock: { now: () => time },
  });
const say = async (line: string) => (await report(line)).lines.join('\n');
// biome-ignore lint/suspicious/noExplicitAny: what programs get, as they get it
const json = async (line: string): Promise<any> => JSON.parse(JSON.stringify((await report(line)).json));
const addLandlord = async (): Promise<string> =>
  (await json('add landlord --scope request --json')).bearer_key;
const clientOf = (key: string) => store.clients.get(bearerKeyHash(key));
const SECONDS = NOW / 1000;

describe('add', () => {
  test('registers a client under the hash of a key that is shown once', async () => {
    const text = await say(
      'add acme --name Acme --scope issue --scope revoke --source lei:529900T8BM49 --plan free',
    );
    const [what, , key] = text.split('\n');
    expect(what).toBe(
      'Registered the client acme with the plan free: 60 a minute, 20 at once, 1000 a month.',
    );
    expect(bearerKeyBytes(key!)).toHaveLength(32);
    expect([...store.clients]).toEqual([
      [
        bearerKeyHash(key!),
        {
          id: 'acme',
          name: 'Acme',
          scopes: ['issue', 'revoke'],
          sourceId: 'lei:529900T8BM49',
          plan: 'free',
          createdAt: SECONDS,
        },
      ],
    ]);
    for (const line of ['list', 'list --json']) expect(JSON.stringify(await report(line))).not.toContain(key);
  });

  test('takes numbers in the place of a plan, and leaves the plan open without either', async () => {
    await say('add a --scope request --per-minute 90 --burst 9 --per-month 900');
    await say('add b --scope request --per-minute 90 --burst 9');
    await say('add c --scope request');
    expect([...store.clients.values()].map(({ plan }) => plan)).toEqual([
      { perMinute: 90, burst: 9, perMonth: 900 },
      { perMinute: 90, burst: 9 },
      undefined,
    ]);
  });

  test('does not give an id twice, not even one whose registration was broken off', async () => {
    await addLandlord();
    await expect(say('add landlord --scope request')).rejects.toThrow('Client landlord already exists.');
    await registry.claimId('half');
    await expect(say('add half --scope request')).rejects.toThrow('The id half is reserved');
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => say('add bank --scope request')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('does not give an id that a client from before has, whose id nobody claimed', async () => {
    await store.create('old', { id: 'old', name: 'Old', scopes: ['request'] });
    await expect(say('add old --scope request')).rejects.toThrow('Client old already exists.');
  });
});

describe('rotate', () => {
  test('makes a key beside the old one, which ends later', async () => {
    const old = await addLandlord();
    time += 1_000_000;
    const { bearer_key: key, old_keys_expire_at: until } = await json(
      'rotate landlord --overlap-hours 2 --json',
    );
    expect(until).toBe(new Date(time + 7_200_000).toISOString().replace('.000Z', 'Z'));
    expect(clientOf(old)).toMatchObject({ expiresAt: time / 1000 + 7_200 });
    expect(clientOf(key)).toEqual({
      id: 'landlord',
      name: 'landlord',
      scopes: ['request'],
      createdAt: SECONDS,
      rotatedAt: time / 1000,
    });
  });

  test('of a leaked key ends it at once and forgets it', async () => {
    const old = await addLandlord();
    await say('rotate landlord --overlap-hours 0');
    expect(clientOf(old)).toBeUndefined();
    expect(store.clients.size).toBe(1);
  });

  test('does not lengthen the life of a key that ends sooner, and forgets those that have ended', async () => {
    const first = await addLandlord();
    await say('rotate landlord --overlap-hours 1');
    const { bearer_key: third } = await json('rotate landlord --overlap-hours 5 --json');
    expect(clientOf(first)).toMatchObject({ expiresAt: SECONDS + 3_600 });
    expect(store.clients.size).toBe(3);
    time += 2 * 3_600_000;
    await say('rotate landlord');
    expect(clientOf(first)).toBeUndefined();
    expect(clientOf(third)).toMatchObject({ expiresAt: time / 1000 + 24 * 3_600 });
  });

  test('helps a client all of whose keys have expired', async () => {
    const first = await addLandlord();
    await registry.change(bearerKeyHash(first), { expiresAt: SECONDS });
    const { bearer_key: key } = await json('rotate landlord --json');
    expect(clientOf(key)).not.toHaveProperty('expiresAt');
  });

  test('is not for a disabled client', async () => {
    await addLandlord();
    await say('disable landlord');
    for (const line of ['rotate landlord', 'rotate landlord --dry-run'])
      await expect(say(line)).rejects.toThrow('Enable it first: npm run clients -- enable landlord');
    expect(store.clients.size).toBe(1);
  });

  test('leaves no key behind for a client that is disabled in the middle', async () => {
    await addLandlord();
    // In its own list the one who disables has seen the old key alone.
    registry.beforeChange = async () => {
      for (const [hash, found] of store.clients)
        if (found.rotatedAt === undefined) store.clients.set(hash, { ...found, disabledAt: SECONDS });
    };
    await expect(say('rotate landlord')).rejects.toThrow('is disabled');
    expect([...store.clients.values()]).toEqual([expect.objectContaining({ disabledAt: SECONDS })]);
  });

  test('leaves none behind either where all old keys have expired', async () => {
    await addLandlord();
    const [hash, old] = [...store.clients][0]!;
    store.clients.set(hash, { ...old, expiresAt: SECONDS });
    const create = store.create.bind(store);
    store.create = async (keyHash, client) => {
      await new ClientAdministration(registry, { now: () => time }).disable('landlord');
      return create(keyHash, client);
    };
    await expect(say('rotate landlord')).rejects.toThrow('is disabled');
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
  });
});

describe('disable', () => {
  test('holds for every key, until enabled', async () => {
    await addLandlord();
    await say('rotate landlord');
    expect(await say('disable landlord')).toContain('none of its 2 keys is good for anything');
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
    await say('enable landlord');
    expect([...store.clients.values()].some((client) => 'disabledAt' in client)).toBe(false);
  });

  test('holds for a key that is made in the middle', async () => {
    await addLandlord();
    registry.beforeChange = () =>
      new ClientAdministration(registry, { now: () => time }).rotate('landlord', SECONDS + 60);
    await say('disable landlord');
    expect(store.clients.size).toBe(2);
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
  });
});

describe('plan', () => {
  test('is changed for every key, to a name, to numbers or to the default', async () => {
    await addLandlord();
    await say('rotate landlord');
    const plans = () => [...store.clients.values()].map(({ plan }) => plan);
    expect(await say('plan landlord --plan premium')).toContain('6000 a minute');
    expect(plans()).toEqual(['premium', 'premium']);
    await say('plan landlord --per-minute 5 --burst 5');
    expect(plans()).toEqual(Array(2).fill({ perMinute: 5, burst: 5 }));
    expect(await say('plan landlord')).toContain('standard (the default)');
    expect(plans()).toEqual([undefined, undefined]);
  });

  test('is one that there is', async () => {
    await addLandlord();
    await expect(say('plan landlord --plan gold')).rejects.toThrow(
      'There are: free, standard, premium, internal',
    );
    await expect(say('add bank --scope request --plan gold')).rejects.toThrow('There is no plan gold');
  });
});

describe('list', () => {
  test('tells what there is, with what was used this month', async () => {
    expect(await say('list')).toBe('No clients are registered.');
    await addLandlord();
    await say('add acme --name Acme --scope issue --source lei:1 --per-minute 90 --burst 9');
    await say('rotate landlord');
    await say('disable acme');
    budgets.budgets.set('landlord', { tat: 0, month: '2026-11', used: 1234 });
    budgets.budgets.set('acme', { tat: 0, month: '2026-10', used: 99 });
    const hash = (id: string) => [...store.clients].filter(([, one]) => one.id === id).map(([key]) => key);
    const [old, fresh] = hash('landlord');
    expect(await say('list')).toBe(
      [
        'acme  DISABLED since 2026-11-25T12:00:00Z  Acme',
        '    may issue, for lei:1',
        '    plan of its own: 90 a minute, 9 at once, any number a month; 0 used this month',
        `    key  ${hash('acme')[0]!.slice(0, 8)}…  made 2026-11-25T12:00:00Z`,
        'landlord  landlord',
        '    may request',
        '    plan standard (the default): 600 a minute, 100 at once, 100000 a month; 1234 used this month',
        ...[
          `    key  ${old!.slice(0, 8)}…  made 2026-11-25T12:00:00Z, good until 2026-11-26T12:00:00Z`,
          `    key  ${fresh!.slice(0, 8)}…  made 2026-11-25T12:00:00Z`,
        ],
      ].join('\n'),
    );
    expect((await json('list --json')).clients[1]).toMatchObject({
      id: 'landlord',
      plan: 'standard',
      limits: { per_minute: 600, burst: 100, per_month: 100_000 },
      used_this_month: 1234,
      disabled_at: null,
      keys: [
        { hash: old, expires_at: '2026-11-26T12:00:00Z' },
        { hash: fresh, expires_at: null },
      ],
    });
  });

  test('says of a plan that is not configured which one holds', async () => {
    await store.create('0123456789', { id: 'old', name: 'Old', scopes: ['request'], plan: 'gold' });
    expect(await say('list')).toContain('plan gold (not in CLIENT_PLANS, so standard): 600 a minute');
  });

  test('knows clients from before dates were kept', async () => {
    await store.create('0123456789', { id: 'old', name: 'Old', scopes: ['request'] });
    expect(await say('list')).toContain('01234567…  made at an unknown time');
  });
});

describe('a dry run', () => {
  test.each([
    ['add bank --scope request --dry-run', /^Would register the client bank/],
    ['rotate landlord --dry-run', /^Would make a new key for landlord; 1 that it has would end at/],
    ['plan landlord --plan free --dry-run', /^Would give landlord the plan free/],
    ['disable landlord --dry-run', /^Would disable landlord with 1 key/],
    ['enable landlord --dry-run', /^Would enable landlord/],
  ])('%s changes nothing and says what it would do', async (line, expected) => {
    await addLandlord();
    const before = structuredClone([store.clients, registry.ids]);
    expect(await say(line)).toMatch(expected);
    expect(await json(`${line} --json`)).toMatchObject({ dry_run: true });
    expect([store.clients, registry.ids]).toEqual(before);
  });

  test('finds what the run would', async () => {
    await addLandlord();
    await expect(say('add landlord --scope request --dry-run')).rejects.toThrow('already exists');
    await expect(say('disable nobody --dry-run')).rejects.toThrow('Client nobody not found');
  });
});

describe('what cannot be meant', () => {
  test.each([
    ['', 'npm run clients --'],
    ['remove x', 'npm run clients --'],
    ['list x', 'list takes no ID'],
    ['list --plan free', 'list takes no --plan'],
    ['rotate x --scope issue', 'rotate takes no --scope'],
    ['rotate', 'the ID of one client'],
    ['rotate a b', 'the ID of one client'],
    ['rotate a --overlap-hours -1', 'npm run clients --'],
    ['rotate a --overlap-hours 2161', '--overlap-hours: an integer from 0 to 2160.'],
    ['rotate a --overlap-hours 1.5', '--overlap-hours'],
    ['add a/b --scope request', 'ID: 1 to 64'],
    ['add a', '--scope: at least one of issue, revoke, request'],
    ['add a --scope all', '--scope'],
    ['add a --scope issue', '--source'],
    ['add a --scope issue --source acme', '--source: a register and a number'],
    ['add a --scope request --name \n', '--name'],
    ['add a --scope request --plan free --burst 5', 'not both'],
    ['add a --scope request --burst 5', 'perMinute from 1'],
    ['add a --scope request --per-minute 1e3 --burst 5', 'perMinute from 1'],
    ['add a --scope request --per-minute 60001 --burst 5', 'perMinute from 1'],
    ['add a --scop request', "Unknown option '--scop'"],
  ])('%j is explained', (line, expected) => {
    expect(() => parseClientCommand(line.split(' ').filter((word) => word !== ''))).toThrow(expected);
  });
});
