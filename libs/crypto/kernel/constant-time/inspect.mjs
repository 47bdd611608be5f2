// Taint analysis of the compiled kernel. Fails if a branch, a select, an address, a length, a division, a floating-point
// operation, a call out of the module or a result depends on a secret in a function that processes secrets. The
// variable-time functions are the control: the same analysis must report a finding in each of them.
import { readFileSync } from 'node:fs';
import { TaintAnalysis } from './analysis.mjs';
import { ADDRESS, COUNT, SECRET, TERM_LIST } from './taint.mjs';

const [A, N, S] = [ADDRESS, COUNT, SECRET];
const all = (...parameters) => ({ parameters });

/** Exported functions that process secrets: the kind of each parameter. What is at an address is secret. */
export const SECRET_FUNCTIONS = {
  fromWideBytes: all(A, A, N),
  toBytes: all(A, A, N),
  decomposeBits: all(A, A, N, N),
  addVectors: all(A, A, A, N, N, N),
  subVectors: all(A, A, A, N, N, N),
  mulVectors: all(A, A, A, N, N),
  innerProduct: all(A, A, A, N),
  powers: all(A, A, N),
  kronecker: all(A, A, N, A, N),
  recodeSignedOdd: all(A, A, N),
  combMultiply: all(A, A, A, A, A),
  multiplyFixed: all(A, TERM_LIST, N, N, N, A),
  addBits: all(A, S, N, A, A, N, A),
  addLanes: all(A),
  zipLanes: all(A, A, A),
  encode: all(A, A),
  // Returns whether the encodings are canonical: a blinding that is not is an error of the caller, which learns that.
  fromBytes: { ...all(A, A, N), mayReturnSecret: true },
  wipe: all(),
};
const CONTROLS = {
  strausAddVarTime: all(A, N, A, N, N, N, N, N, N),
  strausEvaluateVarTime: all(A),
  signedWindowsVarTime: all(A, A, N, N, N),
  pippengerVarTime: all(A, A, A, N, N, N, A),
  gatherVarTime: all(A, S, S),
  invertVectorVarTime: all(A, A, N, A),
};
/** Exported functions that process public data only, apart from those whose names end in VarTime. */
const PUBLIC_FUNCTIONS = new Set([
  // The layout of the memory.
  ...['heapBase', 'pippengerWork', 'bucketsWork', 'fixedBucketsWork'],
  // Points of proofs, and generators with their tables.
  ...['decode', 'derive', 'isIdentity', 'setIdentity', 'addExtended', 'pointsToEntries', 'entriesToPoints'],
  ...['buildComb', 'buildTables', 'buildPointTables', 'buildWindows'],
  // Verification, and the inner-product argument on masked vectors.
  ...['subsetProducts', 'crossCoefficients', 'foldFactors', 'relativeFactors'],
  // The transcript.
  'keccakF1600',
  // For the differential tests of single functions. The functions above call most of them, and are analysed with them.
  ...[
    'addToBucket',
    'beginBuckets',
    'sumBuckets',
    'weighBuckets',
    'add',
    'carry',
    'fieldFromBytes',
    'invert',
  ],
  ...['isNegative', 'isZero', 'mul', 'negate', 'square', 'sub', 'subCarried', 'fieldToBytes', 'addCached'],
  ...['addNiels', 'affineToNiels', 'double', 'gatherSigned', 'nielsToExtended', 'scatter', 'swapLanes'],
  ...['toCached', 'toNiels', 'montgomeryMultiply'],
]);

/** Exported functions that are in none of the lists above. A new function must be added to the list of what it processes. */
function undeclared(analysis) {
  const isDeclared = (name) =>
    [SECRET_FUNCTIONS, CONTROLS].some((functions) => Object.hasOwn(functions, name)) ||
    PUBLIC_FUNCTIONS.has(name) ||
    name.endsWith('VarTime');
  return analysis.exported.filter((name) => !isDeclared(name));
}

/** In the sources, the built library and the built services. */
const EMBEDDED = [
  '../../src/backend/wasm/kernel.generated.ts',
  '../../dist/backend/wasm/kernel.generated.js',
  '../../../../dist/libs/crypto/src/backend/wasm/kernel.generated.js',
];

/** The files that embed a module other than the inspected one. Library and services may not have been built. */
function differingEmbedded(wasm) {
  return EMBEDDED.filter((path, i) => {
    let text;
    try {
      text = readFileSync(new URL(path, import.meta.url), 'utf8');
    } catch (error) {
      if (i > 0 && error.code === 'ENOENT') return false;
      throw error;
    }
    const base64 = /kernelBase64 =\s*'([A-Za-z0-9+/=]*)'/.exec(text)?.[1] ?? '';
    return !Buffer.from(base64, 'base64').equals(wasm);
  });
}

/** Prints one line per check. @returns the number of failures */
export function inspect(wasm) {
  const analysis = new TaintAnalysis(wasm);
  let failures = 0;
  const report = (name, findings, text) => {
    if (findings.length > 0) failures++;
    const failed = findings.length > 0;
    console.log(`${failed ? 'FAILED' : 'ok    '} ${name}: ${failed ? findings.join('; ') : text}`);
  };
  report('module', analysis.faults, 'nothing is imported, and the host can change nothing but the memory');
  report('exports', undeclared(analysis), 'each is declared as secret or public');
  report('embedded modules', differingEmbedded(wasm), 'equal to the inspected one, byte for byte');
  for (const [name, declaration] of Object.entries(SECRET_FUNCTIONS))
    report(name, analysis.check(name, declaration), 'no branch and no address depends on a secret');
  for (const [name, declaration] of Object.entries(CONTROLS)) {
    const [first] = analysis.check(name, declaration);
    report(`${name} (control)`, first ? [] : ['not caught'], `caught, ${first}`);
  }
  return failures;
}
