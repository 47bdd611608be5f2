import { commit, randomScalar } from '@zk-income/crypto';
import { encodeBase64url } from '../encoding/base64url.js';
import { changeInequalities, type Forgery } from './forge.js';
import type { Json } from './policies.js';

/** The order of the group, ℓ. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const RANGE = 2n ** 64n;
export const modOrder = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

/** A dishonest issuer's commitment to any residue, and the holder who knows its opening. */
export function attesting(values: Readonly<Record<string, bigint>>): Pick<Forgery, 'payload' | 'openings'> {
  const openings = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, blinding: randomScalar() }]),
  );
  const payload = (signed: Json) => {
    for (const [name, { value, blinding }] of Object.entries(openings)) {
      signed.commitments[name] = encodeBase64url(commit(value, blinding));
    }
    return signed;
  };
  return { payload, openings };
}

/** Proves every inequality that holds in the group, and a false one in place of each that does not. */
export const proveWhatHolds = changeInequalities((list) =>
  list.map(({ terms, constant }) => {
    const sum = terms.reduce((total, { coefficient, value }) => total + coefficient * value, constant);
    const provable = modOrder(sum) < RANGE ? modOrder(sum) : 0n;
    return { terms, constant: constant + provable - sum };
  }),
);
