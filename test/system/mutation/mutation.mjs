// Runs mutants, and compares those that no test kills with the table of reasons.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bundleSpecs, instrumentAll } from './bundle.mjs';
import { observeSpecs, resultOf, runAll } from './mutants.mjs';

export const RECORD = join(import.meta.dirname, 'record.json');
const SURVIVORS = join(import.meta.dirname, 'survivors.json');

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The recorded hashes of the sources whose mutants were run. */
export const readRecord = () => readJson(RECORD).sources;

/** `{ file, mutant, reason }` for each mutant that no test kills. */
export const readSurvivors = () => readJson(SURVIVORS);

export const idOf = ({ file, mutant, key = mutant }) => `${file} | ${key}`;

/**
 * Runs the mutants of some files.
 *
 * @param onSource is called after the last mutant of each file, with its path, its hash and the survivors so far
 * @returns hashes of all sources, all mutants, and the ids of those that survived or that no test reaches
 */
export async function runMutants(
  isChosen,
  { maxMs = Number.POSITIVE_INFINITY, log = () => undefined, onSource = () => undefined } = {},
) {
  const { mutants, texts, hashes } = instrumentAll();
  const chosen = mutants.filter(({ file }) => isChosen(file, hashes[file]));
  const survivors = new Map();
  let timedOut = 0;
  if (chosen.length > 0) {
    const areas = new Set(chosen.map(({ area }) => area));
    const workers = availableParallelism();
    const bundles = await bundleSpecs(texts, areas);
    const reached = await observeSpecs(bundles, workers, log);
    const left = new Map();
    for (const { file } of chosen) left.set(file, (left.get(file) ?? 0) + 1);
    let done = 0;
    await runAll(chosen, workers, async (worker, mutant) => {
      const result = await resultOf(mutant, reached, worker, maxMs);
      done++;
      if (result === 'timed out') timedOut++;
      if (result === 'survived' || result === 'unreached') survivors.set(idOf(mutant), result);
      if (result !== 'killed' || done % 50 === 0) {
        log(`${done} of ${chosen.length}: ${result}: ${mutant.file}:${mutant.line}: ${mutant.key}`);
      }
      left.set(mutant.file, left.get(mutant.file) - 1);
      if (left.get(mutant.file) === 0) onSource(mutant.file, hashes[mutant.file], survivors);
    });
  }
  return { hashes, mutants, chosen, survivors, timedOut };
}

/** Survivors without a reason, and reasons for mutants that do not exist. */
export function compareWithReasons({ mutants, survivors }) {
  const explained = new Map(readSurvivors().map((entry) => [idOf(entry), entry.reason]));
  const existing = new Set(mutants.map(idOf));
  return {
    unexplained: [...survivors]
      .filter(([id]) => !explained.get(id))
      .map(([id, result]) => `${result}: ${id}`),
    outdated: [...explained.keys()].filter((id) => !existing.has(id)),
  };
}
