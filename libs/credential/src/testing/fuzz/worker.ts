import { RangeProofError } from '@zk-income/crypto';
import { ProtocolError } from '../../errors.js';
import { type Corpus, makeCorpus, type Story } from './corpus.js';
import { HOLDER_KINDS } from './holder-mutations.js';
import type { Mutant, MutationKind } from './mutant.js';
import { judge, withoutMalleability } from './oracle.js';
import { makeClaims, type PlainClaim, PROOF_KINDS, type ProofKind, verifyMutant } from './proof-mutations.js';
import { makeDeterministic, Random } from './random.js';
import { TEXT_KINDS } from './text-mutations.js';

// A process of the fuzzer: runs the mutants of some kinds, and sends a report of each kind to its parent.

/** What a process is asked to do. Mutant i of a kind depends on the seed, the kind and i, and on nothing else. */
export interface FuzzTask {
  readonly seed: string;
  /** Mutants of a kind of weight 1, unless `seconds` ends the run. */
  readonly mutants: number;
  /** Ends the run after this time, after any number of rounds. */
  readonly seconds?: number;
  readonly only?: string;
  /** This process runs the mutants whose number is `part` modulo `parts`. */
  readonly part: number;
  readonly parts: number;
}

export interface FuzzFailure {
  readonly mutant: number;
  readonly fault: string;
  /** The mutant itself, for analysis. */
  readonly input: unknown;
}

export interface FuzzReport {
  readonly kind: string;
  mutants: number;
  accepted: number;
  /** Mutants by the code of the verifier's answer. */
  readonly codes: Record<string, number>;
  /** The largest processor time of one mutant. */
  slowestMs: number;
  readonly failures: FuzzFailure[];
}

/** Far above what any input may cost: a proof of sixteen values takes the noble backend 0.4 s. */
const MAX_CPU_MS = 5_000;
const MAX_FAILURES = 20;
/** The noble backend takes most of the time of these. */
const PROOF_WEIGHT = 0.15;

const cpuMs = (since?: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};

const newReport = (kind: string): FuzzReport => ({
  kind,
  mutants: 0,
  accepted: 0,
  codes: {},
  slowestMs: 0,
  failures: [],
});

/** Runs one mutant, and records its code, its time, and any error as a failure. */
async function record(
  report: FuzzReport,
  mutant: number,
  run: () => Promise<[code: string, input: unknown]>,
) {
  const start = process.cpuUsage();
  let input: unknown;
  const fail = (fault: string) => {
    if (report.failures.length < MAX_FAILURES) report.failures.push({ mutant, fault, input });
  };
  try {
    const [code, made] = await run();
    input = made;
    report.codes[code] = (report.codes[code] ?? 0) + 1;
    if (code === 'verified' || code === 'valid') report.accepted++;
  } catch (error) {
    if (error instanceof MutantError) ({ input } = error);
    fail(error instanceof Error ? error.message : String(error));
  }
  const spent = cpuMs(start);
  report.mutants++;
  report.slowestMs = Math.max(report.slowestMs, spent);
  if (spent > MAX_CPU_MS) fail(`It took ${spent.toFixed(0)} ms of processor time.`);
}

/** A failure of a mutant, with the mutant. */
class MutantError extends Error {
  constructor(
    message: string,
    readonly input: unknown,
  ) {
    super(message);
  }
}

async function answerOf(corpus: Corpus, story: Story, presentations: unknown): Promise<string> {
  try {
    const input = { request_id: story.request.id, presentations } as never;
    return (await corpus.verifier.verifyProof(input)).code;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw new MutantError(`Not a ProtocolError: ${String((error as Error).stack ?? error)}`, presentations);
  }
}

/** Whether the texts are an honest presentation of the request, but for the malleability of ECDSA. */
function isHonest(presentations: Record<string, string>, story: Story, corpus: Corpus): boolean {
  const normal = (texts: Readonly<Record<string, string>>) =>
    JSON.stringify(
      Object.entries(texts)
        .map(([id, text]) => [id, withoutMalleability(text)])
        .sort(),
    );
  return corpus.stories.some(
    (one) => one.request.id === story.request.id && normal(one.presentations) === normal(presentations),
  );
}

async function runMutant(kind: MutationKind, random: Random, corpus: Corpus): Promise<[string, unknown]> {
  let mutant: Mutant;
  try {
    mutant = await kind.mutate(random, corpus);
  } catch (error) {
    // Not every false statement can be turned into a proof.
    if (error instanceof RangeProofError && error.code !== 'EngineUnavailable')
      return ['(no proof)', undefined];
    throw error;
  }
  const { story, presentations } = mutant;
  const code = await answerOf(corpus, story, presentations);
  const input = { story: story.name, request: story.request, presentations };
  if (code !== 'verified') {
    if (kind.mustBeAccepted) throw new MutantError(`An honest presentation is refused: ${code}.`, input);
    return [code, input];
  }
  const texts = presentations as Record<string, string>;
  const faults = judge(texts, story, corpus);
  if (faults.length === 0 && !kind.mayBeAccepted && !isHonest(texts, story, corpus))
    faults.push('it differs from every honest presentation');
  if (faults.length > 0) throw new MutantError(`Accepted, but ${faults.join(', ')}.`, input);
  return [code, input];
}

async function runProof(
  kind: ProofKind,
  random: Random,
  claims: readonly PlainClaim[],
): Promise<[string, unknown]> {
  const honest = random.pick(claims);
  const mutant = kind.mutate(honest, random, claims);
  try {
    return [verifyMutant(mutant, honest), mutant];
  } catch (error) {
    throw new MutantError((error as Error).message, mutant);
  }
}

interface Runner {
  readonly name: string;
  readonly weight: number;
  readonly run: (random: Random) => Promise<[string, unknown]>;
}

function runnersOf({ only }: FuzzTask, corpus: Corpus, claims: readonly PlainClaim[]): Runner[] {
  const runners = [
    ...[...TEXT_KINDS, ...HOLDER_KINDS].map((kind) => ({
      name: kind.name,
      weight: kind.weight,
      run: (random: Random) => runMutant(kind, random, corpus),
    })),
    ...PROOF_KINDS.map((kind) => ({
      name: kind.name,
      weight: PROOF_WEIGHT,
      run: (random: Random) => runProof(kind, random, claims),
    })),
  ];
  return runners.filter(({ name }) => only === undefined || name.includes(only));
}

async function main(task: FuzzTask): Promise<void> {
  makeDeterministic(task.seed);
  const corpus = await makeCorpus();
  // The first valid job is in every batch of the differential runner.
  const [first] = corpus.stories as [Story, ...Story[]];
  await answerOf(corpus, first, first.presentations);
  const runners = runnersOf(task, corpus, makeClaims(new Random(`claims ${task.seed}`)));
  const reports = runners.map(({ name }) => newReport(name));
  const end = performance.now() + 1000 * (task.seconds ?? 0);
  const { part, parts } = task;
  // A run that is limited by time repeats rounds of all kinds until then.
  for (let round = 0; round === 0 || performance.now() < end; round++) {
    for (const [k, { name, weight, run }] of runners.entries()) {
      const count = Math.ceil((weight * task.mutants) / parts);
      for (let i = round * count; i < (round + 1) * count; i++) {
        const number = parts * i + part;
        await record(reports[k]!, number, () => run(new Random(`${task.seed} ${name} ${number}`)));
      }
    }
  }
  process.send!({ reports, proofJobs: corpus.proofs.jobs });
  process.disconnect!();
}

process.once('message', (task: FuzzTask) => void main(task));
