import { describe, expect, test } from '@jest/globals';
import { exampleIssueInput } from './examples.js';
import { ISSUE_INPUT, STATUS_INPUT, VERIFY_INPUT } from './input-shapes.js';
import { MAX_CREDENTIALS } from './limits.js';
import { assertShape, type InputShape, shapeErrors } from './shape.js';
import { outcome } from './testing/outcomes.js';

const pointers = (input: unknown, shape: InputShape = ISSUE_INPUT) =>
  shapeErrors(input, shape).map(({ pointer }) => pointer);
const issueWith = (change: object) => ({ ...exampleIssueInput, ...change });

describe('shapeErrors', () => {
  test('accepts the example', () => {
    expect(shapeErrors(exampleIssueInput, ISSUE_INPUT)).toEqual([]);
  });

  test.each([undefined, null, 7, 'text', []])('reports %j as no JSON object', (input) => {
    expect(shapeErrors(input, ISSUE_INPUT)).toEqual([{ pointer: '#', detail: 'Expected a JSON object.' }]);
  });

  test('reports every wrong member with its pointer and what is expected', () => {
    const input = issueWith({ currency: 978, period: { start: '2025-11-01', zone: 'UTC' } });
    expect(shapeErrors(input, ISSUE_INPUT)).toEqual([
      { pointer: '#/currency', detail: 'Expected a string of at most 256 characters.' },
      { pointer: '#/period/zone', detail: 'Unknown member.' },
      { pointer: '#/period/end', detail: 'Expected a string of at most 256 characters.' },
    ]);
  });

  test.each<[string, object, string]>([
    ['a long string', { currency: 'x'.repeat(257) }, '#/currency'],
    ['a list that is an object', { holder_keys: {} }, '#/holder_keys'],
    ['an item of another type', { holder_keys: [exampleIssueInput.holder_keys[0], 'key'] }, '#/holder_keys'],
    ['an object that is null', { attributes: null }, '#/attributes'],
    ['an object that is a list', { claims: [] }, '#/claims'],
    ['a fraction', { expires_in_days: 0.5 }, '#/expires_in_days'],
    ['a missing member', { identity: undefined }, '#/identity'],
    ['an unknown member', { source_id: 'demo:bolt' }, '#/source_id'],
    ['an unknown member that every object inherits', { constructor: 1 }, '#/constructor'],
  ])('reports %s', (_, change, pointer) => {
    expect(pointers(issueWith(change))).toEqual([pointer]);
  });

  test.each([undefined, null])('accepts %j for an optional member', (value) => {
    expect(pointers(issueWith({ claims: value, expires_in_days: value }))).toEqual([]);
  });

  test('accepts texts and objects of the largest and smallest size, and none beyond', () => {
    const verify = (request_id: string, count = 1) =>
      pointers(
        { request_id, presentations: Object.fromEntries(Array.from({ length: count }, (_, i) => [i, 'x'])) },
        VERIFY_INPUT,
      );
    expect(pointers(issueWith({ currency: 'x'.repeat(256) }))).toEqual([]);
    expect(verify('x', MAX_CREDENTIALS)).toEqual([]);
    expect(verify('')).toEqual(['#/request_id']);
    expect(verify('x', MAX_CREDENTIALS + 1)).toEqual(['#/presentations']);
  });

  test('reads own members only', () => {
    expect(pointers(Object.create(exampleIssueInput) as object)).toContain('#/currency');
  });

  test('does not repeat the sender’s text', () => {
    expect(pointers(issueWith({ 'Erika earns 5400000': 1 }))).toEqual(['#']);
  });

  test('reports at most 50 errors', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`member${i}`, i]));
    expect(pointers(issueWith(many))).toHaveLength(50);
  });

  test('accepts only the values of an enumeration', () => {
    expect(pointers({ status: 'suspended' }, STATUS_INPUT)).toEqual([]);
    expect(shapeErrors({ status: 'lost' }, STATUS_INPUT)).toEqual([
      { pointer: '#/status', detail: 'Expected one of valid, suspended, revoked.' },
    ]);
  });
});

describe('assertShape', () => {
  const code = (input: unknown) => outcome(() => assertShape(input, ISSUE_INPUT));

  test('accepts the right shape', () => {
    expect(code(exampleIssueInput)).toBe('accepted');
  });

  test('throws the code of the member', () => {
    expect(code(issueWith({ currency: 978 }))).toBe('unknown_currency');
    expect(code(issueWith({ period: { start: '2025-11-01' } }))).toBe('invalid_period');
  });

  test.each([undefined, null, [], { ...exampleIssueInput, source_id: 'x' }, issueWith({ constructor: 1 })])(
    'throws invalid_input for anything else',
    (input) => {
      expect(code(input)).toBe('invalid_input');
    },
  );
});
