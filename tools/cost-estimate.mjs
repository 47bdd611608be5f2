// `npm run cost`: monthly costs and scaling limits of an environment, from prices and usage in docs/cost.json and sizes
// in terraform/environments. `-- --write` writes the tables into DEPLOYMENT.md; `-- --check` compares them with it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from './cost-estimate/environments.mjs';
import { monthlyCost, tasksFor } from './cost-estimate/model.mjs';

const root = join(import.meta.dirname, '..');
const DOCUMENT = join(root, 'DEPLOYMENT.md');
const BEGIN = '<!-- npm run cost -- --write: begin -->';
const END = '<!-- npm run cost -- --write: end -->';

const environments = { dev: readEnvironment('dev'), stage: readEnvironment('stage') };
const inputs = { ...JSON.parse(readFileSync(join(root, 'docs/cost.json'), 'utf8')), environments };
const dollars = (amount) => Math.round(amount).toLocaleString('en-US');
const rateName = (rate) => (rate === 0 ? 'idle' : `${rate.toLocaleString('en-US')}/s`);

/** A table of the parts of the cost, a column for each rate. */
function costTable(environment, mode, rates = inputs.rates) {
  const columns = rates.map((rate) => monthlyCost(inputs, environment, mode, rate));
  const row = (name, cells) => `| ${[name, ...cells].join(' | ')} |`;
  const parts = Object.keys(columns[0]);
  const total = columns.map((column) => Object.values(column).reduce((sum, amount) => sum + amount, 0));
  return [
    row('USD per month', rates.map(rateName)),
    row(
      '---',
      rates.map(() => '--:'),
    ),
    ...parts.map((part) =>
      row(
        part,
        columns.map((column) => dollars(column[part])),
      ),
    ),
    row(
      '**total**',
      total.map((amount) => `**${dollars(amount)}**`),
    ),
    row(
      'per 1,000 verifications',
      total.map((amount, i) => {
        const verifications = rates[i] * inputs.usage.hoursPerMonth * 3600;
        return verifications === 0 ? '' : (amount / (verifications / 1000)).toFixed(3);
      }),
    ),
  ].join('\n');
}

function sizeTable() {
  const { verification, cpuTarget } = inputs.usage;
  const { vcpu } = environments.stage.tasks.verifier;
  const perTask = (vcpu * cpuTarget * 1000) / verification.cpuMilliseconds;
  const rows = inputs.rates
    .filter((rate) => rate > 0)
    .map((rate) => {
      const { verifier, issuer } = tasksFor(inputs, 'stage', rate);
      const { writes, reads, calls } = verification;
      const cells = [rate, verifier, issuer, rate * calls, rate * writes, rate * reads];
      return `| ${cells.map((cell) => cell.toLocaleString('en-US')).join(' | ')} |`;
    });
  return [
    `A verifier task with ${vcpu} vCPU at ${cpuTarget * 100} % handles ${Math.floor(perTask)} verifications per second.`,
    '',
    '| verifications/s | verifier tasks | issuer tasks | calls/s | DynamoDB writes/s | reads/s |',
    '|--:|--:|--:|--:|--:|--:|',
    ...rows,
  ].join('\n');
}

function tables() {
  const { prices } = inputs;
  return [
    `Prices of ${prices.date}: ${prices.region}; multiplied by ${prices.regionFactor} for ${prices.regionFactorFor}.`,
    'Prices are inputs that you must check, and not quotes.',
    '',
    '**dev** as in `environments/dev.tfvars`, on Fargate Spot:',
    '',
    costTable('dev', 'fargate', [0, 1]),
    '',
    '**stage** as in `environments/stage.tfvars`, and a production environment like it, on Fargate:',
    '',
    costTable('stage', 'fargate'),
    '',
    'The same on Lambda, without provisioned concurrency:',
    '',
    costTable('stage', 'lambda'),
    '',
    sizeTable(),
  ].join('\n');
}

const [option] = process.argv.slice(2);
if (option === undefined) {
  console.log(tables());
} else {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`DEPLOYMENT.md has no section between ${BEGIN} and ${END}`);
  const wanted = `${before}${BEGIN}\n\n${tables()}\n\n${END}${after}`;
  if (option === '--write') writeFileSync(DOCUMENT, wanted);
  else if (text !== wanted) {
    console.error('The costs in DEPLOYMENT.md do not match docs/cost.json. Run: npm run cost -- --write');
    process.exitCode = 1;
  } else console.log('The costs in DEPLOYMENT.md match docs/cost.json.');
}
