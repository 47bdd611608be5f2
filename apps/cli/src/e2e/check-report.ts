import { strict as assert } from 'node:assert';
import type { Progress } from '../result.js';

export interface CheckResult {
  readonly name: string;
  readonly hasPassed: boolean;
  /** What the check found, or why it failed. */
  readonly note: string;
  readonly seconds: number;
}

/** Runs checks, and prints a line for each. */
export class CheckReport {
  readonly results: CheckResult[] = [];

  constructor(private readonly progress: Progress) {}

  get passed(): number {
    return this.results.filter(({ hasPassed }) => hasPassed).length;
  }

  get failed(): number {
    return this.results.length - this.passed;
  }

  section(title: string): void {
    this.progress(`\n${title}`);
  }

  info(text: string): void {
    this.progress(`          ${text}`);
  }

  /** Runs one check. It fails if it throws; the text that it returns is printed beside its name. */
  async check(name: string, body: () => unknown): Promise<boolean> {
    const started = performance.now();
    try {
      const note = String((await body()) ?? '');
      this.add({ name, hasPassed: true, note, seconds: (performance.now() - started) / 1000 });
      return true;
    } catch (error) {
      const { message, stack } = error as Error;
      const note = error instanceof assert.AssertionError ? message : (stack ?? message);
      this.add({ name, hasPassed: false, note, seconds: (performance.now() - started) / 1000 });
      return false;
    }
  }

  skip(name: string, reason: string): void {
    this.progress(`  skipped ${name} (${reason})`);
  }

  private add(result: CheckResult): void {
    this.results.push(result);
    const { name, hasPassed, note, seconds } = result;
    this.progress(
      hasPassed
        ? `  ok      ${name}${note === '' ? '' : `: ${note}`} (${seconds.toFixed(1)} s)`
        : `  FAILED  ${name}\n${note}`,
    );
  }
}
