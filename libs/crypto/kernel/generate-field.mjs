// Generates the unrolled multiplication and squaring in GF(2^255 − 19), two elements side by side.
//
// An element is 9 limbs of 29 bits, radix 2^29, so 2^261 ≡ 64·19. A *pair* holds limb i of two
// elements in 8 bytes (lane 0, lane 1): 72 bytes, padded to 80. i64x2.extmul_low multiplies the two
// lanes at once into 64-bit columns.
//
// Bounds. A *tight* limb is < 2^29 + 2^17. Let the limbs of the operands be below α·2^29 and β·2^29, with
// α, β < 4 (so that Karatsuba's sums of two limbs fit 32 bits) and α·β ≤ 7. Then every column is below
// 9·α·β·2^58 < 2^64, and so is column 8 after adding the carries and 1216 times a high column, 2^43.
// The carry chains leave less than 2^35 at the top; 1216 times that is below 2^45.3, of which less than
// 2^16.4 carries from limb 0 to limb 1. A sum of two tight elements has α < 2.01, a difference (128·p is
// added first) α < 3.01.
const LIMBS = 9;
const load = (name, i) => `v128.load64_zero(${name}, ${8 * i})`;
const add = (x, y) => `i64x2.add(${x}, ${y})`;
const sub = (x, y) => `i64x2.sub(${x}, ${y})`;
const mul = (x, y) => `i64x2.extmul_low_i32x4_u(${x}, ${y})`;
const sum = (terms) => terms.reduce((x, y) => add(x, y));

/** The five columns of a product of three limbs by three. */
function block(name, a, b) {
  const column = [[], [], [], [], []];
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) column[i + j].push(mul(a[i], b[j]));
  return column.map((terms, k) => `  const ${name}${k} = ${sum(terms)};\n`).join('');
}

/**
 * Columns 0…16 of a product, by Karatsuba over three parts A0, A1, A2 of three limbs (x = 2^87): six 3×3
 * blocks instead of nine. Differences wrap around modulo 2^64; the columns themselves fit 64 bits.
 */
function productColumns() {
  let code = '';
  for (let i = 0; i < LIMBS; i++)
    code += `  const a${i} = ${load('a', i)};\n  const b${i} = ${load('b', i)};\n`;
  const part = (name, p) => [0, 1, 2].map((i) => name + (3 * p + i));
  const both = (to, name, p, q) => {
    for (let i = 0; i < 3; i++)
      code += `  const ${to}${name}${i} = i32x4.add(${name}${3 * p + i}, ${name}${3 * q + i});\n`;
    return [0, 1, 2].map((i) => to + name + i);
  };
  const put = (name, a, b) => {
    code += block(name, a, b);
  };
  put('p', part('a', 0), part('b', 0));
  put('q', part('a', 1), part('b', 1));
  put('r', part('a', 2), part('b', 2));
  put('u', both('x', 'a', 0, 1), both('x', 'b', 0, 1));
  put('v', both('y', 'a', 0, 2), both('y', 'b', 0, 2));
  put('w', both('z', 'a', 1, 2), both('z', 'b', 1, 2));
  // x: u − p − q;  x²: v − p + q − r;  x³: w − q − r. Terms that two neighbouring columns share are computed once.
  for (const i of [0, 1]) code += `  const e${i} = ${sub(`p${3 + i}`, `q${i}`)};\n`;
  for (const i of [0, 1]) code += `  const f${i} = ${sub(`q${3 + i}`, `r${i}`)};\n`;
  const c = [
    'p0',
    'p1',
    'p2',
    add(sub('u0', 'p0'), 'e0'),
    add(sub('u1', 'p1'), 'e1'),
    sub('u2', add('p2', 'q2')),
    sub(add(sub('u3', 'e0'), sub('v0', 'p0')), add('q3', 'r0')),
    sub(add(sub('u4', 'e1'), sub('v1', 'p1')), add('q4', 'r1')),
    add(sub('v2', add('p2', 'r2')), 'q2'),
    sub(add(sub('v3', 'p3'), add('w0', 'f0')), add('r3', 'q0')),
    sub(add(sub('v4', 'p4'), add('w1', 'f1')), add('r4', 'q1')),
    sub('w2', add('q2', 'r2')),
    sub(sub('w3', 'f0'), 'r3'),
    sub(sub('w4', 'f1'), 'r4'),
    'r2',
    'r3',
    'r4',
  ];
  c.forEach((expression, k) => {
    code += `  const c${k} = ${expression};\n`;
  });
  return code;
}

/** Columns 0…16 of a square: 45 products; the doubled operands are computed once. */
function squareColumns() {
  let code = '';
  for (let i = 0; i < LIMBS; i++) code += `  const a${i} = ${load('a', i)};\n`;
  for (let i = 0; i < LIMBS - 1; i++) code += `  const d${i} = i32x4.add(a${i}, a${i});\n`;
  for (let k = 0; k < 2 * LIMBS - 1; k++) {
    const terms = [];
    for (let i = Math.max(0, k - LIMBS + 1); 2 * i <= k; i++)
      terms.push(2 * i === k ? mul(`a${i}`, `a${i}`) : mul(`d${i}`, `a${k - i}`));
    code += `  const c${k} = ${sum(terms)};\n`;
  }
  return code;
}

/**
 * Reduces columns to a tight element. The high columns are first carried to 29 bits each (the carry of
 * column 16 stays below 2^32, because α·β ≤ 7). Multiplying them by 1216 ≡ 2^261 then takes one extmul
 * each. Two carry chains run in parallel.
 */
function reduce() {
  let code = '  const wrap = i32x4.splat(1216);\n  let h0 = c9;\n';
  for (let j = 1; j <= 8; j++) {
    const up = `i64x2.shr_u(h${j - 1}, 29)`;
    code += `  let h${j} = ${j < 8 ? add(`c${LIMBS + j}`, up) : up};\n  h${j - 1} = v128.and(h${j - 1}, mask);\n`;
  }
  for (let j = 0; j < LIMBS; j += 2)
    code += `  const g${j} = v128.shuffle<i32>(h${j}, h${Math.min(j + 1, 8)}, 0, 2, 4, 6);\n`;
  for (let k = 0; k < LIMBS; k++) {
    const half = k % 2 === 0 ? 'low' : 'high';
    code += `  let o${k} = ${add(`c${k}`, `i64x2.extmul_${half}_i32x4_u(g${k - (k % 2)}, wrap)`)};\n`;
  }
  const carry = (from, to) => {
    code += `  o${to} = i64x2.add(o${to}, i64x2.shr_u(o${from}, 29));\n  o${from} = v128.and(o${from}, mask);\n`;
  };
  for (const step of [0, 1, 2, 3]) {
    carry(4 + step, 5 + step);
    if (step < 4) carry(step, step + 1);
  }
  code += '  const t = i64x2.shr_u(o8, 29);\n  o8 = v128.and(o8, mask);\n';
  code += `  o0 = ${add('o0', `i64x2.shl(${add(add('t', 'i64x2.shl(t, 1)'), 'i64x2.shl(t, 4)')}, 6)`)};\n`;
  carry(4, 5);
  carry(0, 1);
  for (let i = 0; i < 4; i++)
    code += `  v128.store(out, v128.shuffle<i32>(o${2 * i}, o${2 * i + 1}, 0, 2, 4, 6), ${16 * i});\n`;
  code += '  v128.store(out, v128.shuffle<i32>(o8, o8, 0, 2, 0, 2), 64);\n';
  return code;
}

export function fieldSource() {
  const mask = '  const mask = i64x2.splat(0x1fffffff);\n';
  return `// Generated by generate-field.mjs; do not edit.

/** out = a·b in both lanes, tight; α·β ≤ 7. out may be a or b. */
export function mul(out: usize, a: usize, b: usize): void {
${mask}${productColumns()}${reduce()}}

/** out = a² in both lanes, tight; α² ≤ 7. out may be a. */
export function square(out: usize, a: usize): void {
${mask}${squareColumns()}${reduce()}}
`;
}
