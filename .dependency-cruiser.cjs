/** Who may import what: the rooms of the house. */
const LIBS = 'libs/(crypto|credential|holder|persistence|service-kit)';

/** A rule that lets `from` reach only itself and what `allowed` names. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.spec\\.ts$|/testing/|/test/' },
  to: { pathNot: [`^${from}/`, ...allowed] },
});

const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);
const inner = (...names) => names.map((name) => `^libs/${name}/src/index\\.ts$`);
const NODE =
  '^(node:)?(assert|async_hooks|buffer|cluster|crypto|dns|events|fs|fs/promises|http|https|net|os|path|perf_hooks|process|stream|timers|timers/promises|url|util|worker_threads|zlib)$';
const NEST = npm(
  '@nestjs',
  'class-validator',
  'class-transformer',
  'fastify',
  '@fastify',
  'reflect-metadata',
  'rxjs',
);

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'nobody-imports-an-app',
      severity: 'error',
      from: { path: '^(libs|apps/([^/]+))/' },
      to: { path: '^apps/', pathNot: '^apps/$2/' },
    },
    {
      name: 'across-libs-through-the-index',
      severity: 'error',
      from: { path: `^${LIBS}/` },
      to: { path: `^${LIBS}/`, pathNot: ['^libs/$1/', `^${LIBS}/src/index\\.ts$`] },
    },
    {
      name: 'apps-use-libs-through-the-index',
      severity: 'error',
      from: { path: '^apps/', pathNot: '\\.spec\\.ts$|/test/' },
      to: { path: `^${LIBS}/`, pathNot: `^${LIBS}/src/index\\.ts$` },
    },
    only('crypto-is-pure-mathematics', 'libs/crypto/src', npm('@noble')),
    only('credential-knows-no-http-and-no-node', 'libs/credential', [
      ...inner('crypto'),
      ...npm('jose', '@sd-jwt', 'canonicalize', '@noble/hashes'),
    ]),
    only('persistence-names-dynamodb-alone', 'libs/persistence', [
      ...inner('credential'),
      ...npm('@aws-sdk', '@smithy', 'dynalite'),
      NODE,
    ]),
    only('service-kit-is-what-services-share', 'libs/service-kit', [
      ...inner('credential'),
      ...NEST,
      ...npm('jose', 'rate-limiter-flexible', 'prom-client', '@aws-lambda-powertools', '@opentelemetry'),
      NODE,
    ]),
    only('issuer', 'apps/issuer', [
      ...inner('credential', 'crypto', 'persistence', 'service-kit'),
      ...NEST,
      NODE,
    ]),
    only('verifier', 'apps/verifier', [
      ...inner('credential', 'crypto', 'persistence', 'service-kit'),
      ...NEST,
      NODE,
    ]),
    only('prover-has-no-store', 'apps/prover', [
      ...inner('credential', 'crypto', 'service-kit'),
      ...NEST,
      NODE,
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
