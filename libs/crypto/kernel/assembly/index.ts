// What the engine calls. All addresses are offsets in the exported memory; the engine allocates.
export { SCALAR_ONE } from './constants.generated';
export { wipe } from './memory';
export { decode, derive, encode, isIdentity, DECODE_WORK } from './ristretto';
export {
  addVectors, bitsOf, fromBytes, fromWideBytes, innerProduct, invertVector, kronecker, mulVectors, powers,
  subsetProducts, subVectors, toBytes,
} from './scalar';
export { addExtended, addLanes, copyPoint, setIdentity, zipLanes } from './point';
export { buildComb, buildPointTables, buildTables, entriesToPoints, pointsToEntries } from './tables';
export { addBits, combMultiply, FIXED_BASE_WORK, multiplyFixed } from './fixed-base';
export { signedOdd } from './recode';
export { strausAddVarTime, strausBeginVarTime, strausEvaluateVarTime, strausLanesVarTime } from './straus';
export { pippengerVarTime, pippengerWork } from './pippenger';
export {
  buildWindows, fixedBucketsAddVarTime, fixedBucketsBeginVarTime, fixedBucketsEvaluateVarTime, fixedBucketsWork,
} from './fixed-buckets';
export { crossCoefficients, foldFactors, isGeometricVarTime, relativeFactors } from './inner-product';
export { keccakF1600 } from './keccak.generated';
// For the differential tests, which take the kernel apart.
export { addToBucket, beginBuckets, bucketsWork, sumBuckets, weighBuckets } from './buckets';
export { add, carry, fromBytes as fieldFromBytes, invert, isNegative, isZero, mul, negate, square, sub, subCarried, toBytes as fieldToBytes } from './field';
export { addCached, addNiels, affineToNiels, double, gatherSigned, gatherVarTime, nielsToExtended, scatter, swapLanes, toCached } from './point';
export { toNiels } from './tables';
export { montgomeryMultiply } from './scalar';
export { signedWindowsVarTime } from './recode';
/** Where the module's own data ends: the engine's memory begins here. */
export function heapBase(): usize { return __heap_base; }
