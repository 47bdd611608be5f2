/** Who may import what, over the whole repository. */
const LIB =
  'libs/(crypto|credential|openid|holder|client|webhooks|api-clients|signing-keys|persistence|service-kit|ui)';
const TEST_CODE = '\\.spec\\.ts$|/testing/';
/** The public entries of a lib: its API, and helpers for the tests of others. */
const ENTRIES = `^${LIB}/src/(((testing|node|worker)/)?index\\.ts|styles\\.css)$`;

/** The code generators of the kernel are called by the script that builds it. */
const KERNEL_GENERATORS = '^libs/crypto/kernel/generate-';
/** A worker thread's entry is a file, not an import of the lib. */
const PROOF_WORKER = '/proof-pool/proof-worker\\.js$';

/** A rule that lets the product code of `from` import only itself and what `allowed` names. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: TEST_CODE },
  to: { pathNot: [`^${from}/`, ...allowed] },
});

const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);
const libs = (...names) => names.map((name) => `^libs/${name}/src/index\\.ts$`);
const NODE =
  '^(node:)?(assert|async_hooks|buffer|child_process|cluster|crypto|dns|dns/promises|events|fs|fs/promises|http|https|net|os|path|perf_hooks|process|readline/promises|stream|timers|timers/promises|tls|url|util|worker_threads|zlib)$';
const NEST = npm(
  '@nestjs',
  'class-validator',
  'class-transformer',
  'fastify',
  '@fastify',
  'reflect-metadata',
  'rxjs',
);
/** What the code of a page imports beside libs, and its build. */
const PAGE = [
  '^libs/ui/src/styles\\.css$',
  '^scripts/pages/vite-config\\.mjs$',
  ...npm('preact', '@preact', 'qr', 'vite'),
];
const SERVICE = [
  // Services show pages of their own: links of offers and requests.
  '^libs/ui/src/node/index\\.ts$',
  ...libs(
    'credential',
    'crypto',
    'openid',
    'webhooks',
    'api-clients',
    'signing-keys',
    'persistence',
    'service-kit',
  ),
  ...NEST,
  NODE,
];

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      // bench, docker, the clients of the OpenAPI tests and the wallets have packages of their own, and dist is there only
      // after a build.
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '^(bench|docker|test/system/(openapi/typescript|wallets))/' },
      to: { couldNotResolve: true, pathNot: '(^|/)dist/' },
    },
    {
      name: 'no-import-of-an-app',
      severity: 'error',
      from: { path: '^(libs|bench|apps/([^/]+))/' },
      to: { path: '^(dist/)?apps/', pathNot: '^apps/$2/' },
    },
    {
      // Also specs, scripts, benchmarks and system tests.
      name: 'libs-only-through-their-index',
      severity: 'error',
      from: { path: `^(${LIB}|[^/]+)(/|$)` },
      to: { path: `^${LIB}/`, pathNot: ['^$1/', ENTRIES, KERNEL_GENERATORS] },
    },
    {
      name: 'built-libs-only-through-their-index',
      severity: 'error',
      from: { pathNot: '^dist/' },
      to: {
        path: `(^|/)dist/${LIB}/`,
        pathNot: [`(^|/)dist/${LIB}/src/((testing|node|worker)/)?index\\.js$`, PROOF_WORKER],
      },
    },
    {
      name: 'test-helpers-only-in-tests',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: TEST_CODE },
      to: { path: '/testing/', pathNot: '^node_modules/' },
    },
    only('crypto-is-pure-mathematics', 'libs/crypto/src', npm('@noble')),
    only('credential-knows-no-http-and-no-node', 'libs/credential', [
      ...libs('crypto'),
      ...npm('jose', '@sd-jwt', 'canonicalize', '@noble', 'p-limit'),
    ]),
    // The holder's SDK in browsers uses it too.
    only('openid-knows-no-http-and-no-node', 'libs/openid', [...libs('credential'), ...npm('jose')]),
    // Its entry for Node is a folder of its own.
    {
      ...only('holder-runs-in-browsers', 'libs/holder', [
        ...libs('openid', 'credential', 'crypto'),
        ...npm('jose', 'idb', '@noble', '@peculiar', 'canonicalize', 'punycode\\.js'),
      ]),
      from: { path: '^libs/holder/', pathNot: `${TEST_CODE}|^libs/holder/src/node/` },
    },
    only('holder-in-node', 'libs/holder/src/node', [
      '^libs/holder/src/',
      ...libs('openid', 'credential', 'crypto'),
      NODE,
    ]),
    only('client-knows-documents-only', 'libs/client', npm('openapi-fetch')),
    {
      ...only('ui-is-what-pages-share', 'libs/ui', npm('preact', '@preact', 'qr')),
      from: { path: '^libs/ui/', pathNot: `${TEST_CODE}|^libs/ui/src/node/` },
    },
    // Serves the built pages; loads nothing of them.
    only('ui-in-node', 'libs/ui/src/node', [NODE]),
    only('webhooks-knows-no-framework', 'libs/webhooks', [...libs('credential'), ...npm('ipaddr.js'), NODE]),
    {
      ...only('wallet', 'apps/wallet', [
        // The words of attributes and claims are in credential.
        ...libs('holder', 'credential', 'ui'),
        '^libs/holder/src/worker/index\\.ts$',
        ...PAGE,
      ]),
      // Its build runs in Node.
      from: { path: '^apps/wallet/', pathNot: `${TEST_CODE}|/vite\\.config\\.mjs$` },
    },
    only('public-pages', 'apps/public-pages', [
      ...libs('credential', 'openid', 'ui'),
      ...PAGE,
      ...npm('jose'),
    ]),
    only('portal', 'apps/portal', [
      ...libs('client', 'credential', 'ui', 'holder'),
      '^libs/(holder|ui)/src/node/index\\.ts$',
      ...PAGE,
      ...npm('fastify', '@fastify', 'pdfkit', 'csv-parse', 'jose'),
      NODE,
    ]),
    only('api-clients-knows-no-framework', 'libs/api-clients', [...libs('credential'), NODE]),
    only('signing-keys-knows-no-framework', 'libs/signing-keys', [
      ...libs('credential'),
      ...npm('jose'),
      NODE,
    ]),
    only('persistence-adapts-the-stores', 'libs/persistence', [
      ...libs('credential', 'api-clients', 'signing-keys', 'webhooks'),
      ...npm('@aws-sdk', '@smithy', 'dynalite', 'p-limit'),
      NODE,
    ]),
    only('service-kit-is-what-services-share', 'libs/service-kit', [
      '^libs/ui/src/node/index\\.ts$',
      ...libs('credential', 'openid', 'api-clients', 'signing-keys', 'webhooks'),
      ...NEST,
      ...npm(
        'ipaddr.js',
        'jose',
        'rate-limiter-flexible',
        'prom-client',
        '@aws-lambda-powertools',
        '@opentelemetry',
        'piscina',
      ),
      NODE,
    ]),
    only('issuer', 'apps/issuer', SERVICE),
    only('verifier', 'apps/verifier', SERVICE),
    only('prover-has-no-store', 'apps/prover', [
      ...libs('credential', 'crypto', 'service-kit'),
      ...NEST,
      NODE,
    ]),
    only('cli', 'apps/cli', [
      ...libs(
        'credential',
        'crypto',
        'holder',
        'webhooks',
        'api-clients',
        'signing-keys',
        'persistence',
        'service-kit',
      ),
      '^libs/holder/src/node/index\\.ts$',
      ...npm('commander', 'csv-parse', 'jose', '@noble', '@peculiar/x509', 'reflect-metadata'),
      NODE,
    ]),
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)coverage/|^libs/[^/]+/dist/|^libs/crypto/kernel/(assembly|build)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
