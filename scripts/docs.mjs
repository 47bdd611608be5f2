// `npm run docs`: writes the API reference of the libraries (typedoc) to docs/api, and docs/configuration.md from the
// built configuration classes, which have descriptions, defaults and formats. With `-- --check` it does not write
// docs/configuration.md, but fails if the page is out of date.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateSync } from 'class-validator';
import { setUp } from './setup.mjs';

setUp({ build: true });

// Defaults must not depend on the environment of this run.
delete process.env.NODE_ENV;
delete process.env.AWS_LAMBDA_FUNCTION_NAME;

const { IssuerConfig } = await import('../dist/apps/issuer/src/issuer.config.js');
const { ProverConfig } = await import('../dist/apps/prover/src/prover.config.js');
const { VerifierConfig } = await import('../dist/apps/verifier/src/verifier.config.js');
const { envVariables, KeyRotationConfig, loadConfig, ServiceConfig, StatefulServiceConfig } = await import(
  '../dist/libs/service-kit/src/index.js'
);

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/configuration.md');

/** Title, configuration class, and the class whose variables the section does not repeat. */
const SECTIONS = [
  ['All services', ServiceConfig, Object],
  ['Issuer and verifier', StatefulServiceConfig, ServiceConfig],
  ['Issuer', IssuerConfig, StatefulServiceConfig],
  ['Verifier', VerifierConfig, StatefulServiceConfig],
  ['Key rotation functions', KeyRotationConfig, StatefulServiceConfig],
  ['Test prover', ProverConfig, ServiceConfig],
];

/** Variables of programs that have no configuration class: title, introduction, rows of name, description, default. */
const OTHERS = [
  [
    '`npm start`',
    'Variables of the services are passed on to them, except `PORT`, `PUBLIC_URL`, `STORE_ENDPOINT`, `TLS_…` and `…_CERTIFICATE_CHAIN`. These have another meaning or default:',
    [
      ['ISSUER_PORT', 'Port of the issuer. `0` selects a free port.', '`3001`'],
      ['VERIFIER_PORT', 'Port of the verifier. `0` selects a free port.', '`3002`'],
      ['PROVER_PORT', 'Port of the test prover. `0` selects a free port.', '`3003`'],
      [
        'FULL_ISSUER_PORT',
        'Port of the full issuer, which attests all attributes. `0` selects a free port.',
        '`3004`, or a free port if `ISSUER_PORT` is `0`',
      ],
      [
        'ISSUER_HTTPS_PORT',
        'Port of the issuer over TLS, which is in its `PUBLIC_URL`. `0` selects a free port.',
        '`3441`, or a free port if `ISSUER_PORT` is `0`',
      ],
      ['VERIFIER_HTTPS_PORT', 'The same of the verifier.', '`3442`, or a free port if `ISSUER_PORT` is `0`'],
      [
        'FULL_ISSUER_HTTPS_PORT',
        'The same of the full issuer.',
        '`3444`, or a free port if `ISSUER_PORT` is `0`',
      ],
      [
        'HTTPS_HOST',
        'Host name in the `PUBLIC_URL` of issuers and verifier, for wallets on other devices. This machine must resolve it too, and `HOST` must be an address that they reach.',
        '`localhost`',
      ],
      [
        'PORTAL_PORT',
        'Port of the pages, on the loopback interface only: `http://localhost`, `http://wallet.localhost`. `0` selects a free port.',
        '`3000`, or a free port if `ISSUER_PORT` is `0`',
      ],
      ['EMBEDDED_STORE_PORT', 'Port of the embedded store, on the loopback interface only.', 'a free port'],
      [
        'HOST',
        'Address on which issuers and verifier listen, such as `0.0.0.0`. Names are ignored, because some shells set them. The test prover always listens on `localhost`.',
        '`localhost`',
      ],
      [
        'METRICS_PORT',
        'Metrics port of the issuer. Verifier, test prover and full issuer use the three ports after it.',
        'none',
      ],
      ['DATA_DIR', 'Folder of the store, the keys, the certificates, `ca.pem` and `demo.env`.', '`.data`'],
      [
        'STATUS_LIST_TTL_SECONDS',
        'As for the issuer, but short, so that a revocation is visible at once.',
        '`1`',
      ],
      [
        'TRUSTED_ISSUERS',
        'As for the verifier.',
        'the issuer of `npm start`, for all attributes in `ISSUER_ATTRIBUTES`, and the full issuer, for all attributes',
      ],
    ],
  ],
  [
    'Docker Compose',
    'Read from the shell. `.env` in the repository sets `COMPOSE_PROJECT_NAME` and `COMPOSE_PROFILES`.',
    [
      ['ISSUER_PORT', 'Published port of the issuer, on the loopback interface only.', '`3001`'],
      ['VERIFIER_PORT', 'Published port of the load balancer of the verifiers.', '`3002`'],
      ['PROVER_PORT', 'Published port of the test prover.', '`3003`'],
      ['ISSUER_HTTPS_PORT', 'Published port of the issuer over TLS.', '`3441`'],
      ['VERIFIER_HTTPS_PORT', 'Published port of the load balancer over TLS.', '`3442`'],
      [
        'CERTIFICATES_DIR, ISSUER_DATA_DIR, VERIFIER_DATA_DIR',
        'Of the job `tables`, set in docker-compose.yml: where it stores the certificates, and where the services have their keys.',
        '**required**',
      ],
      ['DATA_DIR', 'Where `npm run compose:env` stores `compose-ca.pem`.', '`.data`'],
      ['MOTO_PORT', 'Published port of the Secrets Manager emulator (profile `aws`).', '`5000`'],
      ['PROMETHEUS_PORT', 'Published port of Prometheus (profile `observability`).', '`9090`'],
      ['GRAFANA_PORT', 'Published port of Grafana (profile `observability`).', '`3000`'],
      ['COMPOSE_PROFILES', 'Profiles to start: `test`, `aws`, `observability`.', '`test`'],
      ['KEY_PROVIDER', 'As for the services.', '`file`'],
      ['VERSION', 'Tag of the images.', '`dev`'],
      ['REVISION', 'Commit that the images are labelled with.', '`unknown`'],
    ],
  ],
  [
    '`scripts/deploy.sh`, `scripts/rollback.sh`, `scripts/restore.sh`, `scripts/smoke.sh`',
    'See [DEPLOYMENT.md](../DEPLOYMENT.md).',
    [
      ['AWS_REGION', 'AWS region of the environment.', '**required**, or `AWS_DEFAULT_REGION`'],
      ['COMPUTE_MODE', '`fargate` or `lambda`, as in the Terraform variables.', '`fargate`'],
      ['PROJECT', 'Project name in all resource names.', '`zk-income`'],
      [
        'ISSUER_DIGEST, VERIFIER_DIGEST',
        'Image digests that the tag must have. Not checked if absent.',
        'none',
      ],
      ['DEPLOY_TIMEOUT_SECONDS', 'How long to wait for each service.', '`900`'],
      ['RESTORE_TIMEOUT_SECONDS', 'How long `scripts/restore.sh` waits for each table.', '`14400`'],
      ['DEPLOY_POLL_SECONDS', 'Interval at which AWS is polled.', '`5`'],
      ['SMOKE_PATIENCE_SECONDS', 'How long the smoke test waits until a service is ready.', '`60`'],
      [
        'ISSUER_API_KEY, VERIFIER_API_KEY',
        'API keys. With both, the smoke test continues with `npm run e2e`.',
        'none',
      ],
    ],
  ],
  [
    '`npm run wallet`',
    'Read by the wallet for terminals, `zk-income wallet`.',
    [
      [
        'XDG_DATA_HOME',
        'The wallet is `zk-income/wallet.json` in this folder, unless `--wallet` names a file.',
        '`~/.local/share`',
      ],
      ['CA_FILE', 'Certificates of further authorities to trust, in PEM; `--ca` comes first.', 'none'],
    ],
  ],
  [
    'Libraries and platforms',
    'Read by Node, the AWS SDK, OpenTelemetry and Lambda.',
    [
      ['NODE_ENV', 'With `production`, the default of `LOG_FORMAT` is `json`.', 'none'],
      [
        'AWS_ACCESS_KEY_ID, AWS_PROFILE, AWS_ENDPOINT_URL, …',
        'Credentials, profile and endpoints of the AWS SDK.',
        'none',
      ],
      [
        'OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
        'OTLP endpoint. Traces are exported if one of them is set.',
        'none',
      ],
      ['OTEL_TRACES_EXPORTER', 'With `none`, no traces are exported.', '`otlp`'],
      ['OTEL_SDK_DISABLED', 'With `true`, no traces are exported.', '`false`'],
      [
        'AWS_LAMBDA_FUNCTION_NAME',
        'Set by Lambda. If it is set, the default of `PROOF_THREADS` is `0`.',
        'none',
      ],
    ],
  ],
];

/** A value that every format check rejects: no character is allowed anywhere, and it is too long. */
const INVALID = '\u0001'.repeat(4096);

/** The expected format of each invalid variable, by name. */
function expectations(type, environment) {
  try {
    loadConfig(type, environment);
    return {};
  } catch (error) {
    return Object.fromEntries(
      error.problems.map((problem) => problem.match(/^(\w+): expected (.*)$/s).slice(1)),
    );
  }
}

/** The expected format of a variable that accepts every text (a name, a path, a list), from its decorators. */
function typeOf(type, name) {
  const config = Object.assign(new type(), { [name]: {} });
  const error = validateSync(config, { forbidUnknownValues: false }).find(
    ({ property }) => property === name,
  );
  return Object.values(error?.constraints ?? {})
    .reverse()
    .join(', ');
}

const cell = (text) => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
const code = (name) => name.replace(/[A-Z_]+/g, '`$&`');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

function defaultOf(value, { defaultText }, isRequired) {
  if (isRequired) return '**required**';
  if (defaultText !== undefined) return defaultText;
  const text = typeof value === 'object' ? Object.values(value).join(',') : String(value ?? '');
  return text === '' ? 'none' : `\`${cell(text)}\``;
}

function section([title, type, base]) {
  const [values, baseValues] = [new type(), new base()];
  const inherited = base === Object ? new Map() : envVariables(base);
  const missing = expectations(type, {});
  const rows = [...envVariables(type)]
    .filter(
      ([name]) => !inherited.has(name) || JSON.stringify(values[name]) !== JSON.stringify(baseValues[name]),
    )
    .map(([name, variable]) => [
      `\`${name}\``,
      cell(variable.description),
      cell(expectations(type, { [name]: INVALID })[name] ?? typeOf(type, name)),
      defaultOf(values[name], variable, name in missing),
    ]);
  return `## ${title}\n\n${table(['variable', 'description', 'format', 'default'], rows)}\n`;
}

const otherSection = ([title, introduction, rows]) =>
  `## ${title}\n\n${introduction}\n\n${table(
    ['variable', 'description', 'default'],
    rows.map(([name, description, byDefault]) => [code(name), description, byDefault]),
  )}\n`;

const text = `# Configuration

Generated by \`npm run docs\` from the configuration classes. Do not edit.

Environment variables are the only configuration of the services, and each service reads them once, at start. A variable
that is absent or empty has its default. A service with an invalid variable does not start, and reports all invalid
variables with the expected format.

${SECTIONS.map(section).join('\n')}
${OTHERS.map(otherSection).join('\n')}`;

if (!process.argv.includes('--check')) {
  writeFileSync(page, text);
} else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/configuration.md is out of date. Run: npm run docs');
  process.exitCode = 1;
} else {
  console.log('docs/configuration.md is up to date');
}

const typedoc = [join(root, 'node_modules/typedoc/bin/typedoc'), '--logLevel', 'Error'];
execFileSync(process.execPath, typedoc, { cwd: root, stdio: 'inherit' });
console.log('The API reference is in docs/api');
