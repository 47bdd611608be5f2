// Runs the mutants of all sources, or of those whose path matches `--only PATTERN`. Records each source when its mutants
// have been run, if every survivor has a reason.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compareWithReasons, idOf, RECORD, readRecord, readSurvivors, runMutants } from './mutation.mjs';

const { values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean' }, only: { type: 'string', default: '' } },
});
const only = new RegExp(values.only);

/** Replaces some sources in the record: a hash, or `undefined` to remove the source. */
function record(changes) {
  const sources = Object.entries({ ...readRecord(), ...changes }).filter(([, hash]) => hash);
  sources.sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(RECORD, `${JSON.stringify({ sources: Object.fromEntries(sources) }, null, 2)}\n`);
}

const explained = new Set(readSurvivors().map(idOf));
const isExplained = (file, survivors) =>
  [...survivors.keys()].every((id) => !id.startsWith(`${file} | `) || explained.has(id));

const result = await runMutants((file) => only.test(file), {
  log: (line) => console.log(line),
  onSource: (file, hash, survivors) => record({ [file]: isExplained(file, survivors) ? hash : undefined }),
});
const { unexplained, outdated } = compareWithReasons(result);
const killed = [...explained].filter(
  (id) => only.test(id.split(' | ')[0]) && !result.survivors.has(id) && !outdated.includes(id),
);
for (const id of outdated) console.log(`remove from survivors.json, does not exist: ${id}`);
for (const id of killed) console.log(`remove from survivors.json, a test kills it now: ${id}`);
for (const line of unexplained) console.log(`no reason in survivors.json: ${line}`);
console.log(
  `${result.chosen.length} mutants, ${result.survivors.size} survived, ${result.timedOut} killed by a timeout`,
);
const withoutMutants = Object.entries(result.hashes).filter(
  ([file]) => only.test(file) && !result.mutants.some((mutant) => mutant.file === file),
);
const removed = Object.keys(readRecord()).filter((file) => !(file in result.hashes));
record(Object.fromEntries([...withoutMutants, ...removed.map((file) => [file, undefined])]));
if (unexplained.length > 0) process.exitCode = 1;
