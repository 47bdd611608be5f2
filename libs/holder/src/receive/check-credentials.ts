import {
  ATTRIBUTES,
  type CheckedHeldCredential,
  canonicalJson,
  checkIssuerJwt,
  type HeldCredential,
  type IssuerDirectory,
  isPlainText,
  ProtocolError,
  parseSdJwt,
  receiveBatch,
  sha256Base64url,
  timeFault,
  verifyJws,
} from '@zk-income/credential';
import type { StoredCredential, StoredInstance, WalletKey } from '../types.js';
import { WalletError } from '../wallet-error.js';

/** A credential instance, and the key that it is bound to. */
export interface KeyedCredential {
  readonly credential: string;
  readonly key: WalletKey;
}

export const heldCredential = ({ credential, key }: KeyedCredential): HeldCredential => ({
  credential,
  holder_key: { kid: key.id, alg: 'ES256', sign: (data) => key.sign(data) },
});

/** The name of an instance in the ledger: the order of its disclosures may vary. */
export const hashOfInstance = (credential: string): string =>
  sha256Base64url(credential.slice(0, credential.indexOf('~')));

/** The longest text of an issuer that is shown. */
const MAX_SHOWN_CHARACTERS = 200;

function reject(detail: string, cause?: unknown): never {
  throw new WalletError('credential_invalid', { detail, cause });
}

/** What an instance attests, beside what makes it unique. */
const attestedBy = ({ payload, openings, claims }: CheckedHeldCredential): string =>
  canonicalJson({
    currency: payload.currency,
    period: payload.period,
    exp: payload.exp,
    openings: Object.fromEntries([...openings].map(([name, { value }]) => [name, value.toString()])),
    claims: Object.fromEntries(claims),
  });

async function assertSigned(
  { text }: CheckedHeldCredential,
  iss: string,
  directory: IssuerDirectory,
): Promise<void> {
  const trust = new Map([[iss, { iss, attributes: [], complete: [] }]]);
  try {
    await checkIssuerJwt(parseSdJwt(text)!.issuerJwt, { trust, directory, verifyJws });
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause;
    if (cause.code === 'issuer_unavailable')
      throw new WalletError('offline', { detail: cause.detail, cause });
    reject(`The signature of the issuer: ${cause.detail}`, cause);
  }
}

async function checkBatch(received: readonly KeyedCredential[]): Promise<readonly CheckedHeldCredential[]> {
  try {
    return await receiveBatch(received.map(heldCredential));
  } catch (cause) {
    if (cause instanceof ProtocolError) reject(cause.detail, cause);
    throw cause;
  }
}

/** What decides whether received credentials may be stored. */
export interface ReceiptChecks {
  readonly iss: string;
  readonly directory: IssuerDirectory;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly id: string;
}

/**
 * Checks everything that a holder can check of a received batch: the issuer's signatures, every opening, that each instance is
 * bound to a key of its own, that no two have a value in common by which verifiers could link them, and that all attest the
 * same.
 *
 * @throws WalletError `credential_invalid`; `offline` where the keys of the issuer could not be fetched
 */
export async function checkCredentials(
  received: readonly KeyedCredential[],
  { iss, directory, now, id }: ReceiptChecks,
): Promise<StoredCredential> {
  const batch = await checkBatch(received);
  const [first] = batch;
  if (!first) return reject('The issuer sent no credential.');
  for (const checked of batch) await assertSigned(checked, iss, directory);
  if (new Set(batch.map(attestedBy)).size > 1)
    reject('The credentials of the batch attest different things.');
  const { payload, claims } = first;
  if (timeFault(payload, Math.floor(now / 1000))) reject('The credential has expired, or is not valid yet.');
  const payer = claims.get('source_id');
  if (!isPlainText(payer, MAX_SHOWN_CHARACTERS)) return reject('The credential does not name its payer.');
  const instances = received.map(
    ({ credential, key }): StoredInstance => ({
      hash: hashOfInstance(credential),
      credential,
      keyId: key.id,
    }),
  );
  return {
    id,
    iss,
    payer,
    currency: payload.currency,
    period: payload.period,
    attributes: [...first.openings.keys()].filter((name) => ATTRIBUTES.has(name)),
    claims: [...claims.keys()],
    validUntil: new Date(payload.exp * 1000).toISOString(),
    receivedAt: new Date(now).toISOString(),
    instances,
  };
}
