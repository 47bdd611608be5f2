import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Policy } from '../../policy/policy.js';
import { type Attested, type Corpus, policyOf, type Story } from './corpus.js';

// Decides independently of the verifier's code whether an accepted presentation says what is true and attested: other
// parsers, Node's own signatures, and plain integers instead of commitments.

const decode = (part: string) => Buffer.from(part, 'base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

const MONTH = 30.4375;

/**
 * The years by which an amount is divided, over one denominator: those of its window, or of the span from the first start
 * to the last end of the windows that are added. Every window of the corpus is twelve months or a number of days.
 */
function yearsOf({ start, end }: Attested['window']): { days: bigint; perYear: bigint } {
  const days = end - start + 1;
  const isTwelveMonths =
    new Date(start * 86_400_000).getUTCDate() === new Date((end + 1) * 86_400_000).getUTCDate();
  return isTwelveMonths && Math.round(days / MONTH) === 12
    ? { days: 1n, perYear: 1n }
    : { days: BigInt(days), perYear: 365n };
}

/** Whether plain integers meet every predicate: each is multiplied by the days of every window. */
export function isSatisfied(policy: Policy, credentials: Readonly<Record<string, Attested>>): boolean {
  return policy.predicates.every(({ terms, at_least: least, at_most: most }) => {
    const holds = (sign: bigint, bound: string): boolean => {
      const added = terms
        .filter(({ coefficient }) => sign * BigInt(coefficient) > 0n)
        .map(({ credential }) => credentials[credential]!.window);
      const span = {
        start: Math.min(...added.map(({ start }) => start)),
        end: Math.max(...added.map(({ end }) => end)),
      };
      const lengths = terms.map(({ credential, coefficient }) =>
        yearsOf(sign * BigInt(coefficient) > 0n ? span : credentials[credential]!.window),
      );
      const product = lengths.reduce((all, { days }) => all * days, 1n);
      const sum = terms.reduce((total, { credential, attribute, coefficient }, i) => {
        const { days, perYear } = lengths[i]!;
        const amount = credentials[credential]!.attributes[attribute] ?? 0n;
        return total + (sign * BigInt(coefficient) * amount * perYear * product) / days;
      }, 0n);
      return sum >= sign * BigInt(bound) * product;
    };
    return (least === undefined || holds(1n, least)) && (most === undefined || holds(-1n, most));
  });
}

/** The faults of one credential of an accepted presentation, and what its issuer attested. */
function judgeOne(
  text: string,
  story: Story,
  corpus: Corpus,
  id: string,
): { faults: string[]; attested?: Attested; partners?: unknown } {
  const at = text.lastIndexOf('~') + 1;
  const [hashed, keyBinding] = [text.slice(0, at), text.slice(at)];
  const [issuerJwt, ...disclosures] = hashed.slice(0, -1).split('~') as [string, ...string[]];
  const signedText = issuerJwt.slice(0, issuerJwt.lastIndexOf('.'));
  const attested = Object.values(corpus.attested).find((one) => one.signedText === signedText);
  if (attested === undefined) return { faults: ['no issuer signed this credential'] };
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  expect(attested.iss !== corpus.stranger.iss, 'the issuer is not trusted');

  const policy = policyOf(story);
  const own = credentialsOfPerson(policy, id);
  const requested = [...(policy.disclose ?? []), ...(own.length > 1 ? ['source_id'] : [])].sort();
  const disclosed = disclosures.map((one) => JSON.parse(decode(one).toString()) as [string, string, unknown]);
  expect(
    disclosed
      .map(([, name]) => name)
      .sort()
      .join() === requested.join(),
    'other claims are disclosed',
  );
  expect(
    disclosed.every(([, name, value]) => attested.claims[name] === value),
    'a disclosed claim was not attested',
  );

  const [header, payload, signature] = keyBinding.split('.') as [string, string, string];
  const { x, y, kty, crv } = attested.forgery.held.holder_key as {
    x: string;
    y: string;
    kty: string;
    crv: string;
  };
  const key = createPublicKey({ format: 'jwk', key: { kty, crv, x, y } });
  const isSigned = verify(
    kty === 'EC' ? 'sha256' : null,
    Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' },
    decode(signature),
  );
  expect(isSigned, 'the holder did not sign the key binding');
  const claims = JSON.parse(decode(payload).toString()) as Record<string, unknown>;
  const { request } = story;
  expect(claims.aud === request.audience && claims.nonce === request.nonce, 'it answers another request');
  expect(claims.sd_hash === sha256(hashed), 'the key binding is of another presentation');
  const hash = sha256(request.transaction_data[0]!);
  expect(JSON.stringify(claims.transaction_data_hashes) === `["${hash}"]`, 'it is for another policy');
  expect((typeof claims.range_proof === 'string') === (id === own[0]), 'a proof is in the wrong place');
  expect(claims.credential_id === id, 'the holder signed another role');
  return { faults, attested, partners: claims.with };
}

const credentialsOfPerson = ({ credentials, people = {} }: Policy, id: string): readonly string[] =>
  Object.values(people).find((own) => own.includes(id)) ?? credentials;

/** RFC 7638, without a library. */
function thumbprintOf({ forgery }: Attested): string {
  const { crv, kty, x, y } = forgery.held.holder_key as Record<string, string>;
  return sha256(JSON.stringify({ crv, kty, x, ...(y !== undefined && { y }) }));
}

/** What is false about the people of a presentation. */
function judgePeople(
  policy: Policy,
  byId: Readonly<Record<string, Attested>>,
  partners: readonly unknown[],
): string[] {
  const faults: string[] = [];
  const people = Object.values(policy.people ?? { all: policy.credentials });
  const persons = people.map((own) => new Set(own.map((id) => byId[id]!.person)));
  if (persons.some(({ size }) => size > 1)) faults.push('two persons are one');
  if (new Set(persons.flatMap((one) => [...one])).size < people.length) faults.push('one person is two');
  for (const own of people)
    if (new Set(own.map((id) => byId[id]!.source)).size < own.length) faults.push('one source counts twice');
  const keys = Object.entries(byId).map(([id, attested]) => `${id}:${thumbprintOf(attested)}`);
  const expected = policy.people && keys.sort().join();
  const signed = partners.map((value) =>
    value === undefined
      ? undefined
      : Object.entries(value as object)
          .map(([id, key]) => `${id}:${String(key)}`)
          .sort()
          .join(),
  );
  if (signed.some((one) => one !== expected)) faults.push('a holder signed other partners');
  return faults;
}

/** What is false about accepted presentations; empty if all that they say is true. */
export function judge(
  presentations: Readonly<Record<string, string>>,
  story: Story,
  corpus: Corpus,
): string[] {
  const policy = policyOf(story);
  if (Object.keys(presentations).sort().join() !== [...policy.credentials].sort().join())
    return ['it has other credentials than requested'];
  const judged = policy.credentials.map((id) => judgeOne(presentations[id]!, story, corpus, id));
  const faults = judged.flatMap((one) => one.faults);
  if (faults.length > 0) return faults;
  const byId = Object.fromEntries(policy.credentials.map((id, i) => [id, judged[i]!.attested!]));
  if (!isSatisfied(policy, byId)) faults.push('the predicate does not hold');
  const partners = judged.map((one) => one.partners);
  return [...faults, ...judgePeople(policy, byId, partners)];
}

/** The presentation without what every ECDSA signature leaves open: s and n − s are both valid. */
export function withoutMalleability(presentation: string): string {
  const end = presentation.lastIndexOf('.') + 1;
  const signature = decode(presentation.slice(end));
  return signature.length === 64
    ? presentation.slice(0, end) + signature.toString('hex', 0, 32)
    : presentation;
}
