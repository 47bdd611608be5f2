import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { encodeBase64url } from '../encoding/base64url.js';
import { peopleOf } from '../policy/people.js';
import { statementsOf } from '../policy/statement.js';
import { decodePolicy } from '../policy/transaction-data.js';
import { couplePolicy, makeCoupleFixture } from '../testing/couple-fixture.js';
import type { HeldCredential, PresentationRequest } from '../types.js';
import { parseWindow } from '../windows/window.js';
import { checkHeldCredential } from './held-credential.js';
import {
  commitmentTo,
  comparisonCode,
  readIntroduction,
  requestHashOf,
  sessionOf,
  writeIntroduction,
} from './introduction.js';
import { decryptShare, encryptShare, sharedInequalities, sumOpening, termsOfPerson } from './share.js';

// Another wallet reads these introductions, shows this code, and decrypts this share. `WRITE_VECTORS=1` replaces the file.

interface JointVectors {
  readonly notes: readonly string[];
  readonly request: PresentationRequest;
  readonly held: Readonly<Record<string, Readonly<Record<string, HeldCredential>>>>;
  readonly encryption_keys: Readonly<Record<string, JWK>>;
  readonly introductions: Readonly<Record<string, string>>;
  readonly commitments: Readonly<Record<string, string>>;
  readonly session: string;
  readonly comparison_code: string;
  readonly share: { readonly from: string; readonly to: string; readonly jwe: string };
  readonly sums: readonly { readonly value: string; readonly blinding: string }[];
}

const file = new URL('../../vectors/joint-presentation.json', import.meta.url);

/** What both wallets know before they exchange anything. */
function contextOf(request: PresentationRequest) {
  const policy = decodePolicy(request.transaction_data[0]!);
  const [anna, ben] = peopleOf(policy);
  return { context: { request: requestHashOf(request), policy }, policy, anna, ben: ben! };
}

const windowsOf = (held: JointVectors['held']) =>
  new Map(
    Object.values(held)
      .flatMap((own) => Object.entries(own))
      .map(([id, { credential }]) => {
        const payload = JSON.parse(Buffer.from(credential.split('.')[1]!, 'base64url').toString());
        return [id, parseWindow(payload.period)!];
      }),
  );

async function checkedCredentials(held: Readonly<Record<string, HeldCredential>>) {
  const entries = Object.entries(held).map(
    async ([id, one]) => [id, await checkHeldCredential(one)] as const,
  );
  return new Map(await Promise.all(entries));
}

async function makeVectors(): Promise<JointVectors> {
  const couple = await makeCoupleFixture();
  const request = await couple.createRequest(couplePolicy());
  const { context, policy, anna, ben } = contextOf(request);
  const plain = ({ credential, holder_key }: HeldCredential) => ({ credential, holder_key });
  const { salary, pension, partner_salary } = couple.held;
  const held = {
    anna: { salary: plain(salary), pension: plain(pension) },
    ben: { partner_salary: plain(partner_salary) },
  };
  const newKey = async () =>
    exportJWK((await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true })).privateKey);
  const keys = { anna: await newKey(), ben: await newKey() };
  const introductions = {
    anna: writeIntroduction(context, anna, await checkedCredentials(held.anna), keys.anna),
    ben: writeIntroduction(context, ben, await checkedCredentials(held.ben), keys.ben),
  };
  const session = sessionOf(policy, new Map(Object.entries(introductions)));
  const { inequalities } = statementsOf(policy, windowsOf(held))[0]!;
  const credentials = await checkedCredentials(held.ben);
  const sums = sharedInequalities(policy, inequalities, anna, ben).map((inequality) =>
    sumOpening(termsOfPerson(inequality, ben), credentials),
  );
  const { encryptionKey } = await readIntroduction(
    introductions.anna,
    commitmentTo(introductions.anna),
    anna,
    context,
  );
  return {
    notes: [
      'What the wallets of two people exchange for one request (docs/protocol.md, "How wallets answer together"). All keys are for tests only.',
      'The share is a JWE: another wallet makes another one, with the same sums.',
    ],
    request,
    held,
    encryption_keys: keys,
    introductions,
    commitments: { anna: commitmentTo(introductions.anna), ben: commitmentTo(introductions.ben) },
    session,
    comparison_code: comparisonCode(session),
    share: {
      from: 'ben',
      to: 'anna',
      jwe: await encryptShare(sums, { session, from: ben, to: anna }, encryptionKey),
    },
    sums: sums.map(({ value, blinding }) => ({ value: String(value), blinding: encodeBase64url(blinding) })),
  };
}

let stored: JointVectors;

beforeAll(async () => {
  if (process.env.WRITE_VECTORS)
    writeFileSync(file, `${JSON.stringify(await makeVectors(), undefined, 1)}\n`);
  stored = JSON.parse(readFileSync(file, 'utf8')) as JointVectors;
});

test('a wallet makes the stored introductions of the same credentials and keys', async () => {
  const { context, anna, ben } = contextOf(stored.request);
  for (const person of [anna, ben]) {
    const credentials = await checkedCredentials(stored.held[person.id!]!);
    const text = writeIntroduction(context, person, credentials, stored.encryption_keys[person.id!]!);
    expect(text).toBe(stored.introductions[person.id!]);
    expect(commitmentTo(text)).toBe(stored.commitments[person.id!]);
  }
});

test('wallets show the stored code', () => {
  const { policy } = contextOf(stored.request);
  const session = sessionOf(policy, new Map(Object.entries(stored.introductions)));
  expect(session).toBe(stored.session);
  expect(comparisonCode(session)).toBe(stored.comparison_code);
});

test('a code has six digits, with zeros in front', () => {
  const codes = Array.from({ length: 200 }, (_, i) => comparisonCode(String(i)));
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a wallet reads the stored share', async () => {
  const { context, policy, anna, ben } = contextOf(stored.request);
  const introduction = await readIntroduction(stored.introductions.ben, stored.commitments.ben, ben, context);
  const { inequalities } = statementsOf(policy, windowsOf(stored.held))[0]!;
  const sums = await decryptShare(
    stored.share.jwe,
    { session: stored.session, from: ben, to: anna },
    (await importJWK(stored.encryption_keys.anna!, 'ECDH-ES')) as CryptoKey,
    introduction,
    sharedInequalities(policy, inequalities, anna, ben),
  );
  expect(
    sums.map(({ value, blinding }) => ({ value: String(value), blinding: encodeBase64url(blinding) })),
  ).toEqual(stored.sums);
});
