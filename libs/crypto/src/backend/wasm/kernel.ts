import { kernelBase64 } from './kernel.generated.js';

/** The exports of `libs/crypto/kernel/assembly/index.ts`. Numbers are addresses or counts. */
export interface Kernel {
  readonly memory: WebAssembly.Memory;
  readonly SCALAR_ONE: WebAssembly.Global;
  heapBase(): number;
  wipe(): void;

  fromBytes(out: number, bytes: number, n: number): number;
  fromWideBytes(out: number, bytes: number, n: number): void;
  toBytes(out: number, a: number, n: number): void;
  decomposeBits(out: number, values: number, m: number, bits: number): void;
  addVectors(out: number, a: number, b: number, n: number, stepA: number, stepB: number): void;
  subVectors(out: number, a: number, b: number, n: number, stepA: number, stepB: number): void;
  mulVectors(out: number, a: number, b: number, n: number, stepB: number): void;
  innerProduct(out: number, a: number, b: number, n: number): void;
  powers(out: number, x: number, n: number): void;
  kronecker(out: number, a: number, n: number, b: number, m: number): void;
  subsetProducts(out: number, a: number, n: number, ratios: number, k: number): void;
  invertVectorVarTime(out: number, a: number, n: number, work: number): void;

  decode(out: number, bytes: number, pairs: number, work: number): number;
  encode(bytes: number, pair: number): void;
  derive(out: number, bytes: number): void;
  isIdentity(pair: number): number;
  setIdentity(pair: number): void;
  addLanes(pair: number): void;
  addExtended(pair: number, other: number): void;
  zipLanes(out: number, p: number, q: number): void;

  buildTables(t0: number, t1: number, pair: number, count: number, shift: number, work: number): void;
  buildComb(out: number, pair: number, windows: number, work: number): void;
  buildPointTables(out: number, points: number, pairs: number, count: number, work: number): void;
  pointsToEntries(entries: number, points: number, n: number, affine: boolean, work: number): void;
  entriesToPoints(points: number, entries: number, n: number): void;

  recodeSignedOdd(out: number, scalars: number, n: number): void;
  combMultiply(pair: number, comb: number, scalars: number, digits: number, work: number): void;
  multiplyFixed(
    pair: number,
    terms: number,
    whole: number,
    halves: number,
    halfDigits: number,
    work: number,
  ): void;
  addBits(pair: number, value: bigint, n: number, g: number, h: number, stride: number, work: number): void;

  strausBeginVarTime(space: number): void;
  strausAddVarTime(
    scalars: number,
    n: number,
    tables: number,
    stride: number,
    width: number,
    shift: number,
    mask: number,
    match: number,
    delta: number,
  ): void;
  strausEvaluateVarTime(pair: number): void;
  strausLanesVarTime(pair: number): void;
  pippengerWork(n: number, c: number, windows: number): number;
  pippengerVarTime(
    pair: number,
    entries: number,
    scalars: number,
    n: number,
    c: number,
    windows: number,
    work: number,
  ): void;

  buildWindows(t0: number, t1: number, pair: number, work: number): void;
  fixedBucketsWork(generators: number): number;
  fixedBucketsBeginVarTime(space: number): void;
  fixedBucketsAddVarTime(scalars: number, n: number, tables: number): void;
  fixedBucketsEvaluateVarTime(pair: number): void;

  crossCoefficients(out: number, a: number, factors: number, n: number, k: number): void;
  foldFactors(factors: number, low: number, high: number, n: number, k: number): void;
  isGeometricVarTime(x: number, n: number, work: number): number;
  relativeFactors(out: number, factors: number, inverse: number, n: number, k: number): void;

  keccakF1600(state: number): void;
}

/**
 * `(module (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt))`: valid only if WebAssembly has
 * 128-bit SIMD.
 */
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
  11,
]);

/** Whether this runtime supports WebAssembly with 128-bit SIMD. */
export function hasWasmSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
}

const kernelBytes = () => Uint8Array.from(atob(kernelBase64), (character) => character.charCodeAt(0));
const exportsOf = (instance: WebAssembly.Instance) => instance.exports as unknown as Kernel;

/**
 * Compiles synchronously, for Node and workers. Some browsers forbid this on the main thread.
 * @throws RangeError or WebAssembly.CompileError if the runtime forbids it
 */
export function loadKernel(): Kernel {
  return exportsOf(new WebAssembly.Instance(new WebAssembly.Module(kernelBytes())));
}

/** Compiles asynchronously, as the main thread of a browser requires. */
export async function loadKernelAsync(): Promise<Kernel> {
  const { instance } = await WebAssembly.instantiate(kernelBytes());
  return exportsOf(instance);
}
