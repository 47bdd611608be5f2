// Every resource that can have tags has those of the input `tags` of its module.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { root, stdoutOf } from '../harness/processes.mjs';
import { modules } from './folders.mjs';
import { baseEnv, copy, initialise } from './initialise.mjs';
import './prerequisites.mjs';

describe('tags', () => {
  let schemas;
  before(async () => {
    const options = { cwd: join(copy, 'terraform/modules/registry'), env: baseEnv };
    await initialise(options);
    const { provider_schemas: providers } = JSON.parse(
      await stdoutOf('terraform', ['providers', 'schema', '-json'], options),
    );
    schemas = Object.assign({}, ...Object.values(providers).map((one) => one.resource_schemas));
  });

  // The root modules set default_tags of the provider.
  for (const folder of modules().filter((one) => one.startsWith('terraform/modules/'))) {
    test(`every taggable resource of ${folder} has the tags of the module`, (t) => {
      const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.tf'));
      const text = files.map((name) => readFileSync(join(root, folder, name), 'utf8')).join('\n');
      const taggable = [...text.matchAll(/^resource "(\w+)" "(\w+)" \{\n(.*?)^\}/gms)].filter(
        ([, type]) => schemas[type].block.attributes.tags !== undefined,
      );
      assert.ok(taggable.length > 0);
      const untagged = taggable.filter(
        ([, , , body]) => !/^ {2}tags\s*= (?:merge\()?var\.tags\b/m.test(body),
      );
      assert.deepEqual(
        untagged.map(([, type, name]) => `${type}.${name}`),
        [],
      );
      t.diagnostic(`${taggable.length} of them`);
    });
  }
});
