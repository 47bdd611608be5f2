import type { Kernel } from './kernel.js';

/** Two cache lines: an entry of a table of points never touches a third. */
const ALIGNMENT = 128;

/** Memory that is handed out upwards and given back as a stack. */
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

  /** Whether nothing is allocated: outside of every scope. */
  get isEmpty(): boolean {
    return this.top === this.start;
  }

  /** @throws RangeError when the thread's memory is used up */
  allocate(size: number): number {
    const address = this.top;
    this.top = (address + size + ALIGNMENT - 1) & -ALIGNMENT;
    if (this.top > this.bytes.length) {
      this.top = address;
      throw new RangeError('The proof engine has no memory left for so many points at once.');
    }
    if (this.top > this.highest) this.highest = this.top;
    return address;
  }

  /** Copies bytes in. */
  put(bytes: Uint8Array): number {
    const address = this.allocate(bytes.length);
    this.bytes.set(bytes, address);
    return address;
  }

  /** Copies bytes out. */
  take(address: number, length: number): Uint8Array {
    return this.bytes.slice(address, address + length);
  }

  /** Runs `work` and gives back what it allocated; not wiped before the scope around it ends. */
  temporarily<T>(work: () => T): T {
    const mark = this.top;
    try {
      return work();
    } finally {
      this.top = mark;
    }
  }

  /** Runs `work`, gives back what it allocated and overwrites it with zeros, also when it throws. */
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
