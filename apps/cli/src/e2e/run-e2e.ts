import type { Progress, Result } from '../result.js';
import { CheckReport } from './check-report.js';
import { checkEndpoints } from './endpoint-checks.js';
import { checkFlow } from './flow-checks.js';
import { latencyTable, summarizeLatencies } from './latency.js';
import { Participants } from './participants.js';
import { checkRejections } from './rejection-checks.js';
import { checkRevocation } from './revocation-check.js';

export interface E2eOptions {
  readonly issuer: string;
  readonly verifier: string;
  readonly issuerKey: string;
  readonly verifierKey: string;
  readonly runs: number;
  readonly quick?: boolean;
}

/** Runs the whole flow against deployed services. Needs neither the test prover nor the store. */
export async function runE2e(options: E2eOptions, progress: Progress): Promise<Result> {
  const { issuer, verifier, issuerKey, verifierKey, runs, quick = false } = options;
  const report = new CheckReport(progress);
  const participants = new Participants(issuer, verifier, { issuer: issuerKey, verifier: verifierKey });

  report.section(`Endpoints: ${issuer} and ${verifier}`);
  await checkEndpoints(report, participants);
  report.section('Flow');
  const completed = await checkFlow(report, participants, runs);
  if (completed !== undefined) {
    report.section('Rejections');
    await checkRejections(report, participants, completed);
    if (quick) report.skip('revocation', '--quick');
    else await checkRevocation(report, participants, completed);
  }
  const { passed, failed, results } = report;
  return {
    lines: [
      `\nLatency, measured by this client\n${latencyTable(participants.latencies)}`,
      `\n${passed} passed, ${failed} failed`,
    ],
    json: {
      passed,
      failed,
      checks: results.map(({ name, hasPassed, note, seconds }) => ({
        name,
        passed: hasPassed,
        note,
        seconds,
      })),
      latency: summarizeLatencies(participants.latencies),
    },
    hasFailed: failed > 0,
  };
}
