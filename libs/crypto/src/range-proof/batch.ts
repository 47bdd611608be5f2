import type { Engine } from '../engine/engine.js';
import { currentEngine } from '../engine/select.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';
import { checkTranscript } from '../transcript/transcript.js';
import { addEquation, type Drawn, drawChallenges, pointsOf, randomWeights } from './equation.js';
import { type RangeProofClaim, type ReadClaim, readClaim } from './statement.js';

/** A claim that was refused: its place in the batch, and the error that `verifyRange` would throw. */
export interface RefusedClaim {
  readonly index: number;
  readonly error: RangeProofError;
}

/** `valid` if nothing was refused. */
export interface BatchVerdict {
  readonly valid: boolean;
  /** In the order of the batch. */
  readonly refused: readonly RefusedClaim[];
}

interface Indexed {
  readonly index: number;
  readonly claim: ReadClaim;
}

/**
 * Points of one multi-scalar multiplication, 256 claims of one value have 4,352; what is more goes into
 * another, so that memory is bounded.
 */
const POINTS_AT_ONCE = 4500;

/**
 * Verifies many claims, of any mix of sizes, as one: the sum of their verification equations, each
 * times a random 128-bit weight, is one multi-scalar multiplication. If it fails, bisection finds
 * which claims are false. A false claim is accepted with probability 2^−128.
 *
 * The transcripts are left as they are, and several claims may share one. An empty batch is valid.
 * Nothing is thrown for a claim, however malformed.
 *
 * @throws RangeProofError('InvalidAggregation') if `claims` is not a list
 * @example
 * const { valid, refused } = verifyBatch([{ transcript, commitments, bits: 64, proof }]);
 * for (const { index, error } of refused) console.log(index, error.code);
 */
export function verifyBatch(claims: readonly RangeProofClaim[]): BatchVerdict {
  return verifyBatchWith(currentEngine(), claims);
}

/** {@link verifyBatch} with a given engine. */
export function verifyBatchWith(engine: Engine, claims: readonly RangeProofClaim[]): BatchVerdict {
  if (!Array.isArray(claims)) throw new RangeProofError('InvalidAggregation', 'A batch is a list of claims.');
  const refused: RefusedClaim[] = [];
  const read: Indexed[] = [];
  for (let index = 0; index < claims.length; index++) {
    try {
      read.push({ index, claim: readUnchanged(claims[index]) });
    } catch (error) {
      refused.push({ index, error: asRefusal(error) });
    }
  }
  for (const part of inParts(read)) refused.push(...refusedOf(engine, part));
  refused.sort((a, b) => a.index - b.index);
  return { valid: refused.length === 0, refused };
}

/** The claims in order, cut before their points become too many. */
function inParts(claims: readonly Indexed[]): Indexed[][] {
  const parts: Indexed[][] = [];
  let points = POINTS_AT_ONCE;
  for (const claim of claims) {
    points += pointsOf(claim.claim);
    if (points > POINTS_AT_ONCE) {
      parts.push([]);
      points = pointsOf(claim.claim);
    }
    (parts[parts.length - 1] as Indexed[]).push(claim);
  }
  return parts;
}

function readUnchanged(claim: RangeProofClaim | undefined): ReadClaim {
  checkTranscript(claim?.transcript);
  return readClaim({ ...(claim as RangeProofClaim), transcript: claim.transcript.clone() });
}

function asRefusal(error: unknown): RangeProofError {
  if (error instanceof RangeProofError) return error;
  throw error;
}

function refusedOf(engine: Engine, claims: readonly Indexed[]): RefusedClaim[] {
  const { holds, malformed } = sumUp(engine, claims);
  if (holds) return malformed;
  const isMalformed = new Set(malformed.map(({ index }) => index));
  const wellFormed = claims.filter(({ index }) => !isMalformed.has(index));
  return [...malformed, ...falseAmong(engine, wellFormed).map(({ index }) => ({ index, error: isFalse() }))];
}

const isFalse = () => new RangeProofError('VerificationError', 'The proof does not hold for this statement.');

/** The false claims among these, of which at least one is. */
function falseAmong(engine: Engine, claims: readonly Indexed[]): Indexed[] {
  if (claims.length === 1) return [...claims];
  const middle = claims.length >> 1;
  const [first, second] = [claims.slice(0, middle), claims.slice(middle)];
  const inFirst = sumUp(engine, first).holds ? [] : falseAmong(engine, first);
  // With nothing false in the first half it must be in the second, which need not be asked then.
  const secondHolds = inFirst.length > 0 && sumUp(engine, second).holds;
  return secondHolds ? inFirst : [...inFirst, ...falseAmong(engine, second)];
}

/** Whether all claims hold, those aside that can't be decoded. */
function sumUp(engine: Engine, claims: readonly Indexed[]): { holds: boolean; malformed: RefusedClaim[] } {
  const malformed: RefusedClaim[] = [];
  const read = claims.map(({ claim }) => claim);
  const holds = engine.withScratch((arith) => {
    const sum = arith.newSumVarTime({
      points: read.reduce((points, claim) => points + pointsOf(claim), 0),
      parties: Math.max(...read.map(({ commitments }) => commitments.length)),
    });
    const drawn = drawChallenges(arith, read);
    const weights = randomWeights(arith, platformRandom, 2 * claims.length);
    for (const [i, { index, claim }] of claims.entries()) {
      engine.withScratch((inner) => {
        try {
          const weight = (j: number) => inner.slice(weights, j, j + 1);
          addEquation(inner, sum, claim, drawn[i] as Drawn, weight(2 * i), weight(2 * i + 1));
        } catch (error) {
          malformed.push({ index, error: asRefusal(error) });
        }
      });
    }
    return arith.isIdentity(sum.evaluateVarTime());
  });
  return { holds, malformed };
}
