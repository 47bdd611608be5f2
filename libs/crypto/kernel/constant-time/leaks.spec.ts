import { describe, expect, jest, test } from '@jest/globals';
import binaryen from 'binaryen';
import { type Declaration, TaintAnalysis } from './analysis.mjs';
import { inspect } from './inspect.mjs';
import { ADDRESS, COUNT, SECRET, TERM_LIST } from './taint.mjs';

// The first test loads and compiles binaryen.
// Smuggles a secret through every kind of instruction into something that takes time by it, that another place can read,
// or that the analysis could take for public. Each must be found, and the same code with a public value must not.

function compile(wat: string): Uint8Array {
  const module = binaryen.parseText(wat);
  module.setFeatures(binaryen.Features.All);
  if (!module.validate()) throw new Error('The module of the test is invalid.');
  const wasm = module.emitBinary();
  module.dispose();
  return wasm;
}

const PARAMETERS = '(param $p i32) (param $terms i32) (param $n i32) (param $s i64)';
const LOCALS = '(local $x i32) (local $y i32) (local $v v128) (local $l i64)';
const DECLARATION: Declaration = { parameters: [ADDRESS, TERM_LIST, COUNT, SECRET] };
const FIELDS = `(memory $m 1 2)
  (global $inner (mut i32) (i32.const 7))
  (global $fixed i32 (i32.const 9))
  (func $identity (param i32) (result i32) (local.get 0))
  (func $store (param i32) (param i32) (i32.store (local.get 0) (local.get 1)))
  (func $branch (param i32) (if (local.get 0) (then (nop))))
  (func $setInner (param i32) (global.set $inner (local.get 0)))
  (func $many (param i32) (result i32) (return (i32.load (local.get 0))))`;

/** The findings in a function with this body; `fields` are other parts of the module. */
function findings(body: string, { fields = '', result = '', declaration = DECLARATION } = {}): string[] {
  const analysis = new TaintAnalysis(
    compile(
      `(module ${fields} ${FIELDS} (func $leak (export "leak") ${PARAMETERS} ${result} ${LOCALS} ${body}))`,
    ),
  );
  return [...analysis.faults, ...analysis.check('leak', declaration)];
}

const SECRET_WORD = '(i32.load (local.get $p))';
const SECRET_LONG = '(local.get $s)';
/** What a body with `SECRET`, `LONG` or `VECTOR` does with a secret, or with a public value in its place. */
const withSecret = (body: string) =>
  body
    .replaceAll('SECRET', SECRET_WORD)
    .replaceAll('LONG', SECRET_LONG)
    .replaceAll('VECTOR', '(v128.load (local.get $p))');
const withPublic = (body: string) =>
  body
    .replaceAll('SECRET', '(i32.add (local.get $n) (i32.const 1))')
    .replaceAll('LONG', '(i64.extend_i32_u (local.get $n))')
    .replaceAll('VECTOR', '(i32x4.splat (local.get $n))');

const CONDITION = 'a condition';
const ADDRESSED = 'an address';
const LENGTH = 'a length';
const FLOATING = 'a floating-point operation';
const DIVISION = 'a division';

const DIRECT: [string, string, string][] = [
  ['if', '(if SECRET (then (nop)))', CONDITION],
  [
    'if with a result',
    '(drop (if (result i32) SECRET (then (i32.const 1)) (else (i32.const 2))))',
    CONDITION,
  ],
  ['br_if', '(block $b (br_if $b SECRET))', CONDITION],
  ['br_if of a loop', '(loop $b (br_if $b SECRET))', CONDITION],
  ['br_table', '(block $a (block $b (br_table $a $b SECRET)))', CONDITION],
  ['select', '(drop (select (i32.const 1) (i32.const 2) SECRET))', CONDITION],
  ['a condition of 64 bits', '(if (i64.eqz LONG) (then (nop)))', CONDITION],
  ['a condition from a vector', '(if (v128.any_true VECTOR) (then (nop)))', CONDITION],
  ['a condition from a lane', '(if (i32x4.extract_lane 2 VECTOR) (then (nop)))', CONDITION],
  ['a condition from a mask', '(if (i8x16.bitmask VECTOR) (then (nop)))', CONDITION],
  ['a condition in a callee', '(call $branch SECRET)', CONDITION],
  ['i32.load', '(drop (i32.load (i32.and SECRET (i32.const 60))))', ADDRESSED],
  ['i64.load8_u', '(drop (i64.load8_u SECRET))', ADDRESSED],
  ['f64.load', '(drop (f64.load SECRET))', ADDRESSED],
  ['v128.load', '(drop (v128.load SECRET))', ADDRESSED],
  ['v128.load8_splat', '(drop (v128.load8_splat SECRET))', ADDRESSED],
  ['v128.load64_zero', '(drop (v128.load64_zero SECRET))', ADDRESSED],
  ['v128.load8_lane', '(drop (v128.load8_lane 0 SECRET (local.get $v)))', ADDRESSED],
  ['v128.store8_lane', '(v128.store8_lane 0 SECRET (local.get $v))', ADDRESSED],
  ['i32.store', '(i32.store SECRET (i32.const 1))', ADDRESSED],
  ['i64.store16', '(i64.store16 SECRET (i64.const 1))', ADDRESSED],
  ['v128.store', '(v128.store SECRET (local.get $v))', ADDRESSED],
  ['i32.atomic.load', '(drop (i32.atomic.load SECRET))', ADDRESSED],
  ['i32.atomic.store', '(i32.atomic.store SECRET (i32.const 1))', ADDRESSED],
  ['i32.atomic.rmw.add', '(drop (i32.atomic.rmw.add SECRET (i32.const 1)))', ADDRESSED],
  ['i32.atomic.rmw.cmpxchg', '(drop (i32.atomic.rmw.cmpxchg SECRET (i32.const 1) (i32.const 2)))', ADDRESSED],
  [
    'a compared value',
    '(drop (i32.atomic.rmw.cmpxchg (local.get $n) SECRET (i32.const 2)))',
    'an atomic comparison',
  ],
  ['memory.copy, destination', '(memory.copy SECRET (i32.const 0) (i32.const 1))', ADDRESSED],
  ['memory.copy, source', '(memory.copy (i32.const 0) SECRET (i32.const 1))', ADDRESSED],
  ['memory.copy, length', '(memory.copy (i32.const 0) (i32.const 0) SECRET)', LENGTH],
  ['memory.fill, destination', '(memory.fill SECRET (i32.const 0) (i32.const 1))', ADDRESSED],
  ['memory.fill, length', '(memory.fill (i32.const 0) (i32.const 0) SECRET)', LENGTH],
  ['memory.grow', '(drop (memory.grow SECRET))', LENGTH],
  ...['div_s', 'div_u', 'rem_s', 'rem_u'].flatMap((op): [string, string, string][] => [
    [`i32.${op}, dividend`, `(drop (i32.${op} SECRET (i32.const 3)))`, DIVISION],
    [`i64.${op}, divisor`, `(drop (i64.${op} (i64.const 3) LONG))`, DIVISION],
  ]),
  ...['clz', 'ctz'].flatMap((op): [string, string, string][] => [
    [`i32.${op}`, `(drop (i32.${op} SECRET))`, 'a count of zeros'],
    [`i64.${op}`, `(drop (i64.${op} LONG))`, 'a count of zeros'],
  ]),
  ...['add', 'sub', 'mul', 'div', 'min', 'copysign'].flatMap((op): [string, string, string][] => [
    [`f32.${op}`, `(drop (f32.${op} (f32.reinterpret_i32 SECRET) (f32.const 1)))`, FLOATING],
    [`f64.${op}`, `(drop (f64.${op} (f64.const 1) (f64.convert_i64_s LONG)))`, FLOATING],
  ]),
  ['f64.sqrt', '(drop (f64.sqrt (f64.reinterpret_i64 LONG)))', FLOATING],
  ['f64.lt', '(drop (f64.lt (f64.reinterpret_i64 LONG) (f64.const 1)))', FLOATING],
  ['f32.convert_i32_u', '(drop (f32.convert_i32_u SECRET))', FLOATING],
  ['f64.promote_f32', '(drop (f64.promote_f32 (f32.reinterpret_i32 SECRET)))', FLOATING],
  ['i32.trunc_f64_s', '(drop (i32.trunc_f64_s (f64.reinterpret_i64 LONG)))', FLOATING],
  ['i64.trunc_sat_f32_u', '(drop (i64.trunc_sat_f32_u (f32.reinterpret_i32 SECRET)))', FLOATING],
  ...['add', 'sub', 'mul', 'div', 'min', 'pmax', 'eq', 'lt'].flatMap((op): [string, string, string][] => [
    [`f32x4.${op}`, `(drop (f32x4.${op} VECTOR (local.get $v)))`, FLOATING],
    [`f64x2.${op}`, `(drop (f64x2.${op} (local.get $v) VECTOR))`, FLOATING],
  ]),
  ...['sqrt', 'ceil', 'nearest', 'abs'].map((op): [string, string, string] => [
    `f64x2.${op}`,
    `(drop (f64x2.${op} VECTOR))`,
    FLOATING,
  ]),
  ['f32x4.convert_i32x4_s', '(drop (f32x4.convert_i32x4_s VECTOR))', FLOATING],
  ['i32x4.trunc_sat_f32x4_u', '(drop (i32x4.trunc_sat_f32x4_u VECTOR))', FLOATING],
  ['i32x4.trunc_sat_f64x2_s_zero', '(drop (i32x4.trunc_sat_f64x2_s_zero VECTOR))', FLOATING],
  ['f64x2.promote_low_f32x4', '(drop (f64x2.promote_low_f32x4 VECTOR))', FLOATING],
  ['f32x4.demote_f64x2_zero', '(drop (f32x4.demote_f64x2_zero VECTOR))', FLOATING],
  ['f32x4.relaxed_madd', '(drop (f32x4.relaxed_madd VECTOR (local.get $v) (local.get $v)))', FLOATING],
  ['f64x2.relaxed_min', '(drop (f64x2.relaxed_min VECTOR (local.get $v)))', FLOATING],
  ['f64x2.extract_lane', '(drop (f64x2.extract_lane 0 VECTOR))', FLOATING],
  ['f32x4.replace_lane', '(drop (f32x4.replace_lane 0 VECTOR (f32.const 1)))', FLOATING],
  ['f64x2.splat', '(drop (f64x2.splat (f64.reinterpret_i64 LONG)))', FLOATING],
  ['global.set', '(global.set $inner SECRET)', 'a global variable'],
  ['global.set in a callee', '(call $setInner SECRET)', 'a global variable'],
];

describe('finds a secret in', () => {
  test.each(DIRECT)('%s', (_, body, what) => {
    expect(findings(withSecret(body)).join()).toContain(what);
    expect(findings(withPublic(body))).toEqual([]);
  });
});

/** Ways to the condition of an `if`: the analysis must not lose the secret on any of them. */
const DETOURS: [string, string][] = [
  ['a local', '(local.set $x SECRET) (if (local.get $x) (then (nop)))'],
  ['local.tee', '(drop (local.tee $x SECRET)) (if (local.get $x) (then (nop)))'],
  [
    'one branch of an if',
    '(if (local.get $n) (then (local.set $x SECRET))) (if (local.get $x) (then (nop)))',
  ],
  [
    'a loop',
    '(loop $l (if (local.get $x) (then (nop))) (local.set $x (local.get $y)) (local.set $y SECRET) (br_if $l (local.get $n)))',
  ],
  ['the value of a block', '(if (block $b (result i32) (br $b SECRET)) (then (nop)))'],
  [
    'a branch out of two blocks',
    '(if (block $a (result i32) (block $b (br $a SECRET)) (i32.const 0)) (then (nop)))',
  ],
  [
    'a branch of br_table',
    '(if (block $a (result i32) (drop (block $b (result i32) (br_table $a $b SECRET (local.get $n)))) (i32.const 0)) (then (nop)))',
  ],
  [
    'the result of an if',
    '(if (if (result i32) (local.get $n) (then SECRET) (else (i32.const 0))) (then (nop)))',
  ],
  ['select', '(if (select SECRET (i32.const 0) (local.get $n)) (then (nop)))'],
  ['the result of a call', '(if (call $identity SECRET) (then (nop)))'],
  ['a load in a callee', '(if (i32.add (call $many (local.get $p)) SECRET) (then (nop)))'],
  ['memory', '(i32.store (i32.const 16) SECRET) (if (i32.load (i32.const 16)) (then (nop)))'],
  ['memory in a callee', '(call $store (i32.const 16) SECRET) (if (i32.load (i32.const 16)) (then (nop)))'],
  [
    'memory.copy',
    '(memory.copy (i32.const 16) (local.get $p) (i32.const 4)) (if (i32.load (i32.const 16)) (then (nop)))',
  ],
  [
    'memory.fill',
    '(memory.fill (i32.const 16) SECRET (i32.const 4)) (if (i32.load (i32.const 16)) (then (nop)))',
  ],
  ['atomic exchange', '(if (i32.atomic.rmw.xchg (i32.const 16) SECRET) (then (nop)))'],
  ['i32.mul by 0', '(if (i32.mul SECRET (i32.const 0)) (then (nop)))'],
  ['i64 and back', '(if (i32.wrap_i64 (i64.extend_i32_u SECRET)) (then (nop)))'],
  ['a shift amount', '(if (i32.shl (i32.const 1) SECRET) (then (nop)))'],
  [
    'i8x16.shuffle',
    '(if (i32x4.extract_lane 0 (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 VECTOR (local.get $v))) (then (nop)))',
  ],
  ['i8x16.swizzle', '(if (i32x4.extract_lane 0 (i8x16.swizzle (local.get $v) VECTOR)) (then (nop)))'],
  [
    'v128.bitselect',
    '(if (i32x4.extract_lane 0 (v128.bitselect (local.get $v) (local.get $v) VECTOR)) (then (nop)))',
  ],
  [
    'i32x4.replace_lane',
    '(if (i32x4.extract_lane 0 (i32x4.replace_lane 0 (local.get $v) SECRET)) (then (nop)))',
  ],
  ['i32x4.shl', '(if (i32x4.extract_lane 0 (i32x4.shl (local.get $v) SECRET)) (then (nop)))'],
  ['a constant variable', '(if (i32.add SECRET (global.get $fixed)) (then (nop)))'],
  ['popcnt', '(if (i32.popcnt SECRET) (then (nop)))'],
];

describe('finds a condition that depends on a secret through', () => {
  test.each(DETOURS)('%s', (_, body) => {
    expect(findings(withSecret(body)).join()).toContain(CONDITION);
  });
});

describe('the list of terms', () => {
  const condition = (address: string) => `(if (i32.load ${address}) (then (nop)))`;
  test('is public', () => {
    expect(findings(condition('(local.get $terms)'))).toEqual([]);
    expect(
      findings(condition('offset=4 (i32.add (local.get $terms) (i32.shl (local.get $n) (i32.const 3)))')),
    ).toEqual([]);
  });

  test.each([
    ['a store', '(i32.store (local.get $terms) SECRET)'],
    ['a store of a byte', '(i32.store8 offset=3 (local.get $terms) SECRET)'],
    ['a store of a vector', '(v128.store (i32.add (local.get $terms) (i32.const 16)) VECTOR)'],
    ['a store in a callee', '(call $store (local.get $terms) SECRET)'],
    ['memory.copy', '(memory.copy (local.get $terms) (local.get $p) (i32.const 4))'],
    ['memory.fill', '(memory.fill (local.get $terms) SECRET (i32.const 4))'],
    ['an atomic store', '(i32.atomic.store (local.get $terms) SECRET)'],
    ['an atomic exchange', '(drop (i32.atomic.rmw.xchg (local.get $terms) SECRET))'],
    ['a store of a lane', '(v128.store32_lane 0 (local.get $terms) VECTOR)'],
  ])('must not be written by %s', (_, body) => {
    expect(findings(withSecret(body)).join()).toContain('the list of terms is written');
  });

  test.each([
    [
      'another address that is combined with it',
      '(i32.add (i32.sub (local.get $terms) (local.get $terms)) (local.get $p))',
    ],
    [
      'its distance to another address',
      '(i32.add (local.get $terms) (i32.sub (local.get $p) (local.get $terms)))',
    ],
    ['a bitwise operation', '(i32.or (i32.and (local.get $terms) (i32.const 0)) (local.get $p))'],
    ['a select of two addresses', '(select (local.get $terms) (local.get $p) (local.get $n))'],
    [
      'an if of two addresses',
      '(if (result i32) (local.get $n) (then (local.get $terms)) (else (local.get $p)))',
    ],
    ['a distant constant', '(i32.add (local.get $terms) (i32.const 5683904))'],
    ['a negative constant', '(i32.add (local.get $terms) (i32.const -2048))'],
    ['a distant offset', 'offset=65536 (local.get $terms)'],
    ['an address that was loaded from it', '(i32.load (local.get $terms))'],
  ])('does not cover %s', (_, address) => {
    expect(findings(condition(address)).join()).toContain(CONDITION);
  });

  test('does not cover a local that may be another address', () => {
    const body = `(local.set $x (local.get $terms)) (if (local.get $n) (then (local.set $x (local.get $p)))) ${condition('(local.get $x)')}`;
    expect(findings(body).join()).toContain(CONDITION);
    const loop = `(local.set $x (local.get $terms)) (loop $l ${condition('(local.get $x)')} (local.set $x (local.get $p)) (br_if $l (local.get $n)))`;
    expect(findings(loop).join()).toContain(CONDITION);
  });

  test('does not make bytes and longer words of it public', () => {
    for (const load of ['i32.load8_u', 'i32.load16_s'])
      expect(findings(`(if (${load} (local.get $terms)) (then (nop)))`).join()).toContain(CONDITION);
    expect(findings('(if (i64.eqz (i64.load (local.get $terms))) (then (nop)))').join()).toContain(CONDITION);
  });
});

describe('the host', () => {
  const declared = (parameters: number[], body: string, types: string) => {
    const analysis = new TaintAnalysis(
      compile(`(module (memory 1) (func (export "leak") ${types} ${body}))`),
    );
    return [...analysis.faults, ...analysis.check('leak', { parameters })].join();
  };

  test.each([
    ['a result', '(result i32)', withSecret('SECRET')],
    ['a returned value', '(result i32)', withSecret('(return SECRET)')],
    ['a value at a branch to the end', '(result i32)', withSecret('(block $e (result i32) (br $e SECRET))')],
    ['a result of 64 bits', '(result i64)', withSecret('LONG')],
    ['a tail call', '(result i32)', withSecret('(return_call $identity SECRET)')],
  ])('does not get a secret as %s', (_, result, body) => {
    expect(findings(body, { result }).join()).toContain('a secret is returned to the host');
  });

  test('may get a result that is declared', () => {
    expect(
      findings(withSecret('SECRET'), {
        result: '(result i32)',
        declaration: { ...DECLARATION, mayReturnSecret: true },
      }),
    ).toEqual([]);
  });

  const IMPORT =
    '(import "host" "sink" (func $sink (param i32))) (import "host" "source" (func $source (result i32)))';
  test.each([
    ['takes a secret', '(call $sink SECRET)', 'an argument of an import'],
    ['takes the list of terms', '(call $sink (local.get $terms))', 'the list of terms reaches an import'],
    ['returns a secret', '(if (call $source) (then (nop)))', CONDITION],
    ['is not called', '(nop)', 'function host.sink is imported'],
  ])('has no function that %s', (_, body, what) => {
    expect(findings(withSecret(body), { fields: IMPORT }).join()).toContain(what);
  });

  test.each([
    ['an exported variable', '(global $shared (export "shared") (mut i32) (i32.const 0))'],
    ['an imported variable', '(import "host" "shared" (global $shared (mut i32)))'],
    ['an imported constant', '(import "host" "shared" (global $shared i32))'],
  ])('cannot fill %s that is taken for public', (_, fields) => {
    const found = findings('(if (global.get $shared) (then (nop)))', { fields }).join();
    expect(found).toContain(CONDITION);
    expect(found).toContain('global');
  });

  test('cannot have had a variable filled by another function', () => {
    expect(findings('(if (global.get $inner) (then (nop)))').join()).toContain(CONDITION);
  });

  test.each([
    [
      'an imported memory',
      '(module (import "host" "m" (memory 1)) (func (export "leak")))',
      'the memory is imported',
    ],
    ['a shared memory', '(module (memory 1 1 shared) (func (export "leak")))', 'the memory is shared'],
    ['a table', '(module (table 1 funcref) (memory 1) (func (export "leak")))', 'a table of functions'],
    [
      'an exported table',
      '(module (table (export "t") 1 funcref) (memory 1) (func (export "leak")))',
      'table t is exported',
    ],
  ])('has no access by %s', (_, wat, what) => {
    expect(new TaintAnalysis(compile(wat)).faults.join()).toContain(what);
  });

  test('parameters that cannot be an address are not declared public', () => {
    for (const type of ['i64', 'f32', 'f64', 'v128'])
      expect(declared([COUNT], '(nop)', `(param ${type})`)).toContain('neither address nor count');
    expect(declared([SECRET], '(nop)', '(param i64)')).toBe('');
  });

  test('every parameter is declared', () => {
    expect(declared([ADDRESS], '(nop)', '(param i32) (param i32)')).toContain('1 parameters are declared');
  });
});

describe('what is not known', () => {
  const TABLE =
    '(type $f (func (param i32) (result i32))) (table $t 1 funcref) (elem (table $t) (i32.const 0) func $identity)';
  const call = (index: string, argument: string) => `(call_indirect $t (type $f) ${argument} ${index})`;

  test.each([
    [
      'the index of an indirect call',
      `(drop ${call('SECRET', '(i32.const 1)')})`,
      'the index of an indirect call',
    ],
    [
      'an argument of an indirect call',
      `(drop ${call('(i32.const 0)', 'SECRET')})`,
      'an argument of an indirect call',
    ],
    [
      'a result of an indirect call',
      `(if ${call('(i32.const 0)', '(i32.const 1)')} (then (nop)))`,
      CONDITION,
    ],
  ])('is a secret: %s', (_, body, what) => {
    expect(findings(withSecret(body), { fields: TABLE }).join()).toContain(what);
  });

  test.each([
    ['table.size', '(drop (table.size $t))'],
    ['table.get', '(drop (table.get $t (i32.const 0)))'],
    ['ref.func', '(drop (ref.func $identity))'],
    ['memory.atomic.notify', '(drop (memory.atomic.notify (i32.const 0) SECRET))'],
    ['memory.atomic.wait32', '(drop (memory.atomic.wait32 (i32.const 0) SECRET (i64.const 0)))'],
  ])('is an instruction: %s', (_, body) => {
    expect(findings(withSecret(body), { fields: TABLE }).join()).toContain('does not know instruction');
  });

  test('is an exception that a secret throws', () => {
    const found = findings(withSecret('(throw $e SECRET)'), { fields: '(tag $e (param i32))' });
    expect(found.join()).toContain('does not know instruction');
  });
});

test('the inspection fails for a module other than the embedded one', () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  try {
    expect(() => inspect(compile('(module (memory 1) (func (export "other")))'))).toThrow('does not define');
  } finally {
    log.mockRestore();
  }
  expect(lines.filter((line) => line.startsWith('FAILED'))).toEqual([
    expect.stringContaining('FAILED exports: other'),
    expect.stringContaining('FAILED embedded modules'),
  ]);
});
