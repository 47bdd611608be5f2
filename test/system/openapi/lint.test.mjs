// Redocly's strict rules for each OpenAPI document, as it is served.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { nodeTools } from '../harness/node-tools.mjs';
import { runProgram } from '../harness/processes.mjs';
import { SERVICES, startServices, writeDocuments } from './services.mjs';

const redocly = nodeTools(import.meta.dirname).program('redocly');
let documents;

before(async () => {
  documents = await writeDocuments(await startServices());
});

const lint = (file) =>
  runProgram(
    redocly,
    ['lint', '--config', join(import.meta.dirname, 'redocly.yaml'), '--format', 'stylish', file],
    {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );

describe('redocly', () => {
  for (const service of SERVICES) {
    test(`reports no finding in the document of the ${service}`, async () => {
      const { code, output } = await lint(join(documents, `${service}.json`));
      assert.equal(code, 0, output);
    });
  }

  test('reports an example that does not match its schema, a missing server and missing security', async () => {
    const document = JSON.parse(readFileSync(join(documents, 'issuer.json'), 'utf8'));
    const { post, get } = { ...document.paths['/issue'], ...document.paths['/health/live'] };
    post.requestBody.content['application/json'].examples.salary.value.currency = 978;
    delete get.security;
    document.servers = [];
    const file = join(documents, 'faulty.json');
    writeFileSync(file, JSON.stringify(document));
    const { code, output } = await lint(file);
    assert.notEqual(code, 0);
    for (const rule of ['no-invalid-media-type-examples', 'no-empty-servers', 'security-defined'])
      assert.match(output, new RegExp(rule));
  });
});
