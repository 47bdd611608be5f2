import { isObject, own } from './encoding/json.js';
import { type ErrorCode, type InputFault, ProtocolError } from './errors.js';

/** The JSON type and size of a value. What the value means is checked where it is used. */
export type Shape = {
  /** Completes "Expected …". */
  readonly expected: string;
  /** Also accepts undefined and null. */
  readonly optional?: true;
} & (
  | { readonly type: 'string'; readonly minLength?: number; readonly maxLength: number }
  | { readonly type: 'integer' }
  | { readonly type: 'enum'; readonly values: readonly unknown[] }
  | { readonly type: 'list'; readonly items: Shape; readonly minItems?: number; readonly maxItems: number }
  /** Without `members`, any members are allowed, up to `maxMembers`. */
  | {
      readonly type: 'object';
      readonly members?: Readonly<Record<string, Shape>>;
      readonly maxMembers?: number;
    }
);

/** The shape of an input object, with the error code for each of its members. No other members are allowed. */
export type InputShape<Input = Record<string, unknown>> = {
  readonly [Member in keyof Input]-?: Shape & { readonly code: ErrorCode };
};

/** Member names that an error may repeat. Any other name is the sender's text. */
const PRINTABLE_NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const MAX_ERRORS = 50;

function matches(value: unknown, shape: Shape): boolean {
  switch (shape.type) {
    case 'string':
      return (
        typeof value === 'string' && value.length >= (shape.minLength ?? 0) && value.length <= shape.maxLength
      );
    case 'integer':
      return Number.isInteger(value);
    case 'enum':
      return shape.values.includes(value);
    case 'list':
      return (
        Array.isArray(value) &&
        value.length >= (shape.minItems ?? 0) &&
        value.length <= shape.maxItems &&
        value.every((item) => matches(item, shape.items))
      );
    case 'object':
      return isObject(value) && Object.keys(value).length <= (shape.maxMembers ?? Number.POSITIVE_INFINITY);
    default:
      return shape satisfies never;
  }
}

function memberErrors(
  object: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, Shape>>,
  pointer: string,
): InputFault[] {
  const unknown = Object.keys(object).filter((name) => !Object.hasOwn(members, name));
  return [
    ...unknown.slice(0, MAX_ERRORS).map((name) => ({
      pointer: PRINTABLE_NAME.test(name) ? `${pointer}/${name}` : pointer,
      detail: 'Unknown member.',
    })),
    ...Object.entries(members).flatMap(([name, shape]) =>
      valueErrors(own(object, name), shape, `${pointer}/${name}`),
    ),
  ];
}

function valueErrors(value: unknown, shape: Shape, pointer: string): InputFault[] {
  if (shape.optional && (value === undefined || value === null)) return [];
  if (!matches(value, shape)) return [{ pointer, detail: `Expected ${shape.expected}.` }];
  if (shape.type !== 'object' || !shape.members) return [];
  return memberErrors(value as Record<string, unknown>, shape.members, pointer);
}

/** Every member of an input that has the wrong shape; at most 50. An empty list means that the shape is right. */
export function shapeErrors(input: unknown, shape: InputShape): InputFault[] {
  if (!isObject(input)) return [{ pointer: '#', detail: 'Expected a JSON object.' }];
  return memberErrors(input, shape, '#').slice(0, MAX_ERRORS);
}

/**
 * Rejects an input of the wrong shape, so that the code behind may rely on its TypeScript type.
 *
 * @throws ProtocolError with the code of the first wrong member; `invalid_input` where the input is not an object
 * or has an unknown member
 */
export function assertShape(input: unknown, shape: InputShape): void {
  const [error] = shapeErrors(input, shape);
  if (!error) return;
  const [, member] = error.pointer.split('/');
  const code = member !== undefined && Object.hasOwn(shape, member) ? shape[member]!.code : 'invalid_input';
  throw new ProtocolError(code, `${error.pointer}: ${error.detail}`);
}
