import type { JWK } from 'jose';
import type { KeyStage, KeyVersion } from './key-vault.js';

/**
 * Signing keys as JSON text: one private JWK (`iat` is its creation time), or all versions after a rotation.
 *
 *     { "versions": [ { "stage": "current", "created_at": 1700000000, "jwk": { … } }, … ] }
 */

/** Why a text is not a key document. The message never quotes the text. */
export class KeyDocumentError extends Error {
  override readonly name = 'KeyDocumentError';
}

const STAGES: readonly KeyStage[] = ['next', 'current', 'previous', 'earlier'];
/** Stages that at most one version has. */
const UNIQUE_STAGES: readonly KeyStage[] = ['next', 'current', 'previous'];

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTime = (value: unknown): value is number | undefined =>
  value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0);

/** @throws KeyDocumentError */
export function parseKeyDocument(text: string): KeyVersion[] {
  const value = parse(text);
  if (!Object.hasOwn(value, 'versions'))
    return [parseVersion({ stage: 'current', created_at: value.iat, jwk: value })];
  const { versions } = value;
  if (!Array.isArray(versions)) throw new KeyDocumentError('its member versions is not an array');
  const parsed = versions.map(parseVersion);
  for (const stage of UNIQUE_STAGES) {
    if (parsed.filter((version) => version.stage === stage).length > 1) {
      throw new KeyDocumentError(`it has more than one ${stage} key`);
    }
  }
  return parsed;
}

export function writeKeyDocument(versions: readonly KeyVersion[]): string {
  const [only] = versions;
  const document = versions.length === 1 && only!.stage === 'current' ? oneKey(only!) : allVersions(versions);
  return `${JSON.stringify(document, null, 2)}\n`;
}

const oneKey = ({ privateJwk, createdAt }: KeyVersion) => ({ ...privateJwk, iat: createdAt });

function allVersions(versions: readonly KeyVersion[]) {
  return {
    versions: versions.map(({ stage, createdAt, publishedUntil, privateJwk }) => ({
      stage,
      created_at: createdAt,
      published_until: publishedUntil,
      jwk: privateJwk,
    })),
  };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // The parser's message quotes the text, which may be a private key.
  }
  throw new KeyDocumentError('it is not a JSON object');
}

function parseVersion(value: unknown): KeyVersion {
  const { stage, jwk, created_at: createdAt, published_until: publishedUntil } = isObject(value) ? value : {};
  if (
    !STAGES.includes(stage as KeyStage) ||
    !isObject(jwk) ||
    !isTime(createdAt) ||
    !isTime(publishedUntil)
  ) {
    throw new KeyDocumentError(
      'one of its versions has an invalid stage, jwk, created_at or published_until',
    );
  }
  return { id: idOf(jwk), stage: stage as KeyStage, privateJwk: jwk as JWK, createdAt, publishedUntil };
}

/** The kid, or the x coordinate of a key without one. */
const idOf = (jwk: Record<string, unknown>): string => String(jwk.kid ?? jwk.x);
