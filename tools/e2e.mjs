// `npm run e2e -- --issuer URL --verifier URL`: the whole flow against services that run somewhere, from outside, with
// the latency of each step. Needs two API keys, and neither the test prover nor the store.
import { parseArgs } from 'node:util';
import { Report } from './test-containers/report.mjs';

const USAGE = `usage: npm run e2e -- --issuer URL --verifier URL [--issuer-key KEY] [--verifier-key KEY] [--runs 5] [--quick]

  --issuer-key      of a client that may issue and revoke; or ISSUER_API_KEY
  --verifier-key    of a client that may make requests; or VERIFIER_API_KEY
  --runs            how often to walk through the flow, for the latency
  --quick           does not wait until a revocation is seen, which takes up to 1.1 times the status list's ttl

Issuer and verifier may be named by ISSUER_URL and VERIFIER_URL as well.`;

function usage(problem) {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}

function readOptions() {
  const text = { type: 'string' };
  const options = { issuer: text, verifier: text, 'issuer-key': text, 'verifier-key': text, runs: text };
  try {
    return parseArgs({ options: { ...options, quick: { type: 'boolean' }, help: { type: 'boolean' } } })
      .values;
  } catch (error) {
    return usage(error.message);
  }
}

function url(value, option) {
  if (!value) usage(`${option} is missing: the URL of the service.`);
  if (!URL.canParse(value) || !/^https?:/.test(value))
    usage(`${option}: an http or https URL, not "${value}".`);
  return value.replace(/\/+$/, '');
}

function key(value, option, variable) {
  if (!value) usage(`${option} or ${variable} is missing: an API key.`);
  return value;
}

const options = readOptions();
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}
const { env } = process;
const issuer = url(options.issuer ?? env.ISSUER_URL, '--issuer');
const verifier = url(options.verifier ?? env.VERIFIER_URL, '--verifier');
const keys = {
  issuer: key(options['issuer-key'] ?? env.ISSUER_API_KEY, '--issuer-key', 'ISSUER_API_KEY'),
  verifier: key(options['verifier-key'] ?? env.VERIFIER_API_KEY, '--verifier-key', 'VERIFIER_API_KEY'),
};
const runs = Number(options.runs ?? 5);
if (!Number.isInteger(runs) || runs < 1 || runs > 1000) usage('--runs: a whole number from 1 to 1000.');

// What is built is needed from here on.
const { Parties } = await import('./e2e/parties.mjs');
const { checkEndpoints } = await import('./e2e/endpoints.mjs');
const { checkFlow, checkRefusals, checkRevocation } = await import('./e2e/flow.mjs');
const { latencyTable } = await import('./e2e/latency.mjs');

const report = new Report();
const parties = new Parties(issuer, verifier, keys);

console.log(`\nEndpoints: ${issuer} and ${verifier}`);
await checkEndpoints(report, parties);
console.log('\nThe flow');
const walked = await checkFlow(report, parties, runs).catch((error) => {
  report.failed++;
  console.log(`  FAILED  ${error.message}`);
});
if (walked) {
  console.log('\nWhat must not work');
  await checkRefusals(report, parties, walked);
  if (options.quick) console.log('  not checked: revocation (--quick)');
  else await checkRevocation(report, parties, walked, (text) => console.log(`          ${text}`));
}
console.log(`\nLatency, seen from here\n${latencyTable(parties.times)}`);
console.log(`\n${report.passed} passed, ${report.failed} failed`);
process.exitCode = report.failed === 0 ? 0 : 1;
