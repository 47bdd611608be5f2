import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { Services } from './testing/services.js';

type Text = string | { readonly repeat: string; readonly times: number };

const { tests } = JSON.parse(
  readFileSync(new URL('../libs/service-kit/vectors/json-test-suite.json', import.meta.url), 'utf8'),
) as { tests: Record<string, Text> };

const bytesOf = (text: Text): Buffer =>
  typeof text === 'string' ? Buffer.from(text, 'base64') : Buffer.from(text.repeat.repeat(text.times));

/** JSON that I-JSON (RFC 7493) excludes, and so do the services. */
const NOT_I_JSON = ['y_object_duplicated_key', 'y_object_duplicated_key_and_value'];

let services: Services;

beforeAll(async () => {
  services = await Services.start();
});

afterAll(() => services?.stop());

describe.each(['/issue', '/verify'])('POST %s parses the texts of JSONTestSuite', (path) => {
  const answer = async (name: string) => {
    const [target, key] = path === '/issue' ? [services.issuer, services.keys.acme] : [services.verifier];
    const call = request(target).post(path).set('content-type', 'application/json');
    if (key !== undefined) call.set('authorization', `Bearer ${key}`);
    // `send` would write a Buffer as JSON.
    call.write(bytesOf(tests[name]!));
    const { status, body } = await call;
    return `${status} ${body.code}`;
  };
  const named = (prefix: string) => Object.keys(tests).filter((name) => name.startsWith(prefix));
  const answers = async (names: readonly string[]) =>
    Promise.all(names.map(async (name) => [name, await answer(name)] as const));

  test('valid ones are not JSON errors', async () => {
    const names = named('y_').filter((name) => !NOT_I_JSON.includes(name));
    expect(names.length).toBeGreaterThan(90);
    const wrong = (await answers(names)).filter(([, code]) => !/^4\d\d (?!invalid_json)/.test(code));
    expect(wrong).toEqual([]);
  });

  test('valid ones that are not I-JSON are refused', async () => {
    for (const name of NOT_I_JSON) expect(await answer(name)).toBe('400 invalid_json');
  });

  test('invalid ones are refused', async () => {
    const names = named('n_');
    expect(names.length).toBeGreaterThan(180);
    const wrong = (await answers(names)).filter(([, code]) => !/^400 invalid_json|^413 /.test(code));
    expect(wrong).toEqual([]);
  });

  test('the others have an answer of the service', async () => {
    const wrong = (await answers(named('i_'))).filter(([, code]) => !/^4\d\d [a-z]/.test(code));
    expect(wrong).toEqual([]);
  });
});
