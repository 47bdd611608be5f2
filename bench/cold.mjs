// One cold start: prints the time until the first proof and the memory in use after it.
const library = new URL('../dist/libs/crypto/src/index.js', import.meta.url).href;
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...parameters) {
    super(...parameters);
    memories.push(this.exports.memory);
  }
};

/** Total size of the 4 KiB pages that are not all zeros. */
function touchedBytes() {
  let pages = 0;
  for (const { buffer } of memories)
    for (let at = 0; at < buffer.byteLength; at += 4096)
      if (new BigUint64Array(buffer, at, 512).some((word) => word !== 0n)) pages++;
  return 4096 * pages;
}

const start = performance.now();
const crypto = await import(library);
const imported = performance.now();
const prove = (m) =>
  crypto.proveRange({
    transcript: new crypto.Transcript('bench'),
    values: Array.from({ length: m }, (_, i) => 5_400_000n + BigInt(i)),
    blindings: Array.from({ length: m }, () => crypto.randomScalar()),
    bits: 64,
  });
prove(1);
const first = performance.now();
const touched = touchedBytes();
prove(16);
console.log(
  JSON.stringify({
    import_ms: imported - start,
    first_ms: first - start,
    touched_bytes: touched,
    touched_of_sixteen_bytes: touchedBytes(),
  }),
);
