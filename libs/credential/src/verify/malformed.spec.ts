import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ERRORS } from '../errors.js';
import { OWNER } from '../testing/environment.js';
import { forge } from '../testing/forge.js';
import { incomePolicy } from '../testing/policies.js';
import { makeSalaryFixture, type SalaryFixture, verdictCode } from '../testing/salary-fixture.js';
import type { PresentationRequest } from '../types.js';

let fixture: SalaryFixture;
let request: PresentationRequest;
let honest: string;

beforeAll(async () => {
  // The limit of attempts is too high to be the reason of a rejection.
  fixture = await makeSalaryFixture({ maxFailedAttempts: 1_000_000 });
  request = await fixture.createRequest({ disclose: ['given_name', 'family_name'] });
  honest = (await forge(request, fixture.salary())).salary!;
});

/** `verdictCode` rethrows everything but verdicts and ProtocolErrors. */
const answer = (salary: string) => fixture.verify(request, { salary });

async function expectRefusal(text: string): Promise<void> {
  if (text === honest) return;
  const code = await answer(text);
  expect(Object.keys(ERRORS)).toContain(code);
  expect(['invalid', 'refused', 'too_large']).toContain(ERRORS[code as keyof typeof ERRORS].kind);
}

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Replaces one part of the text by position: 0 the issuer JWT, last the key-binding JWT. */
function withPart(index: number, change: (part: string) => string): string {
  const parts = honest.split('~');
  const at = index < 0 ? parts.length + index : index;
  return parts.map((part, i) => (i === at ? change(part) : part)).join('~');
}

/** Replaces header (0), payload (1) or signature (2) of a JWT. */
const withJwtPart = (part: number, change: (text: string) => string) => (jwt: string) =>
  jwt
    .split('.')
    .map((text, i) => (i === part ? change(text) : text))
    .join('.');

describe('only the honest text is accepted, and no text makes the verifier crash', () => {
  test('with any character replaced', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(honest.length - 1),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
        (at, by) => expectRefusal(honest.slice(0, at) + by + honest.slice(at + 1)),
      ),
      { numRuns: 150 },
    );
  });

  test('truncated anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(honest.length), fc.nat(honest.length), (from, to) =>
        expectRefusal(honest.slice(Math.min(from, to), Math.max(from, to))),
      ),
      { numRuns: 60 },
    );
  });

  test('with its parts reordered, repeated or omitted', async () => {
    const parts = honest.split('~');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(parts.length - 1), { maxLength: 8 }), (order) =>
        expectRefusal(order.map((i) => parts[i]).join('~')),
      ),
      { numRuns: 60 },
    );
  });

  test('with a ~ or . added or removed anywhere', async () => {
    const places = [...honest].flatMap((character, i) => (character === '~' || character === '.' ? [i] : []));
    for (const at of places) {
      const [before, character, after] = [honest.slice(0, at), honest[at], honest.slice(at + 1)];
      for (const text of [before + after, before + character + character + after, `${before}~.${after}`]) {
        await expectRefusal(text);
      }
    }
  });

  test('with any JSON in place of a header, a payload or a disclosure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom(0, 1, 2, -1), fc.nat(1), (json, part, jwtPart) => {
        const isJwt = part === 0 || part === -1;
        const encoded = base64url(json);
        return expectRefusal(withPart(part, isJwt ? withJwtPart(jwtPart, () => encoded) : () => encoded));
      }),
      { numRuns: 100 },
    );
  });

  const oddities: [string, string][] = [
    ['duplicate members', '{"iss":"https://issuer.example","iss":"https://evil.example"}'],
    ['a member named __proto__', '{"__proto__":{"iss":"https://issuer.example","typ":"dc+sd-jwt"}}'],
    ['a member named constructor', '{"constructor":{"prototype":{"iss":1}}}'],
    ['a member named toString', '{"iss":{"toString":"x"},"typ":{"toString":null}}'],
    ['nested lists', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    ['nested objects', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`],
    ['a huge number', `{"iat":${'9'.repeat(5000)},"exp":1e999}`],
    ['lone surrogates', '{"iss":"\\ud800","typ":"\\udfff"}'],
    ['nothing', ''],
    ['null', 'null'],
    ['a string', '"https://issuer.example"'],
  ];
  test.each(oddities)('with %s', async (_, json) => {
    for (const part of [0, -1]) {
      for (const jwtPart of [0, 1])
        await expectRefusal(
          withPart(
            part,
            withJwtPart(jwtPart, () => base64url(json)),
          ),
        );
    }
    await expectRefusal(withPart(1, () => base64url(json)));
  });

  test('with nesting that exceeds the size of a presentation', async () => {
    const nested = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(
      await answer(
        withPart(
          0,
          withJwtPart(1, () => base64url(nested)),
        ),
      ),
    ).toBe('presentation_too_large');
  });
});

describe('a payload that an issuer signed does not make the verifier crash', () => {
  const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  test.each(['period', 'status', 'commitments', 'cnf', 'extra'])('with nesting in %s', async (member) => {
    const forgery = fixture.salary({ payload: (payload) => ({ ...payload, [member]: nested(2000) }) });
    expect(await fixture.verify(request, await forge(request, forgery))).toBe('presentation_malformed');
  });

  test('with duplicate members', async () => {
    const twice = (jwt: string) =>
      withJwtPart(1, (payload) => base64url(insertFirst(payload, '"exp":1')))(jwt);
    // Only the issuer can add them: the signature covers the bytes.
    const forgery = fixture.salary({ issuerJwt: twice });
    expect(await fixture.verify(request, await forge(request, forgery))).toBe('credential_signature_invalid');
  });

  test('with members named __proto__, which change no other', async () => {
    const payload = (signed: Record<string, unknown>) =>
      Object.defineProperty(signed, '__proto__', { value: { exp: 1, vct: 'x' }, enumerable: true });
    const open = await fixture.createRequest();
    expect(await fixture.verify(open, await forge(open, fixture.salary({ payload })))).toBe('verified');
  });
});

const insertFirst = (encoded: string, member: string): string =>
  Buffer.from(encoded, 'base64url').toString().replace('{', `{${member},`);

describe('malleable encodings', () => {
  const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

  test('ECDSA signatures (r, s) and (r, n − s): the texts differ, the request is answered once', async () => {
    const open = await fixture.verifier.createRequest(OWNER, { policy: incomePolicy() });
    const { salary } = await forge(open, fixture.salary());
    const end = salary!.lastIndexOf('.') + 1;
    const signature = Buffer.from(salary!.slice(end), 'base64url');
    const s = N - BigInt(`0x${signature.subarray(32).toString('hex')}`);
    const other = Buffer.concat([
      signature.subarray(0, 32),
      Buffer.from(s.toString(16).padStart(64, '0'), 'hex'),
    ]);
    const malleated = { salary: salary!.slice(0, end) + other.toString('base64url') };
    expect(malleated.salary).not.toBe(salary);
    expect(await verdictCode(fixture.verifier, open, malleated)).toBe('verified');
    expect(await verdictCode(fixture.verifier, open, { salary: salary! })).toBe('request_already_answered');
  });
});

test('the honest text is still accepted', async () => {
  expect(await answer(honest)).toBe('verified');
});
