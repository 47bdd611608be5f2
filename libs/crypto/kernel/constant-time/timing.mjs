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
    ...[0.1, 0.25, 0.5, 0.75, 0.9].map((quantile) => {
      const limit = sorted[Math.floor(sorted.length * quantile)];
      const [x, y] = classes.map((times) => times.filter((time) => time <= limit));
      return x.length < 2 || y.length < 2 ? Number.POSITIVE_INFINITY : Math.abs(welch(x, y));
    }),
  );
}

/** Times `operation` with inputs of two classes in random order. @returns the largest |t| */
function compare(inputs, prepare, operation, count) {
  const classes = [[], []];
  for (let i = -500; i < count; i++) {
    const choice = randomInt(inputs.length);
    prepare(inputs[choice]);
    const start = process.hrtime.bigint();
    operation(inputs[choice]);
    const time = Number(process.hrtime.bigint() - start);
    if (i >= 0) classes[choice % 2].push(time);
  }
  return largestT(classes);
}

const INPUTS = 256;

function measure(fixture, operation, count) {
  const inputs = Array.from({ length: INPUTS }, (_, i) => fixture.secrets(i % 2 === 1));
  return compare(
    inputs,
    ({ scalars }) => fixture.bytes.set(scalars, fixture.scalars),
    (input) => operation(fixture, input),
    count,
  );
}

/** Conversions of a value to bytes in one timing: a single one takes less time than the clock resolves. */
const CONVERSIONS = 500;
const repeated = (convert) => (value) => {
  for (let i = 0; i < CONVERSIONS; i++) convert(value);
};

/** The library around the kernel, with the value 0 or a random one of 64 bits. */
const libraryOperations = ({ commit, verifyOpening, encodeInteger, blinding, commitment }) => ({
  operations: {
    'commit (library)': (value) => commit(value, blinding),
    'verifyOpening (library)': (value) => verifyOpening(commitment, value, blinding),
    [`${CONVERSIONS} conversions of a value to bytes`]: repeated(encodeInteger),
  },
  controls: {
    [`${CONVERSIONS} conversions to text`]: repeated((value) => value.toString()),
  },
});

/**
 * Prints one line per operation.
 * @param library the functions of the built library, and one commitment with its blinding
 * @returns the number of failures
 */
export function timeOperations(wasm, library, count) {
  const fixture = new KernelFixture(wasm);
  let failures = 0;
  const report = (holds, text) => {
    if (!holds) failures++;
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${text}`);
  };
  const isConstant = (name, t) => report(t < THRESHOLD, `${name}: |t| = ${t.toFixed(1)} over ${count} runs`);
  const isCaught = (name, t) =>
    report(
      t >= THRESHOLD,
      `${name} (control): |t| = ${t.toFixed(1)}, ${t >= THRESHOLD ? 'caught' : 'not caught'}`,
    );
  for (const [name, operation] of Object.entries(OPERATIONS))
    isConstant(name, measure(fixture, operation, count));
  for (const [name, operation] of Object.entries(CONTROLS))
    isCaught(name, measure(fixture, operation, count));

  const values = Array.from({ length: INPUTS }, (_, i) =>
    i % 2 === 0 ? 0n : randomBytes(8).readBigUInt64LE(),
  );
  const time = (operation) => compare(values, () => {}, operation, count);
  const { operations, controls } = libraryOperations(library);
  for (const [name, operation] of Object.entries(operations)) isConstant(name, time(operation));
  for (const [name, operation] of Object.entries(controls)) isCaught(name, time(operation));
  return failures;
}
