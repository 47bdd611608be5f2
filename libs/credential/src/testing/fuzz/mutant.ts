import type { Corpus, Story } from './corpus.js';
import type { Random } from './random.js';

export interface Mutant {
  /** The request that the mutant answers. */
  readonly story: Story;
  readonly presentations: unknown;
}

/** One way to change presentations. */
export interface MutationKind {
  readonly name: string;
  /** Mutants relative to a kind of weight 1: few of those that need new proofs. */
  readonly weight: number;
  /**
   * Whether mutants are honest ones in other words, or signed with the holder's key: acceptance may then be right, and
   * the oracle decides. Otherwise an accepted mutant must be an honest presentation of its request.
   */
  readonly mayBeAccepted?: boolean;
  /** Whether every mutant must be accepted. */
  readonly mustBeAccepted?: boolean;
  readonly mutate: (random: Random, corpus: Corpus) => Mutant | Promise<Mutant>;
}

/** An honest presentation of a true statement, and one of its credentials. */
export function choose(random: Random, corpus: Corpus, need: (story: Story) => boolean = () => true) {
  const story = random.pick(corpus.stories.filter((one) => one.isTrue && need(one)));
  const id = random.pick(Object.keys(story.presentations));
  return { story, id, text: story.presentations[id]! };
}

export const replaced = (story: Story, id: string, text: string): Mutant => ({
  story,
  presentations: { ...story.presentations, [id]: text },
});
