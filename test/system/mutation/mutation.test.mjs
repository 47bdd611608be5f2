// "Every check is load-bearing": with a check of the verifying half switched off, a test fails. The record has the
// sources whose mutants have all been run. This suite runs the mutants of sources that have changed since.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareWithReasons, readRecord, readSurvivors, runMutants } from './mutation.mjs';

/** Milliseconds of tests, as measured without a mutant, after which a mutant counts as survived. */
const MAX_TEST_MS = 10_000;

test('every mutant of the changed sources is killed by a test, or the table says why not', async (t) => {
  const recorded = readRecord();
  const result = await runMutants((file, hash) => file in recorded && recorded[file] !== hash, {
    maxMs: MAX_TEST_MS,
  });
  const pending = Object.keys(result.hashes).filter((file) => !(file in recorded));
  t.diagnostic(`sources whose mutants have never all been run: ${pending.join(', ') || 'none'}`);
  t.diagnostic(
    `${result.chosen.length} of ${result.mutants.length} mutants run, ${result.survivors.size} survived`,
  );
  const { unexplained, outdated } = compareWithReasons(result);
  assert.deepEqual(unexplained, [], 'kill these mutants with a test, or add a reason to survivors.json');
  assert.deepEqual(outdated, [], 'survivors.json has mutants that do not exist any more');
});

test('the table has a reason for every entry', () => {
  for (const { file, mutant, reason } of readSurvivors()) {
    assert.ok(reason?.length > 10, `${file}: ${mutant}: no reason`);
  }
});
