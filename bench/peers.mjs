// Other implementations for comparison. An implementation that cannot run here is skipped with a message.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { task } from './measure.mjs';

const require = createRequire(import.meta.url);

export async function tasksOfSolana() {
  const sdk = await import('@solana/zk-sdk/node');
  const prove = () => {
    const opening = new sdk.PedersenOpening();
    const commitment = sdk.PedersenCommitment.from(5_400_000n, opening);
    return new sdk.BatchedRangeProofU64Data([commitment], BigUint64Array.of(5_400_000n), Uint8Array.of(64), [
      opening,
    ]);
  };
  const proof = prove();
  // The serialized data contain the proof and its context; the proof itself has 672 bytes.
  const bytes = 672;
  const name = '@solana/zk-sdk 0.4 (WASM)';
  return [task(name, 'prove', 1, bytes, prove), task(name, 'verify', 1, bytes, () => proof.verify())];
}

export async function tasksOfAptos() {
  const sdk = await import('@aptos-labs/confidential-asset-wasm-bindings/range-proofs');
  const entry = require.resolve('@aptos-labs/confidential-asset-wasm-bindings/range-proofs');
  sdk.initSync({ module: readFileSync(join(entry, '../aptos_rp_wasm_bg.wasm')) });
  const bytesOf = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));
  const B = bytesOf('e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76');
  const blindingBase = bytesOf('8c9240b456a9e6dc65c377a1048d745f94a08cdb7f44cbcd7b46f34048871134');
  const blinding = () => {
    const bytes = new Uint8Array(randomBytes(32));
    bytes[31] &= 15;
    return bytes;
  };
  const name = '@aptos-labs/confidential-asset-wasm-bindings 0.0.2 (WASM)';
  const tasks = [];
  for (const m of [1, 4]) {
    const amounts = BigUint64Array.from({ length: m }, (_, i) => 5_400_000n + BigInt(i));
    const prove = () =>
      sdk.batch_range_proof(amounts, Array.from({ length: m }, blinding), B, blindingBase, 64);
    const proven = prove();
    const [proof, commitments] = [proven.proof(), proven.comms()];
    const verify = () => {
      if (!sdk.batch_verify_proof(proof, commitments, B, blindingBase, 64))
        throw new Error('A valid proof was rejected.');
    };
    tasks.push(task(name, 'prove', m, proof.length, prove));
    tasks.push(task(name, 'verify', m, proof.length, verify));
  }
  return tasks;
}

/** The crates of dalek and tari, compiled with cargo if it is installed. */
export function measureNative(rounds) {
  if (spawnSync('cargo', ['--version'], { stdio: 'ignore' }).status !== 0)
    throw new Error('cargo is not installed');
  const manifest = join(import.meta.dirname, 'native/Cargo.toml');
  const cargoArguments = [
    'run',
    '--quiet',
    '--release',
    '--locked',
    '--manifest-path',
    manifest,
    '--',
    String(rounds),
  ];
  return JSON.parse(
    execFileSync('cargo', cargoArguments, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  );
}
