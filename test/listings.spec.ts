import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { examplePolicy } from '@zk-income/credential';
import request from 'supertest';
import { Services } from './testing/services.js';

let services: Services;

beforeAll(async () => {
  services = await Services.start({ hasCertificate: true });
});

afterAll(() => services?.stop());

const own = (method: 'get' | 'post' | 'delete', path: string) =>
  request(services.verifier)[method](path).set('authorization', `Bearer ${services.keys.landlord}`);

/** Makes a request for one more applicant. Its links work at the public URL only. */
async function apply(applyUrl: string, status: number) {
  const { pathname } = new URL(applyUrl);
  return (await request(services.verifier).post(pathname).expect(status)).body;
}

const statusOf = (statusId: string) => request(services.verifier).get(`/requests/status/${statusId}`);

test('a listing makes requests up to its maximum, is closed, and is deleted with them', async () => {
  const input = { title: 'Flat 7', policy: examplePolicy, max_requests: 3, legal_basis: 'consent' };
  const { id, apply_url, link } = (
    await services.post(services.verifier, '/listings', input, services.keys.landlord).expect(201)
  ).body;
  const { pathname } = new URL(apply_url.replace(/requests$/, 'invitation'));
  const invitation = (await request(services.verifier).get(pathname).expect(200)).body;
  expect(invitation).toMatchObject({ title: 'Flat 7', purpose: examplePolicy.purpose });
  expect(new URL(link).hash).toBe(`#${apply_url.split('/').at(-2)}`);

  const applied = [await apply(apply_url, 201), await apply(apply_url, 201), await apply(apply_url, 201)];
  expect(new Set(applied.map(({ wallet_link }) => wallet_link)).size).toBe(3);
  expect((await apply(apply_url, 410)).code).toBe('listing_closed');
  const listed = (await own('get', `/listings/${id}`).expect(200)).body;
  expect(listed.requests.map(({ status_id }: { status_id: string }) => status_id).sort()).toEqual(
    applied.map(({ status_id }) => status_id).sort(),
  );
  expect((await services.getRequest(listed.requests[0].id).expect(200)).body).toMatchObject({
    listing_id: id,
    legal_basis: 'consent',
    state: 'pending',
  });

  await own('post', `/listings/${id}/close`).expect(204);
  expect((await own('get', `/listings/${id}`)).body).toMatchObject({
    state: 'closed',
    requests: listed.requests,
  });
  await own('delete', `/listings/${id}`).expect(204);
  for (const { status_id } of applied) await statusOf(status_id).expect(404);
  for (const request_ of listed.requests) await services.getRequest(request_.id).expect(404);
  expect((await apply(apply_url, 404)).code).toBe('listing_unknown');
});
