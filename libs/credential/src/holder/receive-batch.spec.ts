import { beforeAll, expect, test } from '@jest/globals';
import { sha256Base64url } from '../encoding/hash.js';
import { parseSdJwt } from '../sd-jwt-text.js';
import {
  CLIENT,
  issueInput,
  makeKey,
  makeTestEnvironment,
  type TestEnvironment,
  type TestKey,
} from '../testing/environment.js';
import { disclosureName, encodeDisclosure, signJwtText } from '../testing/forge.js';
import { outcomeAsync } from '../testing/outcomes.js';
import type { Json } from '../testing/policies.js';
import type { HeldCredential } from '../types.js';
import { receiveBatch } from './held-credential.js';

let environment: TestEnvironment;
let keys: TestKey[];
let instances: HeldCredential[];

beforeAll(async () => {
  environment = await makeTestEnvironment();
  keys = await Promise.all([makeKey(), makeKey()]);
  const input = issueInput(keys.map(({ publicJwk }) => publicJwk));
  const { credentials } = await environment.issuer.engine.issueCredential(CLIENT, input);
  instances = credentials.map((credential, i) => ({ credential, holder_key: keys[i]!.privateJwk }));
});

const named = (name: string) => (text: string) => disclosureName(text) === name;
const received = (...held: HeldCredential[]) => outcomeAsync(() => receiveBatch(held));

/** The second instance, changed so that it has a value in common with the first. */
async function linked(
  change: (second: Json, first: Json) => void,
  disclosures?: (first: string[], second: string[]) => string[],
) {
  const [first, second] = instances.map(({ credential }) => parseSdJwt(credential)!) as [Json, Json];
  const payload = structuredClone(second.issuerJwt.payload);
  change(payload, first.issuerJwt.payload);
  const jwt = await signJwtText(second.issuerJwt.header, payload, environment.issuer.key.privateJwk);
  const texts = disclosures?.(first.disclosures, second.disclosures) ?? second.disclosures;
  return { ...instances[1]!, credential: [jwt, ...texts].map((text) => `${text}~`).join('') };
}

test('accepts the instances of a batch', async () => {
  expect(await received(...instances)).toBe('accepted');
  expect(await received(instances[0]!, await linked(() => {}))).toBe('accepted');
  expect((await receiveBatch(instances)).map(({ text }) => text)).toEqual(
    instances.map(({ credential }) => credential),
  );
});

test('checks every instance', async () => {
  expect(await received(instances[0]!, { ...instances[1]!, holder_key: keys[0]!.privateJwk })).toBe(
    'credential_invalid',
  );
});

test('rejects the same instance twice', async () => {
  expect(await received(instances[0]!, instances[0]!)).toBe('credential_invalid');
});

test('rejects instances with the same holder key', async () => {
  const same = await linked((second, first) => Object.assign(second, { cnf: first.cnf }));
  expect(await received(instances[0]!, { ...same, holder_key: keys[0]!.privateJwk })).toBe(
    'credential_invalid',
  );
});

test('rejects instances with the same status entry', async () => {
  const same = await linked((second, first) => Object.assign(second, { status: first.status }));
  expect(await received(instances[0]!, same)).toBe('credential_invalid');
});

test('rejects instances with the same salt', async () => {
  const salt = JSON.parse(
    Buffer.from(parseSdJwt(instances[0]!.credential)!.disclosures[0]!, 'base64url').toString(),
  )[0];
  const text = encodeDisclosure(salt, 'employer', 'Acme');
  const same = await linked(
    (second) => second._sd.push(sha256Base64url(text)),
    (_, second) => [...second, text],
  );
  expect(await received(instances[0]!, same)).toBe('credential_invalid');
});

test('rejects instances with the same blinding', async () => {
  const first = parseSdJwt(instances[0]!.credential)!.disclosures.find(named('gross_income'))!;
  const value = JSON.parse(Buffer.from(first, 'base64url').toString())[2];
  const text = encodeDisclosure('another salt', 'gross_income', value);
  const same = await linked(
    (second, from) => {
      second.openings._sd.push(sha256Base64url(text));
      second.commitments.gross_income = from.commitments.gross_income;
    },
    (_, second) => [...second.filter((other) => !named('gross_income')(other)), text],
  );
  expect(await received(instances[0]!, same)).toBe('credential_invalid');
});

test('rejects instances with the same digest, including decoys', async () => {
  const decoy = sha256Base64url('nothing');
  const [one, two] = await Promise.all(
    instances.map(async (instance, i) => {
      const parts = parseSdJwt(instance.credential)!;
      const payload: Json = structuredClone(parts.issuerJwt.payload);
      (i === 0 ? payload : payload.openings)._sd.push(decoy);
      const jwt = await signJwtText(parts.issuerJwt.header, payload, environment.issuer.key.privateJwk);
      return { ...instance, credential: [jwt, ...parts.disclosures].map((text) => `${text}~`).join('') };
    }),
  );
  expect(await received(one!)).toBe('accepted');
  expect(await received(one!, two!)).toBe('credential_invalid');
});
