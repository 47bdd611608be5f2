// Runs all mutants, and records the sources of which every survivor has a reason.
import { writeFileSync } from 'node:fs';
import { compareWithReasons, idOf, RECORD, readSurvivors, runMutants } from './mutation.mjs';

const result = await runMutants(() => true, { log: (line) => console.log(line) });
const { unexplained, outdated } = compareWithReasons(result);
const killed = readSurvivors()
  .map(idOf)
  .filter((id) => !result.survivors.has(id) && !outdated.includes(id));
for (const id of outdated) console.log(`remove from survivors.json, does not exist: ${id}`);
for (const id of killed) console.log(`remove from survivors.json, a test kills it now: ${id}`);
for (const line of unexplained) console.log(`no reason in survivors.json: ${line}`);
console.log(`${result.chosen.length} mutants, ${result.survivors.size} survived`);
const hasUnexplained = (file) => unexplained.some((line) => line.includes(`: ${file} | `));
const sources = Object.fromEntries(Object.entries(result.hashes).filter(([file]) => !hasUnexplained(file)));
writeFileSync(RECORD, `${JSON.stringify({ sources }, null, 2)}\n`);
if (unexplained.length > 0) process.exitCode = 1;
