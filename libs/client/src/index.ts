import type { components as IssuerComponents, paths as IssuerPaths } from './issuer.generated.js';
import { type ClientOptions, createServiceClient, type ServiceClient } from './service-client.js';
import type { components as VerifierComponents, paths as VerifierPaths } from './verifier.generated.js';

export { type Fault, type Problem, type ProblemCode, ProblemError } from './problem-error.js';
export type { ClientOptions, ServiceClient } from './service-client.js';

export type IssuerClient = ServiceClient<IssuerPaths>;
export type VerifierClient = ServiceClient<VerifierPaths>;
/** The bodies of the issuer by name. */
export type IssuerSchemas = IssuerComponents['schemas'];
/** The bodies of the verifier by name. */
export type VerifierSchemas = VerifierComponents['schemas'];

/**
 * A client of the issuer.
 *
 * @example
 * const issuer = createIssuerClient({ url: 'https://issuer.example', apiKey });
 * const offer = await issuer.post('/offers', { body });
 */
export const createIssuerClient = (options: ClientOptions): IssuerClient => createServiceClient(options);

/**
 * A client of the verifier.
 *
 * @example
 * const verifier = createVerifierClient({ url: 'https://verifier.example', apiKey });
 * const { state, verdict } = await verifier.get('/requests/{id}', { params: { path: { id } } });
 */
export const createVerifierClient = (options: ClientOptions): VerifierClient => createServiceClient(options);
