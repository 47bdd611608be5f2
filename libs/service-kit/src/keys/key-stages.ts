import type { KeyVersion } from '@zk-income/credential';
import type { JWK } from 'jose';

/** With a new key as `next`, or as `current` where there is none. */
export function withKey(
  versions: readonly KeyVersion[],
  privateJwk: JWK,
  createdAt: number,
): readonly KeyVersion[] {
  const stage = versions.some((version) => version.stage === 'current') ? 'next' : 'current';
  const others = versions.filter((version) => version.stage !== stage);
  return [{ id: String(privateJwk.kid), stage, privateJwk, createdAt }, ...others];
}

/** `next` signs, `current` has been replaced, `previous` has been replaced before that. */
export function promoted(versions: readonly KeyVersion[], publishedUntil: number): readonly KeyVersion[] {
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

/** Whether others may still meet signatures of a version. */
export const isPublished = ({ stage, publishedUntil }: KeyVersion, now: number): boolean =>
  stage === 'next' || stage === 'current' || publishedUntil === undefined || now < publishedUntil;
