// What passed and what did not.
import assert from 'node:assert/strict';

export class Report {
  passed = 0;
  failed = 0;

  /** Runs one check. What it returns is printed beside its name; what it throws makes it a failure. */
  async check(name, body) {
    const started = performance.now();
    try {
      const note = await body();
      this.passed++;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`  ok      ${name}${note ? `: ${note}` : ''} (${seconds} s)`);
      return true;
    } catch (error) {
      this.failed++;
      const isExpectation = error instanceof assert.AssertionError;
      console.log(`  FAILED  ${name}\n${isExpectation ? error.message : error.stack}`);
      return false;
    }
  }

  /** Takes over the totals of a runner of its own. */
  add({ passed, failed }) {
    this.passed += passed;
    this.failed += failed;
  }
}
