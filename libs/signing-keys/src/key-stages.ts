import type { JWK } from 'jose';
import type { KeyVersion } from './key-vault.js';

/** Adds a key as `next`, or as `current` if there is no current key. */
export function addKey(
  versions: readonly KeyVersion[],
  privateJwk: JWK,
  createdAt: number,
): readonly KeyVersion[] {
  const stage = versions.some((version) => version.stage === 'current') ? 'next' : 'current';
  const others = versions.filter((version) => version.stage !== stage);
  return [{ id: String(privateJwk.kid), stage, privateJwk, createdAt }, ...others];
}

/** Moves each version one stage on: `next` to `current`, `current` to `previous`, `previous` to `earlier`. */
export function promoteNext(versions: readonly KeyVersion[], publishedUntil: number): readonly KeyVersion[] {
  if (!versions.some(({ stage }) => stage === 'next')) return versions;
  return versions.map((version): KeyVersion => {
    switch (version.stage) {
      case 'next':
        return { ...version, stage: 'current' };
      case 'current':
        return { ...version, stage: 'previous', publishedUntil };
      default:
        return { ...version, stage: 'earlier' };
    }
  });
}

/** Whether the public key of a version belongs in the published key set at `now` (seconds). */
export const isPublished = ({ stage, publishedUntil }: KeyVersion, now: number): boolean =>
  stage === 'next' || stage === 'current' || publishedUntil === undefined || now < publishedUntil;
