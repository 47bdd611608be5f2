// A statistical timing test after dudect (Reparaz, Balasch, Verbauwhede 2017): each operation runs with
// secrets that are all zero or random, in random order, and Welch's t-test compares the two sets of
// times. The test measures the machine code that this runtime's JIT compiles from the kernel. The control
// is a variable-time function, the same sum by Straus' method, which the same test must catch.
import { randomBytes, randomInt } from 'node:crypto';

/** Above this |t|, the timing distributions of the two classes count as different (dudect's own threshold). */
const THRESHOLD = 10;
const GENERATORS = 8;

/** The kernel with tables of some points and memory for secrets. */
class KernelFixture {
  constructor(wasm) {
    this.kernel = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports;
    this.bytes = new Uint8Array(this.kernel.memory.buffer);
    let top = (this.kernel.heapBase() + 127) & -128;
    const allocate = (size) => {
      const address = top;
      top = (top + size + 127) & -128;
      return address;
    };
    const k = this.kernel;
    this.pair = allocate(320);
    this.work = allocate(200_000);
    this.comb = allocate(52 * 2 * 16 * 128);
    this.stride = 128 * 16 * 2;
    this.tables = allocate(this.stride * GENERATORS);
    this.scalars = allocate(36 * GENERATORS);
    this.digits = allocate(52 * GENERATORS);
    this.terms = allocate(16 * GENERATORS);
    this.encodings = allocate(64);
    const derive = (seed) => {
      this.bytes.fill(seed, this.encodings, this.encodings + 64);
      k.derive(this.pair, this.encodings);
    };
    derive(1);
    k.buildComb(this.comb, this.pair, 52, this.work);
    for (let i = 0; i < GENERATORS; i += 2) {
      derive(i + 2);
      k.buildTables(
        this.tables + this.stride * i,
        this.tables + this.stride * (i + 1),
        this.pair,
        16,
        130,
        this.work,
      );
    }
    const words = new Uint32Array(this.kernel.memory.buffer, this.terms, 4 * GENERATORS);
    for (let i = 0; i < GENERATORS; i++) {
      const [table, digits] = [this.tables + this.stride * i, this.digits + 52 * i];
      words.set([table, digits, table + this.stride / 2, digits + 26], 4 * i);
    }
  }

  /** Scalars of one class in the kernel's representation, and a 64-bit value of the same class. */
  secrets(isRandom) {
    const wide = isRandom ? randomBytes(64 * GENERATORS) : Buffer.alloc(64 * GENERATORS);
    this.bytes.set(wide, this.work);
    this.kernel.fromWideBytes(this.scalars, this.work, GENERATORS);
    const scalars = this.bytes.slice(this.scalars, this.scalars + 36 * GENERATORS);
    return { scalars, value: wide.readBigUInt64LE(0) };
  }
}

const OPERATIONS = {
  'commit (combMultiply)': (b) => b.kernel.combMultiply(b.pair, b.comb, b.scalars, b.digits, b.work),
  'S (recodeSignedOdd, multiplyFixed)': (b) => {
    b.kernel.recodeSignedOdd(b.digits, b.scalars, GENERATORS);
    b.kernel.multiplyFixed(b.pair, b.terms, 0, 2 * GENERATORS, 26, b.work);
  },
  'A (addBits)': (b, { value }) => {
    const h = b.tables + (b.stride * GENERATORS) / 2;
    b.kernel.setIdentity(b.pair);
    b.kernel.addBits(b.pair, value, GENERATORS / 2, b.tables, h, b.stride, b.work);
  },
  'products (mulVectors)': (b) => b.kernel.mulVectors(b.digits, b.scalars, b.scalars, GENERATORS, 1),
};
const CONTROLS = {
  'S in variable time (straus)': (b) => {
    b.kernel.strausBeginVarTime(b.work);
    b.kernel.strausAddVarTime(b.scalars, GENERATORS, b.tables, b.stride, 6, 130, 0, 0, 0);
    b.kernel.strausEvaluateVarTime(b.pair);
  },
};

/** Welch's t of two samples. */
function welch(x, y) {
  const mean = (list) => list.reduce((sum, v) => sum + v, 0) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  const variance = (list, m) => list.reduce((sum, v) => sum + (v - m) ** 2, 0) / (list.length - 1);
  return (mx - my) / Math.sqrt(variance(x, mx) / x.length + variance(y, my) / y.length);
}

/** The largest |t| over several crops, which remove times prolonged by interrupts from both classes alike. */
function largestT(classes) {
  const sorted = [...classes[0], ...classes[1]].sort((a, b) => a - b);
  return Math.max(
    ...[0.5, 0.75, 0.9].map((quantile) => {
      const limit = sorted[Math.floor(sorted.length * quantile)];
      const [x, y] = classes.map((times) => times.filter((time) => time <= limit));
      return x.length < 2 || y.length < 2 ? Number.POSITIVE_INFINITY : Math.abs(welch(x, y));
    }),
  );
}

function measure(fixture, operation, count) {
  const classes = [[], []];
  const inputs = Array.from({ length: 256 }, (_, i) => fixture.secrets(i % 2 === 1));
  for (let i = -500; i < count; i++) {
    const choice = randomInt(256);
    const input = inputs[choice];
    fixture.bytes.set(input.scalars, fixture.scalars);
    const start = process.hrtime.bigint();
    operation(fixture, input);
    const time = Number(process.hrtime.bigint() - start);
    if (i >= 0) classes[choice % 2].push(time);
  }
  return largestT(classes);
}

/** Prints one line per operation. @returns the number of failures */
export function timeOperations(wasm, count) {
  const fixture = new KernelFixture(wasm);
  let failures = 0;
  const report = (holds, text) => {
    if (!holds) failures++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${text}`);
  };
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const t = measure(fixture, operation, count);
    report(t < THRESHOLD, `${name}: |t| = ${t.toFixed(1)} over ${count} runs`);
  }
  for (const [name, operation] of Object.entries(CONTROLS)) {
    const t = measure(fixture, operation, count);
    report(
      t >= THRESHOLD,
      `${name} (control): |t| = ${t.toFixed(1)}, ${t >= THRESHOLD ? 'caught' : 'not caught'}`,
    );
  }
  return failures;
}
