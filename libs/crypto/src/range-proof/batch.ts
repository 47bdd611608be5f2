import type { Backend } from '../backend/backend.js';
import { currentBackend } from '../backend/select.js';
import { elementsOf } from '../bytes.js';
import { RangeProofError } from '../errors.js';
import { platformRandom } from '../randomness.js';
import { type ParsedClaim, parseClaimOnCopy, type RangeProofClaim } from './claim.js';
import {
  addVerificationEquation,
  type ChallengeScalars,
  challengeScalars,
  pointCount,
  randomWeights,
} from './verification-equation.js';

/** A rejected claim: its index in the batch, and the error that `verifyRange` would throw for it. */
export interface RejectedClaim {
  readonly index: number;
  readonly error: RangeProofError;
}

export interface BatchResult {
  /** Whether all claims are valid. */
  readonly valid: boolean;
  /** In the order of the batch; empty if all claims are valid. */
  readonly rejected: readonly RejectedClaim[];
}

interface IndexedClaim {
  readonly index: number;
  readonly claim: ParsedClaim;
}

/**
 * Maximum number of points of one multi-scalar multiplication, which bounds its memory. 256 claims of one
 * 64-bit value have 4,352 points; larger batches are split.
 */
const MAX_POINTS = 4500;

/** Maximum number of claims of a batch, which bounds the time and memory of a call. */
const MAX_CLAIMS = 65_536;

/**
 * Verifies many claims, of any mix of sizes, with one multi-scalar multiplication: the sum of their
 * verification equations, each times a random 128-bit weight. If the sum is not the identity, bisection
 * finds the invalid claims, within a budget: a batch costs at most twice as much as its claims one by one,
 * whichever of them are forged. An invalid claim passes with probability 2^−128. Variable time: all inputs
 * are public.
 *
 * Does not advance the transcripts, so several claims may share one. An empty batch is valid. A
 * malformed claim is rejected; it does not throw.
 *
 * @throws RangeProofError('InvalidAggregation') if `claims` is not an array, ('TooManyClaims') if it has
 *   more than 65,536 elements, ('EngineUnavailable') as every operation does
 * @see Bünz et al.: Bulletproofs (2018), §6.1
 * @example
 * const { valid, rejected } = verifyBatch([{ transcript, commitments, bits: 64, proof }]);
 * for (const { index, error } of rejected) console.log(index, error.code);
 */
export function verifyBatch(claims: readonly RangeProofClaim[]): BatchResult {
  return verifyBatchWith(currentBackend(), claims);
}

/** {@link verifyBatch} with a given backend. */
export function verifyBatchWith(backend: Backend, claims: readonly RangeProofClaim[]): BatchResult {
  if (!Array.isArray(claims))
    throw new RangeProofError('InvalidAggregation', 'A batch must be an array of claims.');
  const given = elementsOf(claims, MAX_CLAIMS) as (RangeProofClaim | undefined)[] | undefined;
  if (given === undefined)
    throw new RangeProofError('TooManyClaims', `A batch must have at most ${MAX_CLAIMS} claims.`);
  const rejected: RejectedClaim[] = [];
  const parsed: IndexedClaim[] = [];
  for (const [index, claim] of given.entries()) {
    try {
      parsed.push({ index, claim: parseClaimOnCopy(claim) });
    } catch (error) {
      rejected.push({ index, error: asRangeProofError(error) });
    }
  }
  for (const chunk of splitByPoints(parsed)) rejected.push(...verifyChunk(backend, chunk));
  rejected.sort((a, b) => a.index - b.index);
  return { valid: rejected.length === 0, rejected };
}

/** Splits the claims in order into chunks of at most `MAX_POINTS` points. */
function splitByPoints(claims: readonly IndexedClaim[]): IndexedClaim[][] {
  const chunks: IndexedClaim[][] = [];
  let points = MAX_POINTS;
  for (const claim of claims) {
    points += pointCount(claim.claim);
    if (points > MAX_POINTS) {
      chunks.push([]);
      points = pointCount(claim.claim);
    }
    (chunks[chunks.length - 1] as IndexedClaim[]).push(claim);
  }
  return chunks;
}

/** The error of a claim. Rethrows every other error: a backend that is not available says nothing about a claim. */
function asRangeProofError(error: unknown): RangeProofError {
  if (error instanceof RangeProofError && error.code !== 'EngineUnavailable') return error;
  throw error;
}

function verifyChunk(backend: Backend, claims: readonly IndexedClaim[]): RejectedClaim[] {
  const { isValid, malformed } = verifySum(backend, claims);
  if (isValid) return malformed;
  const isMalformed = new Set(malformed.map(({ index }) => index));
  const wellFormed = claims.filter(({ index }) => !isMalformed.has(index));
  const invalid = findInvalid(backend, wellFormed).map(({ index }) => ({
    index,
    error: verificationError(),
  }));
  return [...malformed, ...invalid];
}

const verificationError = () =>
  new RangeProofError('VerificationError', 'The proof is not valid for this statement.');

/**
 * The cost of the sum of `count` equations, in units of a single verification: about 0.2 for each claim, and
 * 0.8 for what the claims share (measured from 1 to 64 claims of one 64-bit value).
 */
const costOfSum = (count: number): number => 0.8 + 0.2 * count;

/** What bisection may cost, as a share of the cost of verifying all claims one by one. */
const BISECTION_BUDGET = 0.7;

/**
 * The invalid claims among these, of which at least one is invalid. Bisects, which is cheap for a few
 * forgeries and expensive for many: after the budget is spent, it verifies the remaining claims one by one.
 * With the sum that failed before, this costs at most 0.2·n + 0.8 + 0.7·n + n for n claims.
 */
function findInvalid(backend: Backend, claims: readonly IndexedClaim[]): IndexedClaim[] {
  let budget = BISECTION_BUDGET * claims.length;
  const isValid = (part: readonly IndexedClaim[]) => verifySum(backend, part).isValid;

  /** @param isInvalid whether at least one of the claims is known to be invalid */
  const search = (part: readonly IndexedClaim[], isInvalid: boolean): IndexedClaim[] => {
    if (!isInvalid) {
      const cost = costOfSum(part.length);
      if (cost > budget) return part.filter((claim) => !isValid([claim]));
      budget -= cost;
      if (isValid(part)) return [];
    }
    if (part.length === 1) return [...part];
    const middle = part.length >> 1;
    const inFirst = search(part.slice(0, middle), false);
    // If the first half is valid, the second half is invalid and needs no check of its own.
    return [...inFirst, ...search(part.slice(middle), inFirst.length === 0)];
  };
  return search(claims, true);
}

/** Whether the weighted sum of the equations of all decodable claims is the identity. */
function verifySum(
  backend: Backend,
  claims: readonly IndexedClaim[],
): { isValid: boolean; malformed: RejectedClaim[] } {
  const malformed: RejectedClaim[] = [];
  const parsed = claims.map(({ claim }) => claim);
  const isValid = backend.withScope((group) => {
    const msm = group.newMultiScalarMulVarTime({
      points: parsed.reduce((points, claim) => points + pointCount(claim), 0),
      parties: Math.max(...parsed.map(({ commitments }) => commitments.length)),
    });
    const challenges = challengeScalars(group, parsed);
    const weights = randomWeights(group, platformRandom, 2 * claims.length);
    for (const [i, { index, claim }] of claims.entries()) {
      backend.withScope((inner) => {
        try {
          const weight = (j: number) => inner.slice(weights, j, j + 1);
          const scalars = challenges[i] as ChallengeScalars;
          addVerificationEquation(inner, msm, claim, scalars, weight(2 * i), weight(2 * i + 1));
        } catch (error) {
          malformed.push({ index, error: asRangeProofError(error) });
        }
      });
    }
    return group.isIdentity(msm.evaluateVarTime());
  });
  return { isValid, malformed };
}
