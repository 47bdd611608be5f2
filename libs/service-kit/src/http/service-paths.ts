/** The first part of every path that only one service has, or the first two. */
const SERVICE_BY_PATH: ReadonlyMap<string, string> = new Map([
  ['issue', 'issuer'],
  ['credentials', 'issuer'],
  ['status-lists', 'issuer'],
  ['offers', 'issuer'],
  ['offer', 'issuer'],
  ['type-metadata', 'issuer'],
  ['openid/token', 'issuer'],
  ['openid/nonce', 'issuer'],
  ['openid/credential', 'issuer'],
  ['openid/notification', 'issuer'],
  ['policy-templates', 'verifier'],
  ['requests', 'verifier'],
  ['listings', 'verifier'],
  ['listing', 'verifier'],
  ['request', 'verifier'],
  ['receipts', 'verifier'],
  ['elements', 'verifier'],
  ['verify', 'verifier'],
  ['openid/requests', 'verifier'],
  ['openid/responses', 'verifier'],
  ['prove', 'test prover'],
]);

/** The service that has a path; undefined for a path of none, or of several. */
export function serviceOfPath(url: string): string | undefined {
  const [, first = '', second = ''] = url.split(/[/?]/, 3);
  return SERVICE_BY_PATH.get(first) ?? SERVICE_BY_PATH.get(`${first}/${second}`);
}
