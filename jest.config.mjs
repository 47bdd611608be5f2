process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const LIBS = [
  'crypto',
  'credential',
  'openid',
  'holder',
  'client',
  'webhooks',
  'ui',
  'api-clients',
  'signing-keys',
  'persistence',
  'service-kit',
];

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  // Without `<rootDir>`, which is a path and could contain characters that a pattern gives a meaning: [0] or ?.
  testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
  // Sweeps repeat a test over many sizes, seeds or crashes, or start many processes. `npm run test:full` sets TEST_SWEEPS.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TEST_SWEEPS ? [] : ['\\.sweep\\.spec\\.ts$'])],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    ...Object.fromEntries(
      LIBS.flatMap((lib) => [
        [`^@zk-income/${lib}$`, `<rootDir>/libs/${lib}/src/index.ts`],
        [`^@zk-income/${lib}/(testing|node|worker)$`, `<rootDir>/libs/${lib}/src/$1/index.ts`],
      ]),
    ),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

const typescript = () => ({
  '^.+\\.tsx?$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/tsconfig.json' }],
});

// On Node below 24.9 jest can't load these dependencies of Fastify, ES modules that CommonJS requires, as they are.
const esModules = {
  transformIgnorePatterns: ['/node_modules/(?!(content-disposition|cookie)/)'],
  transform: {
    ...typescript(),
    '/node_modules/(content-disposition|cookie)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
};

const library = (name) => ({
  ...base,
  displayName: name,
  roots: [`<rootDir>/libs/${name}`],
  transform: typescript(),
});

export default {
  // Ends a test that waits for what never comes. It expects nothing of the machine, which may be slow and busy.
  testTimeout: 300_000,
  // Left to itself jest leaves one core free, which on two cores is half of them.
  maxWorkers: '100%',
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'libs/{crypto,credential,openid}/src/**/*.ts',
    '!**/*.spec.ts',
    '!**/testing/**',
    '!**/*.generated.ts',
  ],
  coverageThreshold: {
    './libs/crypto/': { lines: 90, branches: 90 },
    './libs/credential/': { lines: 90, branches: 90 },
    './libs/openid/': { lines: 90, branches: 90 },
  },
  projects: [
    library('crypto'),
    library('credential'),
    library('openid'),
    library('holder'),
    library('client'),
    library('webhooks'),
    library('ui'),
    library('api-clients'),
    library('signing-keys'),
    library('persistence'),
    {
      ...base,
      ...esModules,
      displayName: 'services',
      roots: ['<rootDir>/libs/service-kit', '<rootDir>/apps', '<rootDir>/test'],
    },
  ],
};
