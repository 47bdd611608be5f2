import { equalBytes } from '@noble/curves/utils.js';
import { sha3_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import {
  BulletproofGenerators,
  claimChallenges,
  commit,
  pedersenGenerators,
  type RangeProofClaim,
  RangeProofError,
  Transcript,
  verifyRange,
} from '@zk-income/crypto';
import { CommandError, EXIT_CODE } from '../errors.js';
import {
  asBytes,
  asBytesList,
  asInteger,
  asList,
  asNumber,
  asObject,
  asText,
  type Json,
  MalformedVectorError,
} from './schema.js';

export interface VectorResult {
  readonly name: string;
  /** Why the vector failed; absent if it passed. */
  readonly failure?: string;
}

/** The file has no vectors to check. */
export class UnreadableVectorsError extends CommandError {
  constructor(message: string) {
    super(message, EXIT_CODE.wrongUsage);
  }
}

/** A vector did not pass. */
class VectorFailure extends Error {}

const generators = new BulletproofGenerators();

/**
 * Checks every vector of a file of the schema of `libs/crypto/vectors`: the sections `generators`,
 * `merlin` and `cases`, each of which may be absent.
 *
 * @throws UnreadableVectorsError if the text is not such a file, or has nothing to check
 */
export function checkVectors(text: string): VectorResult[] {
  const file = parse(text);
  const results = [
    ...checkGenerators(file.generators),
    ...section(file, 'merlin').map((sequence, i) => result(`merlin[${i}]`, sequence, checkMerlin)),
    ...section(file, 'cases').map((vector, i) => result(`cases[${i}]`, vector, checkCase)),
  ];
  if (results.length === 0)
    throw new UnreadableVectorsError('nothing to check: the file has no cases, no merlin and no generators');
  return results;
}

function parse(text: string): Json {
  try {
    return asObject(JSON.parse(text), 'the file');
  } catch (error) {
    throw new UnreadableVectorsError(`not a vector file: ${(error as Error).message}`);
  }
}

function section(file: Json, name: string): readonly unknown[] {
  if (file[name] === undefined) return [];
  try {
    return asList(file[name], name);
  } catch (error) {
    throw new UnreadableVectorsError((error as Error).message);
  }
}

/** Runs one check on one vector. Any error is a failure of the vector. */
function result(path: string, vector: unknown, check: (vector: Json) => void): VectorResult {
  const given = (vector as Json | null)?.name ?? (vector as Json | null)?.label;
  const name = typeof given === 'string' ? `${path} “${given}”` : path;
  try {
    check(asObject(vector, 'the vector'));
    return { name };
  } catch (error) {
    if (error instanceof VectorFailure) return { name, failure: error.message };
    if (error instanceof MalformedVectorError) return { name, failure: `malformed: ${error.message}` };
    return { name, failure: `unexpected error: ${String(error)}` };
  }
}

function expectEqual(what: string, actual: Uint8Array, expected: Uint8Array): void {
  if (!equalBytes(actual, expected))
    throw new VectorFailure(`${what} is ${bytesToHex(actual)}, not ${bytesToHex(expected)}`);
}

function checkGenerators(given: unknown): VectorResult[] {
  if (given === undefined) return [];
  const expected = asFileSection(given);
  const pedersen = pedersenGenerators();
  const ours = { B: pedersen.B, B_blinding: pedersen.BBlinding };
  const results = Object.entries(ours)
    .filter(([name]) => expected[name] !== undefined)
    .map(([name, bytes]) =>
      result(`generators.${name}`, expected, (vectors) =>
        expectEqual(name, bytes, asBytes(vectors[name], name)),
      ),
    );
  const parties = section(expected, 'parties');
  return [...results, ...parties.map((party, i) => result(`generators.parties[${i}]`, party, checkParty))];
}

function asFileSection(given: unknown): Json {
  try {
    return asObject(given, 'generators');
  } catch (error) {
    throw new UnreadableVectorsError((error as Error).message);
  }
}

function checkParty(vector: Json): void {
  const party = asNumber(vector.party, 'party');
  if (!Number.isInteger(party) || party < 0 || party >= generators.partyCapacity)
    throw new VectorFailure(`party ${party} does not exist`);
  for (const family of ['G', 'H'] as const) {
    const ours = generators[family](party);
    const theirs = vector[family] === undefined ? [] : asBytesList(vector[family], family);
    if (theirs.length > ours.length) throw new VectorFailure(`${family} has ${theirs.length} generators`);
    for (const [i, expected] of theirs.entries())
      expectEqual(`${family}[${i}]`, ours[i] as Uint8Array, expected);
    const digest = vector[`sha3_256_of_64_${family}_concat`];
    if (digest !== undefined)
      expectEqual(`the digest of ${family}`, sha3_256(concatBytes(...ours)), asBytes(digest, 'the digest'));
  }
}

function checkMerlin(vector: Json): void {
  const transcript = new Transcript(asText(vector.label, 'label'));
  for (const [i, item] of asList(vector.ops, 'ops').entries()) {
    const operation = asObject(item, `ops[${i}]`);
    const label = asText(operation.label, 'label');
    switch (operation.op) {
      case 'append_message':
        transcript.appendMessage(label, asBytes(operation.data, 'data'));
        break;
      case 'append_u64':
        transcript.appendU64(label, asInteger(operation.value, 'value'));
        break;
      case 'challenge_bytes': {
        const challenge = transcript.challengeBytes(label, asNumber(operation.len, 'len'));
        expectEqual(`ops[${i}]`, challenge, asBytes(operation.out, 'out'));
        break;
      }
      default:
        throw new MalformedVectorError(`ops[${i}] has the unknown operation ${String(operation.op)}`);
    }
  }
}

function checkCase(vector: Json): void {
  if (typeof vector.valid !== 'boolean') throw new MalformedVectorError('valid must be true or false');
  const commitments = asBytesList(vector.commitments, 'commitments');
  const label = asText(vector.label, 'label');
  const claim = {
    bits: asNumber(vector.n, 'n'),
    commitments,
    proof: asBytes(vector.proof, 'proof'),
  };
  const rejection =
    asNumber(vector.m, 'm') === commitments.length
      ? rejectionOf(() => verifyRange({ ...claim, transcript: new Transcript(label) }))
      : `m is ${vector.m}, but there are ${commitments.length} commitments`;
  if (vector.valid && rejection !== undefined) throw new VectorFailure(`rejected: ${rejection}`);
  if (!vector.valid && rejection === undefined)
    throw new VectorFailure('accepted, but the vector is not valid');
  if (!vector.valid) return;
  checkOpenings(vector, commitments);
  if (vector.challenges !== undefined)
    checkChallenges(asObject(vector.challenges, 'challenges'), {
      ...claim,
      transcript: new Transcript(label),
    });
}

function rejectionOf(verify: () => void): string | undefined {
  try {
    verify();
    return undefined;
  } catch (error) {
    if (error instanceof RangeProofError) return `${error.code}: ${error.message}`;
    throw error;
  }
}

function checkOpenings(vector: Json, commitments: readonly Uint8Array[]): void {
  if (vector.values === undefined && vector.blindings === undefined) return;
  const values = asList(vector.values, 'values').map((value, j) => asInteger(value, `values[${j}]`));
  const blindings = asBytesList(vector.blindings, 'blindings');
  if (values.length !== commitments.length || blindings.length !== commitments.length)
    throw new MalformedVectorError('values, blindings and commitments must have the same length');
  for (const [j, value] of values.entries()) {
    let opened: Uint8Array;
    try {
      opened = commit(value, blindings[j] as Uint8Array);
    } catch (error) {
      throw error instanceof RangeProofError ? new VectorFailure(`blindings[${j}]: ${error.message}`) : error;
    }
    expectEqual(`commitments[${j}]`, opened, commitments[j] as Uint8Array);
  }
}

function checkChallenges(expected: Json, claim: RangeProofClaim): void {
  const { u, ...single } = claimChallenges(claim);
  for (const [name, challenge] of Object.entries(single))
    if (expected[name] !== undefined) expectEqual(name, challenge, asBytes(expected[name], name));
  if (expected.u === undefined) return;
  const rounds = asBytesList(expected.u, 'u');
  if (rounds.length !== u.length)
    throw new VectorFailure(`the proof has ${u.length} rounds, not ${rounds.length}`);
  for (const [i, challenge] of u.entries()) expectEqual(`u[${i}]`, challenge, rounds[i] as Uint8Array);
}
