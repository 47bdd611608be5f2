import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const read = (file: string) => readFileSync(join(import.meta.dirname, '..', file), 'utf8');
const guide = read('docs/integrate.md');
/** Generated from the OpenAPI document, which has the codes of each operation from the catalogue. */
const client = read('libs/client/src/verifier.generated.ts');

/** The operations of a relying party. */
const OPERATIONS = ['createRequest', 'getRequest', 'deleteRequest', 'redeemResponseCode', 'getRequestStatus'];

/** The codes of an operation with their statuses. */
function codesOf(operation: string): [code: string, status: string][] {
  const start = client.indexOf(`\n    ${operation}: {\n        parameters`);
  const text = client.slice(start, client.indexOf('\n    };\n', start));
  return [...text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s+(\d{3}): \{/gs)].flatMap(([, words, status]) =>
    [...words!.matchAll(/`([a-z_]+)`: /g)].map(([, code]): [string, string] => [code!, status!]),
  );
}

const sectionOf = (title: string) => guide.split(/^## /m).find((section) => section.startsWith(title))!;
const rowsOf = (section: string) =>
  section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '));
const namesIn = (cell: string) => [...cell.matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!);

describe('docs/integrate.md', () => {
  test('says of every code that a relying party can meet what to do', () => {
    const expected = new Map(OPERATIONS.flatMap(codesOf));
    expect(expected.size).toBeGreaterThan(20);
    const described = rowsOf(sectionOf('Codes')).flatMap(([codes, status]) =>
      namesIn(codes!).map((code) => [code, status!] as const),
    );
    expect(described.map(([code]) => code).sort()).toEqual([...expected.keys()].sort());
    for (const [code, status] of described) expect([code, status]).toEqual([code, expected.get(code)]);
  });

  test('describes every state of a request, and every public state', () => {
    const statesOf = (schema: string) => {
      const start = client.indexOf(`\n        ${schema}: {`);
      const [, states] = /\n {12}state: ([^;]+);/.exec(client.slice(start))!;
      return [...states!.matchAll(/"([a-z_]+)"/g)].map(([, state]) => state!);
    };
    const described = rowsOf(sectionOf('States')).flatMap(([state]) => namesIn(state!));
    expect(described.sort()).toEqual([...statesOf('RequestView'), ...statesOf('RequestStatus')].sort());
  });
});
