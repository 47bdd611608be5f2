// Estimates the monthly cost and the scaling limits of an environment from prices and usage in docs/cost.json and the
// sizes in terraform/environments.
//
//   node scripts/cost-estimate.mjs            prints the tables
//   node scripts/cost-estimate.mjs --write    writes them into DEPLOYMENT.md
//   node scripts/cost-estimate.mjs --check    fails if the tables in DEPLOYMENT.md are out of date
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monthlyCost, tasksFor } from './cost-model.mjs';

/** The budget alarm leaves room for some load. */
const MIN_BUDGET_MARGIN = 1.2;

const root = join(import.meta.dirname, '..');
const DOCUMENT = join(root, 'DEPLOYMENT.md');
const BEGIN = '<!-- node scripts/cost-estimate.mjs --write: begin -->';
const END = '<!-- node scripts/cost-estimate.mjs --write: end -->';

const costs = JSON.parse(readFileSync(join(root, 'docs/cost.json'), 'utf8'));
const { fixed } = costs;

/** Defaults of terraform/variables.tf. */
const DEFAULTS = {
  az_count: 2,
  point_in_time_recovery_days: 35,
  log_retention_days: 365,
  monthly_budget_usd: Infinity,
};

/** Tasks, zones and retention periods of an environment, from terraform/environments/NAME.tfvars. */
function readEnvironment(name) {
  const text = readFileSync(join(root, `terraform/environments/${name}.tfvars`), 'utf8');
  const number = (variable) =>
    Number(new RegExp(`^${variable}\\s*=\\s*(\\d+)`, 'm').exec(text)?.[1] ?? DEFAULTS[variable]);
  const [containers] = /^containers = \{\n.*?^\}/ms.exec(text) ?? [];
  if (containers === undefined) throw new Error(`${name}.tfvars: container sizes not found`);
  const task = (service) => {
    const line = new RegExp(`^ {2}${service}\\s*= \\{(.*)\\}$`, 'm').exec(containers)?.[1];
    const value = (member) => Number(new RegExp(`\\b${member} = (\\d+)`).exec(line)?.[1]);
    const size = { count: value('min_count'), vcpu: value('cpu') / 1024, gb: value('memory') / 1024 };
    if (Object.values(size).some(Number.isNaN))
      throw new Error(`${name}.tfvars: size of the ${service} not found`);
    return { ...size, spot: (value('spot_percent') || 0) / 100 };
  };
  const isSet = (variable) => new RegExp(`^${variable}\\s*= true$`, 'm').test(text);
  const zones = number('az_count');
  return {
    tasks: { issuer: task('issuer'), verifier: task('verifier') },
    zones,
    endpoints: fixed.interfaceEndpoints * (isSet('single_zone_endpoints') ? 1 : zones),
    natGateways: isSet('enable_nat_gateway') ? 1 : 0,
    budget: number('monthly_budget_usd'),
    containerInsights: !/^enable_container_insights\s*= false$/m.test(text),
    recovery: number('point_in_time_recovery_days') > 0,
    logMonths: number('log_retention_days') / 30,
    kmsKeys: /^create_kms_keys\s*= false$/m.test(text) ? 1 : 3,
  };
}

const environments = { dev: readEnvironment('dev'), stage: readEnvironment('stage') };
const inputs = { ...costs, environments };
const dollars = (amount) => Math.round(amount).toLocaleString('en-US');
const totalOf = (column) => Object.values(column).reduce((sum, amount) => sum + amount, 0);
const rateName = (rate) => (rate === 0 ? 'idle' : `${rate.toLocaleString('en-US')}/s`);

/** The cost by item, one column for each rate. */
function costTable(environment, mode, rates = inputs.rates) {
  const columns = rates.map((rate) => monthlyCost(inputs, environment, mode, rate));
  const row = (name, cells) => `| ${[name, ...cells].join(' | ')} |`;
  const parts = Object.keys(columns[0]);
  const total = columns.map(totalOf);
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

/** The idle cost of `dev` with each way to reach AWS services. */
function alternativesTable() {
  const { dev } = environments;
  const each = dev.endpoints / (dev.endpoints > fixed.interfaceEndpoints ? dev.zones : 1);
  const variants = [
    ['interface endpoints in each of two zones', 'fargate', { endpoints: each * dev.zones, natGateways: 0 }],
    ['one NAT gateway, which also reaches issuers over IPv4', 'fargate', { endpoints: 0, natGateways: 1 }],
    [
      'interface endpoints in one zone (`single_zone_endpoints`)',
      'fargate',
      { endpoints: each, natGateways: 0 },
    ],
    ['`compute_mode = "lambda"`, outside a VPC', 'lambda', {}],
  ];
  return [
    '| `dev`, idle | USD per month |',
    '| --- | --: |',
    ...variants.map(([name, mode, variant]) => {
      const variantInputs = { ...inputs, environments: { dev: { ...dev, ...variant } } };
      return `| ${name} | ${dollars(totalOf(monthlyCost(variantInputs, 'dev', mode, 0)))} |`;
    }),
  ].join('\n');
}

/** Environments whose budget alarm, at 80 % of the budget, would fire without any load. */
function budgetsBelowIdle() {
  return Object.entries(environments)
    .map(([name, { budget }]) => ({ name, budget, idle: totalOf(monthlyCost(inputs, name, 'fargate', 0)) }))
    .filter(({ budget, idle }) => budget * 0.8 < idle * MIN_BUDGET_MARGIN)
    .map(
      ({ name, idle }) =>
        `${name}.tfvars: monthly_budget_usd must exceed ${dollars((idle * MIN_BUDGET_MARGIN) / 0.8)}.`,
    );
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
    `Prices of ${prices.date} from ${prices.source}: ${prices.region}; multiplied by ${prices.regionFactor} for ${prices.regionFactorFor}.`,
    'Prices are inputs, not quotes. Check them before you rely on the totals.',
    '',
    '**dev** as in `environments/dev.tfvars`, on Fargate Spot:',
    '',
    costTable('dev', 'fargate', [0, 1]),
    '',
    'Alternatives for `dev`:',
    '',
    alternativesTable(),
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

const tooSmall = budgetsBelowIdle();
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
    console.error(
      'The costs in DEPLOYMENT.md do not match docs/cost.json. Run: node scripts/cost-estimate.mjs --write',
    );
    process.exitCode = 1;
  } else if (tooSmall.length > 0) {
    console.error(tooSmall.join('\n'));
    process.exitCode = 1;
  } else console.log('The costs in DEPLOYMENT.md match docs/cost.json.');
}
