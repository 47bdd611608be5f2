// Values of the taint analysis. A taint is a set of bits:
//
// - SECRET: depends on a secret. Code may compute with such a value and store it, and nothing else.
// - ADDRESS: may be an address, or a number derived from one. A value without this bit is a count or a small constant.
// - LIST: certainly an address in the list of terms that the caller of `multiplyFixed` wrote. A 32-bit word loaded from it
//   is public, and everything else in memory is secret. Only an address plus a value without ADDRESS keeps the bit, so
//   that it cannot point anywhere else.
import binaryen from 'binaryen';

export const COUNT = 0;
export const SECRET = 1;
export const ADDRESS = 2;
const LIST = 4;
export const TERM_LIST = ADDRESS | LIST;

/** Constants from here on may be addresses, as offsets of memory instructions may. */
export const FIRST_ADDRESS = 1024;

export const isSecret = (taint) => (taint & SECRET) !== 0;
export const isTermList = (taint) => (taint & LIST) !== 0;

/** The taint of a value that is one of two, depending on the path; undefined on a path that is never taken. */
export function join(a, b) {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return ((a | b) & (SECRET | ADDRESS)) | (a & b & LIST);
}

/** The taint of a value computed from several. */
export const derive = (...operands) =>
  operands.reduce((taint, operand) => taint | ((operand ?? COUNT) & (SECRET | ADDRESS)), COUNT);

export const constant = (value) =>
  typeof value === 'number' && value >= 0 && value < FIRST_ADDRESS ? COUNT : ADDRESS;

/** The taint of `left + right` or `left − right`. */
export function sum(op, left = COUNT, right = COUNT) {
  const keepsList = (list, offset) => isTermList(list) && offset === COUNT;
  const isSum = op === binaryen.AddInt32 && (keepsList(left, right) || keepsList(right, left));
  const isDifference = op === binaryen.SubInt32 && keepsList(left, right);
  return derive(left, right) | (isSum || isDifference ? LIST : 0);
}

export const joinStates = (a, b) =>
  a === null ? b : b === null ? a : a.map((taint, i) => join(taint, b[i]));
export const sameStates = (a, b) => a !== null && b !== null && a.every((taint, i) => taint === b[i]);
