import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { sha256Base64url } from '../encoding/hash.js';
import { canonicalJson } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { parseJwt } from '../jwt.js';
import { verifyJws } from '../keys.js';
import { encodePolicy } from '../policy/transaction-data.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import {
  AUDIENCE,
  CLIENT,
  issueCredential,
  makeKey,
  makeTestEnvironment,
  NOW,
  OWNER,
  type TestEnvironment,
  trusted,
  VERIFIER,
} from '../testing/environment.js';
import { disclosureName, encodeDisclosure, type Forgery, forge, forgeDisclosure } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import { incomePolicy, type Json } from '../testing/policies.js';
import type { CreatedRequest, HeldCredential, Presentations } from '../types.js';

const WALLET_AUDIENCE = 'x509_san_dns:verifier.example';
const SECONDS = NOW / 1000;

let environment: TestEnvironment;
let held: HeldCredential;

beforeAll(async () => {
  environment = await makeTestEnvironment();
  held = await issueCredential(environment.issuer);
});

const disclosurePolicy = (changes: object = {}) =>
  incomePolicy({ predicates: [], disclose: ['given_name', 'family_name'], ...changes });

const createRequest = (changes: object = {}, { verifier } = environment): Promise<CreatedRequest> =>
  verifier.createRequest(OWNER, { policy: disclosurePolicy(changes) }, undefined, {
    audience: WALLET_AUDIENCE,
    mode: 'disclosure',
  });

const salary = (changes: Partial<Forgery> = {}): Forgery => ({
  held,
  issuerKey: environment.issuer.key.privateJwk,
  ...changes,
});

async function verdictOn(
  request: { readonly id: string },
  presentations: Presentations,
  { verifier } = environment,
): Promise<string> {
  try {
    return (await verifier.verifyDisclosure({ request_id: request.id, presentations })).code;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

/** The answer to a presentation that is honest except for these changes. */
async function disclosing(changes: Partial<Forgery> = {}, policyChanges: object = {}): Promise<string> {
  const request = await createRequest(policyChanges);
  return verdictOn(request, await forgeDisclosure(request, salary(changes)));
}

describe('a request in disclosure mode', () => {
  const modeOf = (policy: object, input: object = { policy }) =>
    outcomeAsync(() =>
      environment.verifier.createRequest(OWNER, input, undefined, {
        audience: WALLET_AUDIENCE,
        mode: 'disclosure',
      }),
    );

  test('asks for claims of one credential of one person, and for no proof', async () => {
    expect(await modeOf(disclosurePolicy())).toBe('accepted');
    expect(await modeOf(incomePolicy())).toBe('policy_invalid');
    expect(await modeOf(disclosurePolicy({ credentials: ['salary', 'pension'] }))).toBe('policy_invalid');
    const alternative = (id: string) => ({ id, label: id, predicates: incomePolicy().predicates });
    expect(await modeOf(disclosurePolicy({ any_of: [alternative('a'), alternative('b')] }))).toBe(
      'policy_invalid',
    );
    const people = disclosurePolicy({
      credentials: ['salary', 'partner'],
      credential_ids: ['salary', 'partner'],
      people: { anna: ['salary'], ben: ['partner'] },
      disclose: ['given_name', 'family_name', 'birthdate'],
    });
    expect(await modeOf(people)).toBe('policy_invalid');
    const template = { template: 'income_to_rent', parameters: { rent: '150000', currency: 'EUR' } };
    expect(await modeOf({}, template)).toBe('policy_invalid');
  });

  test('has a policy that no request for a proof can have', async () => {
    const request = () => environment.verifier.createRequest(OWNER, { policy: disclosurePolicy() });
    expect(await outcomeAsync(request)).toBe('policy_invalid');
  });

  test('has no transaction data, which a wallet that does not know its type must refuse', async () => {
    const request = await createRequest();
    expect(request).toMatchObject({ audience: WALLET_AUDIENCE, transaction_data: [], statements: [] });
    expect(request.policy).toEqual(disclosurePolicy());
  });

  test('is found again by a call that was interrupted, but not by one that asks for something else', async () => {
    const create = (changes: object) =>
      environment.verifier.createRequest(OWNER, { policy: disclosurePolicy(changes) }, 'the-id', {
        audience: WALLET_AUDIENCE,
        mode: 'disclosure',
      });
    const { nonce } = await create({});
    expect((await create({})).nonce).toBe(nonce);
    await expect(create({ purpose: 'Another' })).rejects.toThrow('another request');
  });

  test('is answered by disclosed claims, which are all that the verdict contains', async () => {
    const request = await createRequest();
    const presentations = await forgeDisclosure(request, salary());
    expect(await environment.verifier.verifyDisclosure({ request_id: request.id, presentations })).toEqual({
      disclosed: true,
      code: 'disclosed',
      claims: { salary: { given_name: 'Erika', family_name: 'Mustermann' } },
    });
    const view = await environment.verifier.findRequest(OWNER, request.id);
    expect(view.state).toBe('disclosed');
    expect(view).not.toHaveProperty('verdict');
  });

  test('is answered once; the same presentation gets the same verdict again', async () => {
    const request = await createRequest();
    const presentations = await forgeDisclosure(request, salary());
    const answer = (onRepeated: () => void) =>
      environment.verifier.verifyDisclosure({ request_id: request.id, presentations }, { onRepeated });
    let repeated = 0;
    const first = await answer(() => (repeated += 1));
    expect(repeated).toBe(0);
    expect(await answer(() => (repeated += 1))).toEqual(first);
    expect(repeated).toBe(1);
    expect(await verdictOn(request, await forgeDisclosure(request, salary()))).toBe(
      'request_already_answered',
    );
  });

  test('discloses nothing but what every credential shows, if the policy asks for nothing', async () => {
    const request = await createRequest({ disclose: ['given_name'] });
    expect(await verdictOn(request, await forgeDisclosure(request, salary()))).toBe('disclosed');
    const policy = disclosurePolicy();
    delete policy.disclose;
    const bare = await environment.verifier.createRequest(OWNER, { policy }, undefined, {
      audience: WALLET_AUDIENCE,
      mode: 'disclosure',
    });
    const presentations = await forgeDisclosure(bare, salary());
    expect(await environment.verifier.verifyDisclosure({ request_id: bare.id, presentations })).toMatchObject(
      { claims: { salary: {} } },
    );
  });

  test('is unknown if nobody created it, has an end, and belongs to its owner', async () => {
    const local = await makeTestEnvironment();
    const request = await createRequest({}, local);
    const presentations = await forgeDisclosure(request, salary());
    expect(await verdictOn({ id: 'unknown' }, presentations, local)).toBe('request_unknown');
    expect(await outcomeAsync(() => local.verifier.findRequest('another', request.id))).toBe(
      'request_unknown',
    );
    local.clock.time += 600_000;
    expect(await verdictOn(request, presentations, local)).toBe('request_expired');
    expect((await local.verifier.findRequest(OWNER, request.id)).state).toBe('expired');
  });
});

test('the input has its shape', async () => {
  const verdict = (input: Json) => outcomeAsync(() => environment.verifier.verifyDisclosure(input));
  expect(await verdict({ request_id: 'x', presentations: null })).toBe('presentation_malformed');
  expect(await verdict({ request_id: 7, presentations: {} })).toBe('request_unknown');
});

test('a refused presentation costs one read of its request', async () => {
  const local = await makeTestEnvironment();
  const request = await createRequest({}, local);
  const presentations = await forgeDisclosure(request, salary());
  const find = local.requests.find.bind(local.requests);
  let reads = 0;
  local.requests.find = (id) => {
    reads += 1;
    return find(id);
  };
  // Signed by the issuer of another environment.
  expect(await verdictOn(request, presentations, local)).toBe('issuer_key_unknown');
  expect(reads).toBe(1);
});

describe('what is disclosed is never verified', () => {
  test('a proof does not answer a request in disclosure mode', async () => {
    const request = await createRequest();
    const presentations = await forgeDisclosure(request, salary());
    const asProof = (options?: { channel: 'wallet' }) =>
      outcomeAsync(() =>
        environment.verifier.verifyProof({ request_id: request.id, presentations }, options),
      );
    expect(await asProof()).toBe('request_unknown');
    expect(await asProof({ channel: 'wallet' })).toBe('request_unknown');
    expect(await verdictOn(request, presentations)).toBe('disclosed');
    // Nor is the verdict on the same bytes repeated as one of a proof.
    expect(await asProof()).toBe('request_already_answered');
    expect(await asProof({ channel: 'wallet' })).toBe('request_already_answered');
  });

  test('disclosed claims do not answer a request for a proof', async () => {
    const request = await environment.verifier.createRequest(
      OWNER,
      { policy: incomePolicy({ disclose: ['given_name', 'family_name'] }) },
      undefined,
      { audience: WALLET_AUDIENCE },
    );
    const stock = { ...request, audience: WALLET_AUDIENCE, policy: disclosurePolicy() };
    const presentations = await forgeDisclosure(stock, salary());
    expect(await verdictOn(request, presentations)).toBe('request_unknown');
    const input = { request_id: request.id, presentations };
    expect(await environment.verifier.verifyProof(input, { channel: 'wallet' })).toMatchObject({
      verified: false,
      code: 'range_proof_missing',
    });
    // A proof that was accepted is not repeated as a disclosure either.
    const proof = await forge({ ...request, audience: WALLET_AUDIENCE }, { salary: salary() });
    const proved = { request_id: request.id, presentations: proof };
    expect(await environment.verifier.verifyProof(proved, { channel: 'wallet' })).toMatchObject({
      verified: true,
    });
    expect(await verdictOn(request, proof)).toBe('request_already_answered');
  });

  test('claims of a proof in the key binding change nothing', async () => {
    const keyBindingPayload = {
      range_proof: 'AAAA',
      credential_id: 'salary',
      transaction_data_hashes: [sha256Base64url(encodePolicy(disclosurePolicy() as Json))],
    };
    expect(await disclosing({ keyBindingPayload })).toBe('disclosed');
  });
});

describe('each of these checks alone stands between a forgery and acceptance', () => {
  test('one presentation, of the credential that is asked for', async () => {
    const request = await createRequest();
    const { salary: text } = await forgeDisclosure(request, salary());
    expect(await verdictOn(request, { pension: text! })).toBe('presentation_missing');
    expect(await verdictOn(request, { salary: text!, pension: text! })).toBe('presentation_unexpected');
    expect(await verdictOn(request, { salary: 'x' })).toBe('presentation_malformed');
    expect(await verdictOn(request, { salary: text! })).toBe('disclosed');
  });

  test('the signature of the issuer', async () => {
    const { privateJwk } = await makeKey();
    expect(await disclosing({ header: {}, issuerKey: privateJwk })).toBe('credential_signature_invalid');
  });

  test('the trust in the issuer', async () => {
    const local = await makeTestEnvironment({ trust: [trusted('https://other.example')] });
    const request = await createRequest({}, local);
    expect(await verdictOn(request, await forgeDisclosure(request, salary()), local)).toBe(
      'issuer_untrusted',
    );
    const both = await makeTestEnvironment({ trust: [trusted(), trusted('https://other.example')] });
    const limited = await createRequest({ issuers: { salary: ['https://other.example'] } }, both);
    expect(await verdictOn(limited, await forgeDisclosure(limited, salary()), both)).toBe('issuer_untrusted');
  });

  test('the status', async () => {
    const local = await makeTestEnvironment();
    const credential = await issueCredential(local.issuer);
    const request = await createRequest({}, local);
    const presentations = await forgeDisclosure(request, salary({ held: credential }));
    await local.issuer.engine.changeStatus(CLIENT.id, credential.batch, 'revoked');
    expect(await verdictOn(request, presentations, local)).toBe('credential_revoked');
    const unlisted = { status_list: { idx: 1_000_000, uri: 'https://issuer.example/status-lists/0' } };
    expect(await disclosing({ payload: { status: unlisted } })).toBe('status_unknown');
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['type', { vct: 'urn:zk-income:income:1' }, 'credential_vct_wrong'],
    ['currency', { currency: 'USD' }, 'currency_mismatch'],
    ['expiry', { exp: SECONDS }, 'credential_expired'],
    ['time of issue', { iat: SECONDS + 61 }, 'credential_not_yet_valid'],
    ['audience', { aud: 'https://other.example' }, 'audience_mismatch'],
    ['window', { period: { start: '2025-12-01', end: '2026-11-30' } }, 'period_invalid'],
    ['age', { period: { start: '2024-11-01', end: '2025-10-31' } }, 'period_too_old'],
  ])('the %s of the credential', async (_, payload, code) => {
    expect(await disclosing({ payload })).toBe(code);
  });

  test('the requested claims: none fewer, and none more', async () => {
    expect(await disclosing({ disclosures: (requested) => requested.slice(1) })).toBe('disclosure_missing');
    const withAnother = (requested: string[], all: string[]) => [
      ...requested,
      all.find((text) => disclosureName(text) === 'birthdate' || disclosureName(text) === 'source_id')!,
    ];
    expect(await disclosing({ disclosures: withAnother })).toBe('overdisclosed');
  });

  test('openings, which tell the income, are refused and not stored', async () => {
    const isOpening = (text: string) =>
      ['gross_income', 'debt_payments', 'subject'].includes(disclosureName(text));
    for (const name of ['gross_income', 'debt_payments', 'subject']) {
      const disclosures = (requested: string[], all: string[]) => [
        ...requested,
        ...all.filter((text) => disclosureName(text) === name),
      ];
      expect(await disclosing({ disclosures })).toBe('overdisclosed');
    }
    const request = await createRequest();
    const all = await forgeDisclosure(request, salary({ disclosures: (_, every) => every }));
    expect(parseSdJwt(all.salary!)!.disclosures.filter(isOpening)).toHaveLength(3);
    expect(await verdictOn(request, all)).toBe('overdisclosed');
    expect(JSON.stringify(environment.requests.requests.get(request.id))).not.toContain('5400000');
  });

  test('the digest of a disclosure', async () => {
    const forged = (requested: string[]) => [encodeDisclosure('salt', 'given_name', 'Eve'), requested[1]!];
    expect(await disclosing({ disclosures: forged })).toBe('disclosure_unreferenced');
  });

  test.each<[string, Partial<Forgery>, string]>([
    ['existence', { keyBindingJwt: () => '' }, 'key_binding_missing'],
    ['type', { keyBindingHeader: { typ: 'JWT' } }, 'key_binding_type_wrong'],
    ['audience', { keyBindingPayload: { aud: 'x509_san_dns:evil.example' } }, 'audience_mismatch'],
    ['audience, that of the other channel', { keyBindingPayload: { aud: AUDIENCE } }, 'audience_mismatch'],
    ['nonce', { keyBindingPayload: { nonce: 'A'.repeat(43) } }, 'nonce_mismatch'],
    ['earliest time', { keyBindingPayload: { iat: SECONDS - 601 } }, 'key_binding_time_invalid'],
    ['latest time', { keyBindingPayload: { iat: SECONDS + 601 } }, 'key_binding_time_invalid'],
    [
      'hash of what is disclosed',
      { keyBindingPayload: { sd_hash: sha256Base64url('x') } },
      'sd_hash_mismatch',
    ],
  ])('the %s of the key binding', async (_, changes, code) => {
    expect(await disclosing(changes)).toBe(code);
  });

  test('the holder key, with which the key binding is signed', async () => {
    const { privateJwk } = await makeKey();
    expect(await disclosing({ keyBindingKey: privateJwk })).toBe('key_binding_signature_invalid');
  });
});

describe('the channel of wallets', () => {
  let request: CreatedRequest;
  beforeEach(async () => {
    request = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() }, undefined, {
      audience: WALLET_AUDIENCE,
    });
  });
  const proving = async (audience: string, options?: { channel: 'wallet' }, made = request) => {
    const presentations = await forge({ ...made, audience }, { salary: salary() });
    return outcomeCode(made, presentations, options);
  };
  const outcomeCode = async (
    { id }: CreatedRequest,
    presentations: Presentations,
    options?: { channel: 'wallet' },
  ): Promise<string> => {
    try {
      return (await environment.verifier.verifyProof({ request_id: id, presentations }, options)).code;
    } catch (error) {
      return (error as ProtocolError).code;
    }
  };

  test('has an audience of its own, which counts in this channel only', async () => {
    expect(await proving(AUDIENCE, { channel: 'wallet' })).toBe('audience_mismatch');
    expect(await proving(WALLET_AUDIENCE)).toBe('audience_mismatch');
    expect(await proving(WALLET_AUDIENCE, { channel: 'wallet' })).toBe('verified');
  });

  test('leaves the other channel as it is', async () => {
    expect(request.audience).toBe(AUDIENCE);
    expect(await proving(AUDIENCE)).toBe('verified');
  });

  test('binds the proof itself to its audience', async () => {
    const keyBindingPayload = { aud: WALLET_AUDIENCE };
    const presentations = await forge(request, { salary: salary({ keyBindingPayload }) });
    expect(await outcomeCode(request, presentations, { channel: 'wallet' })).toBe('range_proof_invalid');
  });

  test('is closed for a request that was not made for it', async () => {
    const plain = await environment.verifier.createRequest(OWNER, { policy: incomePolicy() });
    expect(await proving(AUDIENCE, { channel: 'wallet' }, plain)).toBe('request_unknown');
    expect(await proving(AUDIENCE, undefined, plain)).toBe('verified');
  });
});

describe('the receipt of a disclosure', () => {
  test('has a type of its own, says that no income was checked, and contains the claims', async () => {
    const request = await createRequest();
    const presentations = await forgeDisclosure(request, salary());
    expect(await verdictOn(request, presentations)).toBe('disclosed');
    const { receipt } = await environment.verifier.findRequest(OWNER, request.id);
    expect(await verifyJws(receipt!, environment.receiptKey.publicJwk)).toBe(true);
    expect(decodeProtectedHeader(receipt!)).toEqual({
      typ: 'zk-income-disclosure+jwt',
      alg: 'ES256',
      kid: expect.any(String),
    });
    const { status } = parseSdJwt(held.credential)!.issuerJwt.payload as Json;
    expect(parseJwt(receipt!)!.payload).toEqual({
      iss: VERIFIER,
      aud: OWNER,
      iat: SECONDS,
      jti: expect.stringMatching(/^[\w-]{22}$/),
      request_id: request.id,
      policy_hash: sha256Base64url(encodePolicy(disclosurePolicy() as Json)),
      presentation_hash: sha256Base64url(canonicalJson(presentations)),
      verdict: 'disclosed',
      income_checked: false,
      notice: {
        en: expect.stringContaining('No income was checked'),
        de: expect.stringContaining('kein Einkommen geprüft'),
      },
      status: { salary: { ...status.status_list, status: 'valid' } },
      disclosed: { salary: { given_name: 'Erika', family_name: 'Mustermann' } },
    });
  });

  test('is stored as long as others with claims', async () => {
    const request = await createRequest();
    expect(await verdictOn(request, await forgeDisclosure(request, salary()))).toBe('disclosed');
    expect(environment.requests.retained.get(request.id)).toBe(SECONDS + 7 * 86_400);
  });
});
