/** The first part of every path that only one service has. */
const SERVICE_BY_PATH: ReadonlyMap<string, string> = new Map([
  ['issue', 'issuer'],
  ['credentials', 'issuer'],
  ['status-lists', 'issuer'],
  ['policy-templates', 'verifier'],
  ['requests', 'verifier'],
  ['verify', 'verifier'],
  ['prove', 'test prover'],
]);

/** The service that has a path; undefined for a path of none, or of several. */
export const serviceOfPath = (url: string): string | undefined =>
  SERVICE_BY_PATH.get(url.split(/[/?]/, 2)[1] ?? '');
