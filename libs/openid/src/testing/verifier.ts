import { X509Certificate } from 'node:crypto';
import {
  canonicalJson,
  dcqlQueryOf,
  importSigningKey,
  incomePolicy,
  type Policy,
  parsePolicy,
  type SigningKey,
} from '@zk-income/credential';
import { type Authority, createAuthority } from '../../../../scripts/certificates.mjs';
import { generateHolderKey } from '../../../../scripts/generate-jwk.mjs';
import { signJwt } from '../messages/index.js';
import {
  type CertificateValidator,
  type RequestByReference,
  type RequestObjectInput,
  requestObjectPayload,
  sanDnsClientId,
} from '../presentation/index.js';

export const VERIFIER_HOST = 'verifier.example';
/** Seconds since the epoch. */
export const NOW = Math.floor(Date.now() / 1000);
export const NONCE = 'bm9uY2Utb2YtYS1yZXF1ZXN0LXdpdGgtMjU2LWJpdHM';
export const STATE = 'a-state_of.the~request';

const derOf = (pem: string): string => pem.replace(/-----[A-Z ]+-----|\s/g, '');

/** A wallet's validator that trusts one authority. */
export function trusting({ certificate }: Authority): CertificateValidator {
  const anchor = new X509Certificate(certificate);
  return {
    async validate([leaf], now) {
      const certificate = new X509Certificate(Buffer.from(leaf!, 'base64'));
      const isValid =
        certificate.verify(anchor.publicKey) &&
        Date.parse(certificate.validFrom) <= now &&
        now <= Date.parse(certificate.validTo);
      const names = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace('DNS:', ''));
      return isValid ? { dnsNames: names } : undefined;
    },
  };
}

export interface TestVerifier {
  readonly key: SigningKey;
  readonly x5c: readonly [string];
  readonly certificates: CertificateValidator;
}

/** A verifier with a certificate for these names, and a wallet's validator that trusts it. */
export async function makeVerifier(names: readonly string[] = [VERIFIER_HOST]): Promise<TestVerifier> {
  const authority = await createAuthority(['example']);
  const { privateJwk, publicJwk } = generateHolderKey();
  const leaf = derOf(await authority.signingCertificate(publicJwk, names));
  return { key: await importSigningKey(privateJwk), x5c: [leaf], certificates: trusting(authority) };
}

export const incomeToProve: Policy = parsePolicy(incomePolicy());
export const claimsToShow: Policy = parsePolicy(
  { ...incomePolicy(), predicates: [], disclose: ['given_name', 'family_name'] },
  'disclosure',
);
export const transactionDataOf = (policy: unknown): string =>
  Buffer.from(canonicalJson(policy)).toString('base64url');

export const requestUri = `https://${VERIFIER_HOST}/openid/requests/the-id.the-secret`;
export const responseUri = `https://${VERIFIER_HOST}/openid/responses/the-id.the-secret`;

/** A request for a proof, and changes. */
export const proofRequest = (changes: Partial<RequestObjectInput> = {}): RequestObjectInput => ({
  clientId: sanDnsClientId(VERIFIER_HOST),
  responseUri,
  responseMode: 'direct_post',
  nonce: NONCE,
  state: STATE,
  dcqlQuery: dcqlQueryOf(incomeToProve),
  transactionData: [transactionDataOf(incomeToProve)],
  issuedAt: NOW,
  expiresAt: NOW + 600,
  ...changes,
});

/** A request in disclosure mode, and changes. */
export const disclosureRequest = (changes: Partial<RequestObjectInput> = {}): RequestObjectInput => {
  const { transactionData: _, ...request } = proofRequest();
  return { ...request, dcqlQuery: dcqlQueryOf(claimsToShow), ...changes };
};

export const linkTo = (clientId: string = sanDnsClientId(VERIFIER_HOST)): RequestByReference => ({
  kind: 'reference',
  clientId,
  requestUri,
});

/** Members that a test changes; undefined removes one. */
export type Members = Readonly<Record<string, unknown>>;

/** A request object that is honest except for what a test changes. Its signature is always valid. */
export const forgeRequestObject = (
  { key, x5c }: TestVerifier,
  {
    header,
    payload,
    input = proofRequest(),
  }: { header?: Members; payload?: Members; input?: RequestObjectInput } = {},
): Promise<string> =>
  signJwt(
    key,
    { typ: 'oauth-authz-req+jwt', x5c, ...header },
    { ...requestObjectPayload(input), ...payload },
  );
