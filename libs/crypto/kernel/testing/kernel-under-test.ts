import { type Kernel, loadKernel } from '../../src/backend/wasm/kernel.js';

/** Exports of the kernel that only tests use. */
interface Internals {
  mul(out: number, a: number, b: number): void;
  add(out: number, a: number, b: number): void;
  sub(out: number, a: number, b: number): void;
  subCarried(out: number, a: number, b: number): void;
  square(out: number, a: number): void;
  negate(out: number, a: number): void;
  carry(out: number, a: number): void;
  invert(out: number, a: number): void;
  isNegative(a: number, lane: number): number;
  isZero(a: number, lane: number): number;
  fieldFromBytes(out: number, lane: number, bytes: number): void;
  fieldToBytes(out: number, a: number, lane: number): void;

  double(p: number, withT: number): void;
  addNiels(p: number, q: number, withT: number): void;
  addCached(p: number, q: number): void;
  toCached(out: number, p: number): void;
  affineToNiels(out: number, p: number): void;
  nielsToExtended(out: number, q: number): void;
  toNiels(points: number, count: number, products: number): void;
  swapLanes(out: number, p: number): void;
  scatter(entry0: number, entry1: number, q: number): void;
  gatherVarTime(out: number, reference0: number, reference1: number): void;
  gatherSigned(out: number, entry0: number, entry1: number, sign0: number, sign1: number): void;

  bucketsWork(buckets: number, references: number): number;
  beginBuckets(space: number, buckets: number): void;
  addToBucket(bucket: number, reference: number): void;
  sumBuckets(buckets: number): void;
  weighBuckets(weighted: number, sum: number, buckets: number, half: number): void;

  montgomeryMultiply(out: number, a: number, b: number): void;
  signedWindowsVarTime(out: number, scalars: number, n: number, c: number, windows: number): void;
}

const LIMBS = 9;
const LIMB_BITS = 29n;
const MASK = (1n << LIMB_BITS) - 1n;
const toLimbs = (value: bigint) =>
  Array.from({ length: LIMBS }, (_, i) => Number((value >> (LIMB_BITS * BigInt(i))) & MASK));
const fromLimbs = (limbs: readonly number[]) =>
  limbs.reduceRight((value, limb) => (value << LIMB_BITS) + BigInt(limb), 0n);

/** A separate kernel instance, with functions to write and read numbers in its memory. */
export class KernelUnderTest {
  readonly exports = loadKernel() as Kernel & Internals;
  readonly bytes = new Uint8Array(this.exports.memory.buffer);
  private readonly words = new Uint32Array(this.exports.memory.buffer);
  private readonly start = (this.exports.heapBase() + 127) & -128;
  private top = this.start;

  /** Allocates memory for a few operations; wraps around after one megabyte. */
  allocate(size: number): number {
    if (this.top > this.start + 2 ** 20) this.top = this.start;
    const address = this.top;
    this.top = (address + size + 15) & -16;
    return address;
  }

  /** A pair of field elements, one per lane. */
  pairOf(values: readonly bigint[]): number {
    return this.pairOfLimbs(values.map(toLimbs));
  }

  /** A pair from limbs of any size. */
  pairOfLimbs(lanes: readonly (readonly number[])[]): number {
    const address = this.allocate(80);
    for (const [lane, limbs] of lanes.entries())
      for (let i = 0; i <= LIMBS; i++)
        this.words[address / 4 + 2 * i + lane] = limbs[Math.min(i, LIMBS - 1)] as number;
    return address;
  }

  limbsOf(pair: number): number[][] {
    return [0, 1].map((lane) =>
      Array.from({ length: LIMBS }, (_, i) => this.words[pair / 4 + 2 * i + lane] as number),
    );
  }

  /** The integers that the limbs represent, not reduced. */
  valuesOf(pair: number): bigint[] {
    return this.limbsOf(pair).map(fromLimbs);
  }

  /** Writes 32 bytes, little-endian; returns their address. */
  write32(value: bigint): number {
    const address = this.allocate(32);
    for (let i = 0; i < 32; i++) this.bytes[address + i] = Number((value >> BigInt(8 * i)) & 255n);
    return address;
  }

  read32(address: number): bigint {
    let value = 0n;
    for (let i = 31; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[address + i] as number);
    return value;
  }

  /** The canonical value of one lane, from the kernel's own encoding. */
  canonical(pair: number, lane: number): bigint {
    const address = this.allocate(32);
    this.exports.fieldToBytes(address, pair, lane);
    return this.read32(address);
  }

  /** A scalar from its 29-bit limbs, not reduced. */
  scalarOfLimbs(value: bigint): number {
    const address = this.allocate(36);
    for (const [i, limb] of toLimbs(value).entries()) this.words[address / 4 + i] = limb;
    return address;
  }

  scalarValue(address: number): bigint {
    return fromLimbs(Array.from({ length: LIMBS }, (_, i) => this.words[address / 4 + i] as number));
  }
}
