// Code in the documents: examples of the libraries are type-checked, and run where they need nothing else; policies are
// parsed; commands of the CLI are executed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { parsePolicy } from '../../../dist/libs/credential/src/index.js';
import { root, runOrThrow } from '../harness/processes.mjs';
import { temporaryFolder } from '../harness/teardown.mjs';

const read = (file) => readFileSync(join(root, file), 'utf8');
const blocks = (file, kind) =>
  [...read(file).matchAll(new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text]) => text);

const parameters = (lib, name, index = 0) =>
  `ConstructorParameters<typeof import('@zk-income/${lib}').${name}>[${index}]`;

/** What the examples of each document take as given. */
const GIVEN = {
  'libs/api-clients': `
    declare const registry: ${parameters('api-clients', 'ClientAdministration')};
    declare const clock: ${parameters('api-clients', 'ClientAdministration', 1)};
    declare const budgets: ${parameters('api-clients', 'RateLimiter')};
    declare const plans: ${parameters('api-clients', 'ClientPlans')};
    declare const client: Parameters<InstanceType<typeof import('@zk-income/api-clients').RateLimiter>['take']>[0];`,
  'libs/client': `
    declare const verifierUrl: string, verifierKey: string, issuerUrl: string, issuerKey: string, batch: string;`,
  'libs/credential': `
    type Engine = import('@zk-income/credential').CoreEngine;
    type Options = NonNullable<${parameters('credential', 'CoreEngine')}>;
    type Issuer = NonNullable<Options['issuer']>;
    type Verifier = NonNullable<Options['verifier']>;
    declare const iss: string, audience: string;
    declare const keys: Issuer['keys'] & Verifier['keys'];
    declare const statusLists: Issuer['statusLists'], credentialStore: Issuer['credentials'];
    declare const requests: Verifier['requests'], trust: Verifier['trust'], documents: Verifier['documents'];
    declare const publicJwk: never, privateJwk: never;
    declare const policy: object;
    declare const held: Parameters<Engine['generateProof']>[1];`,
  'libs/holder': `
    declare const trust: import('@zk-income/holder').WalletTrust;
    declare const anchors: readonly string[], offerLink: string, requestLink: string, code: string;`,
  'libs/openid': `
    type Engine = import('@zk-income/credential').CoreEngine;
    type Issuing = Parameters<Engine['issueCredential']>;
    declare const engine: Engine, client: Issuing[0], input: Issuing[1];
    declare const issuer: string, preAuthorizedCode: string, accessToken: string, nonce: string, now: number;
    declare const tokenRequestBody: string, credentialRequestBody: string, entered: string;
    declare const link: string, issuerMetadata: unknown, tokenResponseBody: unknown, credentialResponseBody: unknown;
    declare const checkNonce: (nonce: string) => Promise<boolean>;
    declare const publicJwk: import('@zk-income/credential').PublicJwk;
    declare const sign: (data: string) => Promise<string>;`,
  'libs/persistence': `
    import { createStoreClient, DynamoRequestStore, ensureTables, pingStore } from '@zk-income/persistence';
    declare const endpoint: string, region: string, tablePrefix: string;`,
  'libs/service-kit': `
    import { createHttpHandler, runService, type ServiceDefinition } from '@zk-income/service-kit';
    import { IssuerConfig } from '../../apps/issuer/src/issuer.config.js';
    declare const IssuerModule: ServiceDefinition<IssuerConfig>['module'];
    declare const title: string, description: string, tags: ServiceDefinition<IssuerConfig>['api']['tags'];`,
  'libs/webhooks': `
    type Dispatching = ${parameters('webhooks', 'WebhookDispatcher')};
    declare const store: Dispatching['endpointStore'], deliveries: Dispatching['deliveries'];
    declare const subjects: Dispatching['subjects'], clock: Dispatching['clock'];
    declare const events: ${parameters('webhooks', 'WebhookEndpoints')}['events'];
    declare const key: string, subjectId: string, subjectAt: number, at: number;`,
};

const documents = ['README.md', ...readdirSync(join(root, 'libs')).map((lib) => `libs/${lib}/README.md`)];

test('the examples of the libraries match their types', (t) => {
  const configuration = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const options = {
    ...configuration.options,
    noEmit: true,
    noUnusedLocals: false,
    noUncheckedIndexedAccess: false,
  };
  const examples = new Map();
  for (const document of documents) {
    const folder = document.replace(/\/?README\.md$/, '');
    for (const [i, text] of [...blocks(document, 'ts'), ...blocks(document, 'js')].entries()) {
      const name = join(root, folder, `README.example-${i}.ts`);
      examples.set(name, `${GIVEN[folder] ?? ''}\n${text}\nexport {};\n`);
    }
  }
  assert.ok(examples.size >= documents.length - 1);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => examples.has(name) || fileExists(name);
  host.readFile = (name) => examples.get(name) ?? readFile(name);
  host.getSourceFile = (name, version, ...rest) =>
    examples.has(name)
      ? ts.createSourceFile(name, examples.get(name), version, true)
      : getSourceFile(name, version, ...rest);
  const program = ts.createProgram([...examples.keys()], options, host);
  const faults = [...examples.keys()].flatMap((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)),
  );
  assert.equal(ts.formatDiagnostics(faults, { ...host, getCanonicalFileName: (name) => name }), '');
  t.diagnostic(`${examples.size} examples`);
});

/** Runs code in a folder where the packages of the repository can be imported by name. */
async function runModule(text) {
  const folder = temporaryFolder('example');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'example.mjs'), text);
  await runOrThrow(process.execPath, ['example.mjs'], { cwd: folder });
}

test('the last example of README.md runs', async () => {
  const [example] = blocks('README.md', 'js');
  await runModule(example);
});

test('the example of libs/crypto runs, and its comments are true', async () => {
  const [example] = blocks('libs/crypto/README.md', 'ts');
  await runModule(`${example}
    import assert from 'node:assert/strict';
    assert.equal(proof.length, 672);
    assert.deepEqual(commitments[0], commit(5_400_000n, blinding));
    assert.equal(verifyOpening(commit(5_400_000n, blinding), 5_400_000n, blinding), true);
    assert.throws(() => verifyRange({ transcript: new Transcript('other'), commitments, bits: 64, proof }));`);
});

test('the policies in docs/protocol.md are valid', () => {
  const policies = blocks('docs/protocol.md', 'json')
    .map((text) => JSON.parse(text))
    .filter(({ type }) => type?.startsWith('urn:zk-income:policy:'));
  assert.ok(policies.length > 0);
  for (const policy of policies) parsePolicy(policy);
});

test('the commands of apps/cli/README.md that need no deployment run', async () => {
  const lines = blocks('apps/cli/README.md', 'sh').join('').trim().split('\n');
  assert.ok(lines.length > 2);
  const vectors = lines.filter((line) => line.includes('vectors'));
  for (const line of vectors) await runOrThrow('sh', ['-c', line]);
  // The others need a store, keys or services: their options are parsed, and nothing is done.
  for (const line of lines.filter((other) => !vectors.includes(other))) {
    const [, command] = line.match(/npm run (?:--silent )?(\w+) -- /);
    const help = await runOrThrow('sh', ['-c', `npm run --silent ${command} -- ${subcommand(line)} --help`]);
    for (const [option] of line.matchAll(/(?<=\s)--[a-z-]+(?=\s|$)/g))
      assert.ok(option === '--silent' || help.includes(option), `${command} has no ${option}:\n${help}`);
  }
});

/** The subcommand after `--` in a line, if the next word is not an option. */
const subcommand = (line) => line.match(/ -- ([a-z]+)\b/)?.[1] ?? '';
