// Fails when, in the compiled kernel, a secret decides about a branch, a select, an address, a length
// or a division in a function of the secret paths. The variable-time functions are the control: in
// each of them the same analysis must find something.
import { PUBLIC, SECRET, STRINGS, TaintAnalysis } from './taint.mjs';

const P = PUBLIC;
/** Exported functions that touch secrets, with the taint of their parameters (addresses are public). */
const SECRET_PATHS = {
  fromWideBytes: [P, P, P],
  toBytes: [P, P, P],
  bitsOf: [P, P, P, P],
  addVectors: [P, P, P, P, P, P],
  subVectors: [P, P, P, P, P, P],
  mulVectors: [P, P, P, P, P],
  innerProduct: [P, P, P, P],
  powers: [P, P, P],
  kronecker: [P, P, P, P, P],
  signedOdd: [P, P, P],
  combMultiply: [P, P, P, P, P],
  multiplyFixed: [P, STRINGS, P, P, P, P],
  addBits: [P, SECRET, P, P, P, P, P],
  addLanes: [P],
  zipLanes: [P, P, P],
  encode: [P, P],
  fromBytes: [P, P, P],
  wipe: [],
};
const CONTROLS = {
  strausAddVarTime: [P, P, P, P, P, P, P, P, P],
  strausEvaluateVarTime: [P],
  signedWindowsVarTime: [P, P, P, P, P],
  pippengerVarTime: [P, P, P, P, P, P, P],
  gatherVarTime: [P, SECRET, SECRET],
  invertVector: [P, P, P, P],
};

/** @returns the number of failures; prints a line for each function */
export function inspect(wasm) {
  const analysis = new TaintAnalysis(wasm);
  let failures = 0;
  const report = (name, holds, text) => {
    if (!holds) failures++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}: ${text}`);
  };
  for (const [name, parameters] of Object.entries(SECRET_PATHS)) {
    const found = analysis.check(name, parameters);
    report(
      name,
      found.length === 0,
      found.length === 0 ? 'no branch and no address depends on a secret' : found.join('; '),
    );
  }
  for (const [name, parameters] of Object.entries(CONTROLS)) {
    const found = analysis.check(name, parameters);
    report(`${name} (control)`, found.length > 0, found.length > 0 ? `caught, ${found[0]}` : 'not caught');
  }
  return failures;
}
