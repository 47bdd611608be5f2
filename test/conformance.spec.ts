import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

const root = join(import.meta.dirname, '..');
/** Stories are tests that several suites run. */
const TEST_FILE = /(\.spec\.ts|\.test\.mjs|\.tftest\.hcl|[/\\]story\.mjs)$/;

/** The test files of the repository by name. Two files in different folders may have the same name. */
const testFiles = ['libs', 'apps', 'test', 'terraform'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => TEST_FILE.test(path) && !/(^|\/)(node_modules|dist)\//.test(path))
    .map((path) => join(root, folder, path)),
);

/** The name of the function in `test(…)`, `test.each(…)(…)` and `describe.skip(…)`. */
function calledName(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return calledName(expression.expression);
  return undefined;
}

/** The titles of the tests and groups of a file, each after those of its groups. */
function titlesOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.hcl')) return [...text.matchAll(/^run "(\w+)"/gm)].map(([, name]) => name!);
  const titles: string[] = [];
  const visit = (node: ts.Node, groups: readonly string[]): void => {
    const title = ts.isCallExpression(node) ? node.arguments[0] : undefined;
    const name = ts.isCallExpression(node) ? calledName(node.expression) : undefined;
    const isTitle = title !== undefined && ts.isStringLiteralLike(title);
    if (!isTitle || (name !== 'test' && name !== 'describe' && name !== 'suite')) {
      ts.forEachChild(node, (child) => visit(child, groups));
      return;
    }
    const path = [...groups, title.text];
    titles.push(path.join(' › '));
    ts.forEachChild(node, (child) => visit(child, path));
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest), []);
  return titles;
}

const document = readFileSync(join(root, 'docs/openid.md'), 'utf8');

/** The rows of the tables with the columns section, requirement, state, and tests or reason. */
const rows = document
  .slice(document.indexOf('## Conformance'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (§|---)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))
  .map((cells) => ({
    cells,
    section: cells[0]!,
    requirement: cells[1]!,
    state: cells[2]!,
    reason: cells[3]!,
  }));

const referencesOf = (reason: string) =>
  [...reason.matchAll(/`([\w.-]+\.(?:spec\.ts|test\.mjs|tftest\.hcl)|story\.mjs)`: `([^`]+)`/g)].map(
    ([, file, title]) => ({
      file: file!,
      title: title!,
    }),
  );

describe('docs/openid.md', () => {
  test('has rows of four cells with a known state', () => {
    expect(rows.length).toBeGreaterThan(100);
    for (const { cells, state } of rows) {
      expect([cells[0], cells.length]).toEqual([cells[0], 4]);
      expect(['held', 'missed', 'not applicable', 'open']).toContain(state);
    }
  });

  test('names a test for each requirement that is held', () => {
    const without = rows.filter(({ state, reason }) => state === 'held' && referencesOf(reason).length === 0);
    expect(without.map(({ section, requirement }) => `${section} ${requirement}`)).toEqual([]);
  });

  test('names tests that exist', () => {
    const references = rows.flatMap(({ reason }) => referencesOf(reason));
    const titles = new Map<string, string[]>();
    for (const path of testFiles) {
      const name = basename(path);
      if (references.some(({ file }) => file === name))
        titles.set(name, [...(titles.get(name) ?? []), ...titlesOf(path)]);
    }
    const missing = references.filter(
      ({ file, title }) =>
        !titles.get(file)?.some((existing) => existing === title || existing.endsWith(` › ${title}`)),
    );
    expect(missing).toEqual([]);
  });

  test('says why a requirement is missed or does not apply', () => {
    for (const { section, state, reason } of rows)
      if (state !== 'held') expect([section, reason.length > 3]).toEqual([section, true]);
  });
});
