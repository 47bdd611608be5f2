// Taint analysis of the compiled kernel. Fails if a branch, a select, an address, a length or a division
// depends on a secret in a function that processes secrets. The variable-time functions are the control:
// the same analysis must report a finding in each of them.
import { PUBLIC, SECRET, TaintAnalysis, TERM_LIST } from './taint.mjs';

const P = PUBLIC;
/** Exported functions that process secrets, with the taint of their parameters (addresses are public). */
const SECRET_FUNCTIONS = {
  fromWideBytes: [P, P, P],
  toBytes: [P, P, P],
  decomposeBits: [P, P, P, P],
  addVectors: [P, P, P, P, P, P],
  subVectors: [P, P, P, P, P, P],
  mulVectors: [P, P, P, P, P],
  innerProduct: [P, P, P, P],
  powers: [P, P, P],
  kronecker: [P, P, P, P, P],
  recodeSignedOdd: [P, P, P],
  combMultiply: [P, P, P, P, P],
  multiplyFixed: [P, TERM_LIST, P, P, P, P],
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
  invertVectorVarTime: [P, P, P, P],
};

/** Prints one line per function. @returns the number of failures */
export function inspect(wasm) {
  const analysis = new TaintAnalysis(wasm);
  let failures = 0;
  const report = (name, holds, text) => {
    if (!holds) failures++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}: ${text}`);
  };
  for (const [name, parameters] of Object.entries(SECRET_FUNCTIONS)) {
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
