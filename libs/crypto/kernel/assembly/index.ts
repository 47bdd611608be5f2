// The functions that the WebAssembly backend calls. Addresses are offsets in the exported memory, which
// the backend allocates.
export { SCALAR_ONE } from './constants.generated';
export { wipe } from './memory';
export { decode, derive, encode, isIdentity } from './ristretto';
export {
  addVectors, decomposeBits, fromBytes, fromWideBytes, innerProduct, invertVectorVarTime, kronecker, mulVectors, powers,
  subsetProducts, subVectors, toBytes,
} from './scalar';
export { addExtended, addLanes, setIdentity, zipLanes } from './point';
export { buildComb, buildPointTables, buildTables, entriesToPoints, pointsToEntries } from './tables';
export { addBits, combMultiply, multiplyFixed } from './fixed-base';
export { recodeSignedOdd } from './recode';
export { strausAddVarTime, strausBeginVarTime, strausEvaluateVarTime, strausLanesVarTime } from './straus';
export { pippengerVarTime, pippengerWork } from './pippenger';
export {
  buildWindows, fixedBucketsAddVarTime, fixedBucketsBeginVarTime, fixedBucketsEvaluateVarTime, fixedBucketsWork,
} from './fixed-buckets';
export { crossCoefficients, foldFactors, isGeometricVarTime, relativeFactors } from './inner-product';
export { keccakF1600 } from './keccak.generated';
// For the differential tests of single functions.
export { addToBucket, beginBuckets, bucketsWork, sumBuckets, weighBuckets } from './buckets';
export { add, carry, fromBytes as fieldFromBytes, invert, isNegative, isZero, mul, negate, square, sub, subCarried, toBytes as fieldToBytes } from './field';
export { addCached, addNiels, affineToNiels, double, gatherSigned, gatherVarTime, nielsToExtended, scatter, swapLanes, toCached } from './point';
export { toNiels } from './tables';
export { montgomeryMultiply } from './scalar';
export { signedWindowsVarTime } from './recode';
/** The end of the module's static data; the backend's memory starts here. */
export function heapBase(): usize { return __heap_base; }
