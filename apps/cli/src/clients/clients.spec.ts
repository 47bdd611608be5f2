import { beforeEach, describe, expect, test } from '@jest/globals';
import { BUILT_IN_PLANS, bearerKeyBytes, bearerKeyHash, ClientAdministration } from '@zk-income/api-clients';
import {
  MemoryApiClientRegistry,
  MemoryApiClientStore,
  MemoryClientBudgetStore,
} from '@zk-income/api-clients/testing';
import { runLine } from '../testing/run-line.js';

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

const run = (line: string) =>
  runLine(`clients ${line}`, {
    clock: { now: () => time },
    openClientStores: async () => ({
      registry,
      budgets,
      plans: BUILT_IN_PLANS,
      defaultPlan: 'standard',
      close: () => undefined,
    }),
  });

/** Runs a command line that succeeds. */
async function print(line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(line);
  expect([stderr, exitCode]).toEqual(['', 0]);
  return stdout.trimEnd();
}

const printJson = async (line: string) => JSON.parse(await print(`${line} --json`));

/** Runs a command line that is not possible. */
async function fail(line: string): Promise<string> {
  const { stdout, stderr, exitCode } = await run(line);
  expect([stdout, exitCode]).toEqual(['', 1]);
  return stderr;
}

const addLandlord = async (): Promise<string> => (await printJson('add landlord --scope request')).bearer_key;
const clientOf = (key: string) => store.clients.get(bearerKeyHash(key));
const SECONDS = NOW / 1000;

describe('add', () => {
  test('registers a client under the hash of a key that is printed once', async () => {
    const text = await print(
      'add acme --name Acme --scope issue --scope revoke --source lei:529900t8-bm49-aurs-do55 --plan free',
    );
    const [what, , key] = text.split('\n');
    expect(what).toBe(
      'Registered client acme for the payer lei:529900T8BM49AURSDO55 with plan free: 60 requests per minute, burst 20, 1000 requests per month.',
    );
    expect(bearerKeyBytes(key!)).toHaveLength(32);
    expect([...store.clients]).toEqual([
      [
        bearerKeyHash(key!),
        {
          id: 'acme',
          name: 'Acme',
          scopes: ['issue', 'revoke'],
          sourceId: 'lei:529900T8BM49AURSDO55',
          plan: 'free',
          createdAt: SECONDS,
        },
      ],
    ]);
    for (const line of ['list', 'list --json']) expect(await print(line)).not.toContain(key);
  });

  test('stores own limits in place of a plan, and no plan without plan options', async () => {
    await print('add a --scope request --per-minute 90 --burst 9 --per-month 900');
    await print('add b --scope request --per-minute 90 --burst 9');
    await print('add c --scope request');
    expect([...store.clients.values()].map(({ plan }) => plan)).toEqual([
      { perMinute: 90, burst: 9, perMonth: 900 },
      { perMinute: 90, burst: 9 },
      undefined,
    ]);
  });

  test('rejects an id that is in use, also one whose registration was interrupted', async () => {
    await addLandlord();
    expect(await fail('add landlord --scope request')).toContain('Client landlord already exists.');
    await registry.claimId('half');
    expect(await fail('add half --scope request')).toContain('The id half is reserved');
    const runs = await Promise.all([1, 2, 3].map(() => run('add bank --scope request')));
    expect(runs.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1, 1]);
  });

  test('rejects the id of a client that was registered before ids were claimed', async () => {
    await store.create('old', { id: 'old', name: 'Old', scopes: ['request'] });
    expect(await fail('add old --scope request')).toContain('Client old already exists.');
  });
});

describe('rotate', () => {
  test('creates a key, and lets the old one expire later', async () => {
    const old = await addLandlord();
    time += 1_000_000;
    const { bearer_key: key, old_keys_expire_at: until } = await printJson(
      'rotate landlord --overlap-hours 2',
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

  test('removes a leaked key at once', async () => {
    const old = await addLandlord();
    await print('rotate landlord --overlap-hours 0');
    expect(clientOf(old)).toBeUndefined();
    expect(store.clients.size).toBe(1);
  });

  test('keeps an earlier expiry, and removes expired keys', async () => {
    const first = await addLandlord();
    await print('rotate landlord --overlap-hours 1');
    const { bearer_key: third } = await printJson('rotate landlord --overlap-hours 5');
    expect(clientOf(first)).toMatchObject({ expiresAt: SECONDS + 3_600 });
    expect(store.clients.size).toBe(3);
    time += 2 * 3_600_000;
    await print('rotate landlord');
    expect(clientOf(first)).toBeUndefined();
    expect(clientOf(third)).toMatchObject({ expiresAt: time / 1000 + 24 * 3_600 });
  });

  test('creates a key for a client whose keys have all expired', async () => {
    const first = await addLandlord();
    await registry.change(bearerKeyHash(first), { expiresAt: SECONDS });
    const { bearer_key: key } = await printJson('rotate landlord');
    expect(clientOf(key)).not.toHaveProperty('expiresAt');
  });

  test('rejects a disabled client', async () => {
    await addLandlord();
    await print('disable landlord');
    for (const line of ['rotate landlord', 'rotate landlord --dry-run'])
      expect(await fail(line)).toContain('Enable it first: npm run clients -- enable landlord');
    expect(store.clients.size).toBe(1);
  });

  test('leaves no enabled key behind if the client is disabled concurrently', async () => {
    await addLandlord();
    // The concurrent `disable` listed only the old key.
    registry.beforeChange = async () => {
      for (const [hash, found] of store.clients)
        if (found.rotatedAt === undefined) store.clients.set(hash, { ...found, disabledAt: SECONDS });
    };
    expect(await fail('rotate landlord')).toContain('is disabled');
    expect([...store.clients.values()]).toEqual([expect.objectContaining({ disabledAt: SECONDS })]);
  });

  test('leaves no enabled key behind if the client is disabled concurrently and all old keys have expired', async () => {
    await addLandlord();
    const [hash, old] = [...store.clients][0]!;
    store.clients.set(hash, { ...old, expiresAt: SECONDS });
    const create = store.create.bind(store);
    store.create = async (keyHash, client) => {
      await new ClientAdministration(registry, { now: () => time }).disable('landlord');
      return create(keyHash, client);
    };
    expect(await fail('rotate landlord')).toContain('is disabled');
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
  });
});

describe('disable', () => {
  test('disables every key, until enabled', async () => {
    await addLandlord();
    await print('rotate landlord');
    expect(await print('disable landlord')).toBe('Disabled client landlord. The services reject its 2 keys.');
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
    await print('enable landlord');
    expect([...store.clients.values()].some((client) => 'disabledAt' in client)).toBe(false);
  });

  test('disables a key that is created concurrently', async () => {
    await addLandlord();
    registry.beforeChange = () =>
      new ClientAdministration(registry, { now: () => time }).rotate('landlord', SECONDS + 60);
    await print('disable landlord');
    expect(store.clients.size).toBe(2);
    expect([...store.clients.values()].every(({ disabledAt }) => disabledAt === SECONDS)).toBe(true);
  });
});

describe('plan', () => {
  test('changes for every key: to a named plan, to own limits, or to the default plan', async () => {
    await addLandlord();
    await print('rotate landlord');
    const plans = () => [...store.clients.values()].map(({ plan }) => plan);
    expect(await print('plan landlord --plan premium')).toBe(
      'Set the plan of landlord to plan premium: 6000 requests per minute, burst 1000, 5000000 requests per month.',
    );
    expect(plans()).toEqual(['premium', 'premium']);
    await print('plan landlord --per-minute 5 --burst 5');
    expect(plans()).toEqual(Array(2).fill({ perMinute: 5, burst: 5 }));
    expect(await print('plan landlord')).toContain('plan standard (default)');
    expect(plans()).toEqual([undefined, undefined]);
  });

  test('must be configured', async () => {
    await addLandlord();
    expect(await fail('plan landlord --plan gold')).toContain(
      'Configured plans: free, standard, premium, internal.',
    );
    expect(await fail('add bank --scope request --plan gold')).toContain('Plan gold is not configured');
  });
});

describe('source', () => {
  test('replaces the payer of every key by its canonical form', async () => {
    await store.create('0123456789', { id: 'old', name: 'Old', scopes: ['issue'], sourceId: 'hrb:12345' });
    await print('rotate old');
    expect(await print('source old company:de-K1101R-HRB12345')).toBe(
      'Set the payer of old to company:DEK1101RHRB12345.',
    );
    expect([...store.clients.values()].map(({ sourceId }) => sourceId)).toEqual([
      'company:DEK1101RHRB12345',
      'company:DEK1101RHRB12345',
    ]);
    expect(await fail('source nobody demo:acme')).toContain('Client nobody not found');
  });
});

describe('list', () => {
  test('names payers of version 0.1.0 that are not canonical or not valid', async () => {
    await store.create('0123456789', { id: 'a', name: 'A', scopes: ['issue'], sourceId: 'vat:DE 123-456' });
    await store.create('1123456789', { id: 'b', name: 'B', scopes: ['issue'], sourceId: 'hrb:12345' });
    const text = await print('list');
    expect(text).toContain('(source vat:DE 123-456, issues as vat:DE123456)');
    expect(text).toContain('(source hrb:12345, INVALID: expected one of the registers');
  });

  test('prints every client with its scopes, plan, usage of this month and keys', async () => {
    expect(await print('list')).toBe('No clients are registered.');
    await addLandlord();
    await print('add acme --name Acme --scope issue --source vat:DE123456789 --per-minute 90 --burst 9');
    await print('rotate landlord');
    await print('disable acme');
    budgets.budgets.set('landlord', { tat: 0, month: '2026-11', used: 1234 });
    budgets.budgets.set('acme', { tat: 0, month: '2026-10', used: 99 });
    const hash = (id: string) => [...store.clients].filter(([, one]) => one.id === id).map(([key]) => key);
    const [old, fresh] = hash('landlord');
    expect(await print('list')).toBe(
      [
        'acme  DISABLED since 2026-11-25T12:00:00Z  Acme',
        '    scopes: issue (source vat:DE123456789)',
        '    custom plan: 90 requests per minute, burst 9, no monthly quota; 0 used this month',
        `    key  ${hash('acme')[0]!.slice(0, 8)}…  created 2026-11-25T12:00:00Z`,
        'landlord  landlord',
        '    scopes: request',
        '    plan standard (default): 600 requests per minute, burst 100, 100000 requests per month; 1234 used this month',
        ...[
          `    key  ${old!.slice(0, 8)}…  created 2026-11-25T12:00:00Z, expires 2026-11-26T12:00:00Z`,
          `    key  ${fresh!.slice(0, 8)}…  created 2026-11-25T12:00:00Z`,
        ],
      ].join('\n'),
    );
    expect((await printJson('list')).clients[1]).toMatchObject({
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

  test('names the plan that is used in place of one that is not configured', async () => {
    await store.create('0123456789', { id: 'old', name: 'Old', scopes: ['request'], plan: 'gold' });
    expect(await print('list')).toContain(
      'plan gold (not in CLIENT_PLANS; uses standard): 600 requests per minute',
    );
  });

  test('lists clients whose creation time was not recorded', async () => {
    await store.create('0123456789', { id: 'old', name: 'Old', scopes: ['request'] });
    expect(await print('list')).toContain('01234567…  created at an unknown time');
  });
});

describe('a dry run', () => {
  test.each([
    ['add bank --scope request --dry-run', /^Would register client bank with plan/],
    [
      'rotate landlord --dry-run',
      /^Would create a new key for landlord. Old keys that would expire at .*: 1\.$/,
    ],
    ['plan landlord --plan free --dry-run', /^Would set the plan of landlord to plan free/],
    ['source landlord demo:acme --dry-run', /^Would set the payer of landlord to demo:acme/],
    ['disable landlord --dry-run', /^Would disable client landlord with 1 key\./],
    ['enable landlord --dry-run', /^Would enable client landlord/],
  ])('%s changes nothing and prints what would be done', async (line, expected) => {
    await addLandlord();
    const before = structuredClone([store.clients, registry.ids]);
    expect(await print(line)).toMatch(expected);
    expect(await printJson(line)).toMatchObject({ dry_run: true });
    expect([store.clients, registry.ids]).toEqual(before);
  });

  test('fails as the run itself would', async () => {
    await addLandlord();
    expect(await fail('add landlord --scope request --dry-run')).toContain('already exists');
    expect(await fail('disable nobody --dry-run')).toContain('Client nobody not found');
  });
});

test.each([
  ['', 'Usage: zk-income clients'],
  ['remove x', "unknown command 'remove'"],
  ['list x', 'too many arguments'],
  ['list --plan free', "unknown option '--plan'"],
  ['rotate x --scope issue', "unknown option '--scope'"],
  ['rotate', "missing required argument 'id'"],
  ['rotate a b', 'too many arguments'],
  ['rotate a --overlap-hours -1', 'Expected an integer from 0 to 2160.'],
  ['rotate a --overlap-hours 2161', 'Expected an integer from 0 to 2160.'],
  ['rotate a --overlap-hours 1.5', "option '--overlap-hours <hours>' argument '1.5' is invalid"],
  ['add a/b --scope request', '1 to 64 of A-Z a-z 0-9'],
  ['add a', "required option '--scope <scope>' not specified"],
  ['add a --scope all', 'Expected one of issue, revoke, request.'],
  ['add a --scope issue', '--scope issue requires --source'],
  ['add a --scope issue --source acme', 'Expected a register and a number'],
  ['add a --scope issue --source hrb:12345', 'Expected one of the registers lei, vat, company, tax, demo'],
  ['add a --scope issue --source :vat:DE123', 'Expected one of the registers'],
  ['add a --scope issue --source vat:DE:123', 'Expected only letters, digits'],
  ['add a --scope issue --source lei:529900T8BM49AURSDO56', 'Expected an LEI'],
  ['source a vat:GR123456789', 'Expected the prefix EL in place of GR.'],
  ['source a', "missing required argument 'register:number'"],
  ['add a --scope request --name \n', "option '--name <text>'"],
  ['add a --scope request --plan free --burst 5', '--plan cannot be used with'],
  ['add a --scope request --burst 5', 'perMinute from 1'],
  ['add a --scope request --per-minute 1e3 --burst 5', 'Expected an integer.'],
  ['add a --scope request --per-minute 60001 --burst 5', 'perMinute from 1'],
  ['add a --scope request --scop issue', 'Did you mean --scope?'],
])('%j is wrong usage', async (line, expected) => {
  const { stdout, stderr, exitCode } = await run(line);
  expect([stdout, exitCode]).toEqual(['', 2]);
  expect(stderr).toContain(expected);
  expect(store.clients.size).toBe(0);
});
