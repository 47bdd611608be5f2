import type { Kernel } from './kernel.js';

/** Two cache lines, so that a 128-byte table entry never spans a third. */
const ALIGNMENT = 128;

/** A stack allocator in the kernel's memory. */
export class Arena {
  private top: number;
  private highest: number;
  readonly bytes: Uint8Array;

  constructor(
    private readonly kernel: Kernel,
    private readonly start: number,
  ) {
    this.top = start;
    this.highest = start;
    this.bytes = new Uint8Array(kernel.memory.buffer);
  }

  /** Whether nothing is allocated, that is, no scope is open. */
  get isEmpty(): boolean {
    return this.top === this.start;
  }

  /** @throws RangeError if the thread's memory is exhausted */
  allocate(size: number): number {
    const address = this.top;
    this.top = (address + size + ALIGNMENT - 1) & -ALIGNMENT;
    if (this.top > this.bytes.length) {
      this.top = address;
      throw new RangeError('Out of memory in the range-proof backend: too many points in one operation.');
    }
    if (this.top > this.highest) this.highest = this.top;
    return address;
  }

  /** Allocates a copy of `bytes`; returns its address. */
  copyIn(bytes: Uint8Array): number {
    const address = this.allocate(bytes.length);
    this.bytes.set(bytes, address);
    return address;
  }

  /** A copy of `length` bytes at `address`. */
  copyOut(address: number, length: number): Uint8Array {
    return this.bytes.slice(address, address + length);
  }

  /** Runs `work`, then frees its allocations. The enclosing scope overwrites them when it ends. */
  withTemporary<T>(work: () => T): T {
    const mark = this.top;
    try {
      return work();
    } finally {
      this.top = mark;
    }
  }

  /** Runs `work`, then frees its allocations and overwrites them with zeros, also if `work` throws. */
  scope<T>(work: () => T): T {
    const mark = this.top;
    const before = this.highest;
    this.highest = mark;
    try {
      return work();
    } finally {
      this.bytes.fill(0, mark, this.highest);
      this.top = mark;
      this.highest = Math.max(before, mark);
      this.kernel.wipe();
    }
  }
}
