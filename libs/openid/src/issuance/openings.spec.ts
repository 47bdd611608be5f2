import { beforeAll, describe, expect, test } from '@jest/globals';
import { type HeldCredential, parseSdJwt } from '@zk-income/credential';
import { issueCredential, makeTestEnvironment } from '@zk-income/credential/testing';
import { joinOpenings, separateOpenings } from './openings.js';

let held: HeldCredential;

beforeAll(async () => {
  const { issuer } = await makeTestEnvironment();
  held = await issueCredential(issuer);
});

const decoded = (text: string): unknown[] => JSON.parse(Buffer.from(text, 'base64url').toString());

test('the openings of all commitments are separated from the other disclosures', () => {
  const { credential, openings } = separateOpenings(held.credential);
  expect(openings.split('~').map((text) => decoded(text)[1])).toEqual(
    expect.arrayContaining(['subject', 'gross_income', 'debt_payments']),
  );
  const { disclosures, issuerJwt } = parseSdJwt(credential)!;
  expect(disclosures.map((text) => decoded(text)[1]).sort()).toEqual([
    'birthdate',
    'family_name',
    'given_name',
    'source_id',
  ]);
  expect(openings.split('~')).toHaveLength(Object.keys(issuerJwt.payload.commitments as object).length);
});

test('the value of no attribute is left in the credential', () => {
  const { credential } = separateOpenings(held.credential);
  const texts = credential.split(/[.~]/).map((part) => Buffer.from(part, 'base64url').toString());
  for (const text of texts) expect(text).not.toMatch(/5400000|600000|"blinding"/);
});

test('each disclosure is either in the credential or among the openings', () => {
  const { credential, openings } = separateOpenings(held.credential);
  expect(new Set([...credential.split('~'), ...openings.split('~')])).toEqual(
    new Set(held.credential.split('~')),
  );
});

test('openings put back give an equivalent credential', () => {
  const joined = joinOpenings(separateOpenings(held.credential))!;
  expect(joined.split('~').sort()).toEqual(held.credential.split('~').sort());
  expect(joined.endsWith('~')).toBe(true);
});

describe('openings that are not those of the credential', () => {
  test.each(['', 'x', '~', 'W10', 'WyJzYWx0IiwiZ3Jvc3NfaW5jb21lIiwxXQ'])('%j', (openings) => {
    const { credential } = separateOpenings(held.credential);
    expect(joinOpenings({ credential, openings })).toBeUndefined();
  });
});

test('only a credential with openings is separated', () => {
  const { credential } = separateOpenings(held.credential);
  for (const text of ['', 'a.b.c~', credential, `${held.credential}e30.e30.AA`])
    expect(() => separateOpenings(text)).toThrow(TypeError);
});
