import { exportJWK, generateKeyPair } from 'jose';
import { isObject, own } from '../encoding/json.js';
import { ProtocolError } from '../errors.js';
import { type Person, peopleOf } from '../policy/people.js';
import type { Policy } from '../policy/policy.js';
import type { Clock } from '../ports/index.js';
import type { Opening } from '../proof/proof-runner.js';
import type { HeldCredential, Presentations } from '../types.js';
import {
  commitmentTo,
  comparisonCode,
  type Introduction,
  type JointContext,
  readIntroduction,
  requestHashOf,
  sessionOf,
  writeIntroduction,
} from './introduction.js';
import type { Consent, PersonalHolder, SharedSums } from './personal-holder.js';
import { type AskedPerson, assertHeld, type PreparedAnswer, prepareAnswer } from './prepared-answer.js';
import type { RequestAssessment } from './probing.js';
import { decryptShare, encryptShare, sharedInequalities, sumOpening, termsOfPerson } from './share.js';

/** Messages of the people of a policy, by the id of the person. */
export type ByPerson = Readonly<Record<string, string>>;

/** A person of an answer, with what their wallet keeps until the answer is given. */
interface Participant {
  readonly holder: PersonalHolder;
  readonly asked: AskedPerson;
  readonly clock: Clock;
  readonly introduction: string;
  readonly decryptionKey: CryptoKey;
}

const contextOf = ({ request, alternative, policy }: AskedPerson): JointContext => ({
  request: requestHashOf(request),
  policy,
  ...(alternative !== undefined && { alternative }),
});

const othersOf = ({ policy, person }: AskedPerson): Person[] =>
  peopleOf(policy).filter(({ id }) => id !== person.id);

function messageOf(messages: ByPerson, { id }: Person): unknown {
  const message = isObject(messages) ? own(messages, id!) : undefined;
  if (message === undefined) throw new ProtocolError('introduction_invalid', `expected a message of ${id}.`);
  return message;
}

/** The first step of an answer of several people: each wallet sends all others the commitment to its introduction. */
export class CommitPhase {
  /** Sent to all others. */
  readonly commitment: string;
  private isRevealed = false;

  private constructor(private readonly participant: Participant) {
    this.commitment = commitmentTo(participant.introduction);
  }

  static async start(holder: PersonalHolder, asked: AskedPerson, clock: Clock): Promise<CommitPhase> {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256' });
    const { person, credentials } = asked;
    const key = await exportJWK(publicKey);
    const introduction = writeIntroduction(contextOf(asked), person, credentials, key);
    return new CommitPhase({ holder, asked, clock, introduction, decryptionKey: privateKey });
  }

  /**
   * Reveals the introduction when the commitments of all others have arrived. It is revealed once, because another person
   * who has seen it could choose a new commitment that fits.
   *
   * @throws ProtocolError `introduction_invalid` where one is missing, and for a second call
   */
  reveal(commitments: ByPerson): RevealPhase {
    const read = othersOf(this.participant.asked).map(
      (other) => [other.id!, messageOf(commitments, other)] as const,
    );
    if (this.isRevealed)
      throw new ProtocolError(
        'introduction_invalid',
        'The introduction was revealed for other commitments. Start the answer again.',
      );
    this.isRevealed = true;
    // A copy, so that messages which arrive later do not replace the commitments.
    return new RevealPhase(this.participant, new Map(read));
  }
}

/** The second step: each wallet sends all others its introduction. */
export class RevealPhase {
  constructor(
    private readonly participant: Participant,
    /** Of all others, by their ids. */
    private readonly commitments: ReadonlyMap<string, unknown>,
  ) {}

  /** Sent to all others: the keys and windows of the credentials, and their commitments that joint predicates count. */
  get introduction(): string {
    return this.participant.introduction;
  }

  /**
   * Reads the introductions of all others.
   *
   * @throws ProtocolError `introduction_invalid`, `credential_unsuitable`
   */
  async readIntroductions(introductions: ByPerson): Promise<JointPresentation> {
    const { asked, clock } = this.participant;
    const read = new Map<string, Introduction>();
    for (const other of othersOf(asked)) {
      const text = messageOf(introductions, other);
      const commitment = this.commitments.get(other.id!);
      read.set(other.id!, await readIntroduction(text, commitment, other, contextOf(asked)));
    }
    const credentials = [...read.values()].flatMap((one) => [...one.credentials]);
    const texts = new Map([...read].map(([id, { text }]) => [id, text]));
    texts.set(asked.person.id!, this.participant.introduction);
    const session = sessionOf(asked.policy, texts);
    const prepared = prepareAnswer(
      asked,
      {
        windows: new Map(credentials.map(([id, { window }]) => [id, window])),
        partners: Object.fromEntries([
          ...[...asked.credentials].map(([id, { holderKey }]) => [id, holderKey.kid]),
          ...credentials.map(([id, { thumbprint }]) => [id, thumbprint]),
        ]),
        session,
      },
      clock.now(),
    );
    return new JointPresentation(this.participant, prepared, read, session);
  }
}

/**
 * The last steps: the people compare the code and consent, their wallets send shares to the person who proves a joint
 * predicate, and create presentations.
 */
export class JointPresentation {
  /** Six digits that are the same for all people, unless a man-in-the-middle attacker changed an introduction. */
  readonly comparisonCode: string;

  constructor(
    private readonly participant: Participant,
    private readonly prepared: PreparedAnswer,
    private readonly introductions: ReadonlyMap<string, Introduction>,
    private readonly session: string,
  ) {
    this.comparisonCode = comparisonCode(session);
  }

  /**
   * What the answer tells the verifier, and which amounts it tells other people. See {@link Holder.assessRequest}.
   *
   * @param shares of the others for this person. Their senders learn more from the answer than the verifier does. Without
   *   shares, the assessment is about what the shares of this person tell.
   * @throws ProtocolError `share_invalid`
   */
  async assess(shares?: ByPerson): Promise<RequestAssessment> {
    const sums = shares === undefined ? undefined : await this.readShares(shares);
    return this.participant.holder.assess(this.prepared, sums);
  }

  /**
   * The shares of this person in joint predicates, each encrypted to the person who proves them, by the id of that person.
   * Call it after the people have compared the code. A man-in-the-middle attacker could otherwise decrypt the shares.
   *
   * @throws ProtocolError `consent_required`, `predicate_not_satisfied`, `copy_already_shown`
   */
  async shares(consent: Consent = {}): Promise<ByPerson> {
    const { person, credentials } = this.prepared;
    const shares: Record<string, string> = {};
    for (const { person: other, encryptionKey } of this.introductions.values()) {
      const shared = this.sharedWith(other, person);
      if (shared.length === 0) continue;
      await this.participant.holder.record(this.prepared, new Map(), consent);
      const sums = shared.map((inequality) => sumOpening(termsOfPerson(inequality, person), credentials));
      const context = { session: this.session, from: person, to: other };
      shares[other.id!] = await encryptShare(sums, context, encryptionKey);
    }
    return shares;
  }

  /**
   * The presentations of this person. Together with those of the others they are the answer.
   *
   * @param shares of the others for this person, by their ids
   * @throws ProtocolError `share_invalid`, `consent_required`, `predicate_not_satisfied`, `copy_already_shown`
   */
  async present(shares: ByPerson = {}, consent: Consent = {}): Promise<Presentations> {
    return this.participant.holder.answer(this.prepared, await this.readShares(shares), consent);
  }

  /** The inequalities that `proving` proves and that count credentials of `other`. */
  private sharedWith(proving: Person, other: Person) {
    const { policy, question } = this.prepared;
    return sharedInequalities(policy, question.inequalities, proving, other);
  }

  private async readShares(shares: ByPerson): Promise<SharedSums> {
    const { person } = this.prepared;
    const sums = new Map<PreparedAnswer['statement']['inequalities'][number], Opening[]>();
    for (const introduction of this.introductions.values()) {
      const { person: other } = introduction;
      const inequalities = this.sharedWith(person, other);
      if (inequalities.length === 0) continue;
      const openings = await decryptShare(
        isObject(shares) ? own(shares, other.id!) : undefined,
        { session: this.session, from: other, to: person },
        this.participant.decryptionKey,
        introduction,
        inequalities,
      );
      for (const [i, inequality] of inequalities.entries())
        sums.set(inequality, [...(sums.get(inequality) ?? []), openings[i]!]);
    }
    return sums;
  }
}

/**
 * The answer of several people whose credentials are all on this device.
 *
 * @param held the credentials of all people
 * @param joinAs starts the answer of one of them
 * @throws ProtocolError as the steps of each of them do
 */
export async function presentTogether(
  policy: Policy,
  held: Readonly<Record<string, HeldCredential>>,
  joinAs: (person: string, held: Readonly<Record<string, HeldCredential>>) => Promise<CommitPhase>,
  consent: Consent,
): Promise<Presentations> {
  const people = peopleOf(policy);
  assertHeld(policy.credentials, held);
  const forAll = async <T>(step: (id: string) => Promise<T>): Promise<Record<string, T>> => {
    const results: [string, T][] = [];
    for (const { id } of people) results.push([id!, await step(id!)]);
    return Object.fromEntries(results);
  };
  const credentialsOf = (id: string) =>
    Object.fromEntries(policy.people![id]!.map((credential) => [credential, held[credential]!]));

  const introducing = await forAll((id) => joinAs(id, credentialsOf(id)));
  const commitments = await forAll(async (id) => introducing[id]!.commitment);
  const revealing = await forAll(async (id) => introducing[id]!.reveal(commitments));
  const introductions = await forAll(async (id) => revealing[id]!.introduction);
  const answers = await forAll((id) => revealing[id]!.readIntroductions(introductions));
  const shares = await forAll((id) => answers[id]!.shares(consent));
  const presentations = await forAll((id) =>
    answers[id]!.present(
      Object.fromEntries(Object.entries(shares).map(([from, to]) => [from, to[id] ?? ''])),
      consent,
    ),
  );
  return Object.assign({}, ...Object.values(presentations));
}
