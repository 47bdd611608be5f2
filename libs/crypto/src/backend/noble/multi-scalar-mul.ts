import { interleavedMSMUnsafe, pippenger } from '@noble/curves/abstract/curve.js';
import { GENS_CAPACITY } from '../../generators/chain.js';
import type { InnerProductGenerators, MultiScalarMul, MultiScalarOperations, Scalars } from '../backend.js';
import { NoblePoints, RistrettoPoint } from './points.js';
import { NobleScalars } from './scalars.js';
import { partyTables, pedersenTables } from './tables.js';

const { Fn } = RistrettoPoint;
const scalarsOf = NobleScalars.of;
const single = (a: Scalars): bigint => scalarsOf(a)[0] as bigint;

/** From this number of points, Pippenger's buckets are faster than a table for each point. */
const PIPPENGER_MIN_POINTS = 128;

/** The coefficients of (B, B_blinding) and of all parties' generators, initially zero. */
class GeneratorCoefficients {
  private readonly pedersen = [0n, 0n];
  private readonly parties: bigint[][] = [];

  addPedersen(b: bigint, bBlinding: bigint): void {
    this.pedersen[0] = Fn.add(this.pedersen[0] as bigint, b);
    this.pedersen[1] = Fn.add(this.pedersen[1] as bigint, bBlinding);
  }

  /** Adds to the coefficient of generator `index = j·bits + i` of one family. */
  add(family: 'G' | 'H', index: number, bits: number, coefficient: bigint): void {
    const party = Math.floor(index / bits);
    this.parties[party] ??= new Array<bigint>(2 * GENS_CAPACITY).fill(0n);
    const ofParty = this.parties[party];
    const slot = (family === 'G' ? 0 : GENS_CAPACITY) + (index % bits);
    ofParty[slot] = Fn.add(ofParty[slot] as bigint, coefficient);
  }

  sumVarTime(): RistrettoPoint {
    let sum = pedersenTables.sumVarTime()(this.pedersen);
    for (const [party, coefficients] of this.parties.entries())
      sum = sum.add(partyTables.sumVarTime(party)(coefficients));
    return sum;
  }
}

class NobleMultiScalarMul implements MultiScalarMul {
  private readonly generators = new GeneratorCoefficients();
  private readonly points: RistrettoPoint[] = [];
  private readonly coefficients: bigint[] = [];

  addPedersen(b: Scalars, bBlinding: Scalars): void {
    this.generators.addPedersen(single(b), single(bBlinding));
  }

  addGenerators(g: Scalars, h: Scalars, bits: number): void {
    for (const [i, coefficient] of scalarsOf(g).entries()) this.generators.add('G', i, bits, coefficient);
    for (const [i, coefficient] of scalarsOf(h).entries()) this.generators.add('H', i, bits, coefficient);
  }

  addPoints(coefficients: Scalars, points: NoblePoints): void {
    this.coefficients.push(...scalarsOf(coefficients));
    this.points.push(...points.points);
  }

  evaluateVarTime(): NoblePoints {
    const pointSum =
      this.points.length < PIPPENGER_MIN_POINTS
        ? interleavedMSMUnsafe(RistrettoPoint, this.points, 4)(this.coefficients)
        : pippenger(RistrettoPoint, this.points, this.coefficients);
    return new NoblePoints([this.generators.sumVarTime().add(pointSum)]);
  }
}

/**
 * Keeps the original generators and their tables, and folds the factor of each generator instead:
 * after k rounds, generator i of the argument is the sum of the 2^k original generators whose index
 * is i mod `length`, times their factors.
 */
class UnfoldedGenerators implements InnerProductGenerators {
  length: number;
  private readonly gFactors: bigint[];
  private readonly hFactors: bigint[];

  constructor(
    hFactors: Scalars,
    private readonly bits: number,
  ) {
    this.length = hFactors.length;
    this.gFactors = new Array<bigint>(this.length).fill(1n);
    this.hFactors = [...scalarsOf(hFactors)];
  }

  crossTermsVarTime(a: Scalars, b: Scalars, cL: Scalars, cR: Scalars): NoblePoints {
    const half = this.length / 2;
    const [left, right] = [scalarsOf(a), scalarsOf(b)];
    const [L, R] = [new GeneratorCoefficients(), new GeneratorCoefficients()];
    L.addPedersen(single(cL), 0n);
    R.addPedersen(single(cR), 0n);
    for (const [i, factor] of this.gFactors.entries()) {
      const position = i % this.length;
      const [term, opposite] = position < half ? [R, position + half] : [L, position - half];
      term.add('G', i, this.bits, Fn.mul(factor, left[opposite] as bigint));
    }
    for (const [i, factor] of this.hFactors.entries()) {
      const position = i % this.length;
      const [term, opposite] = position < half ? [L, position + half] : [R, position - half];
      term.add('H', i, this.bits, Fn.mul(factor, right[opposite] as bigint));
    }
    return new NoblePoints([L.sumVarTime(), R.sumVarTime()]);
  }

  foldVarTime(u: Scalars, uInverse: Scalars): void {
    const half = this.length / 2;
    for (let i = 0; i < this.gFactors.length; i++) {
      const [g, h] = i % this.length < half ? [single(uInverse), single(u)] : [single(u), single(uInverse)];
      this.gFactors[i] = Fn.mul(this.gFactors[i] as bigint, g);
      this.hFactors[i] = Fn.mul(this.hFactors[i] as bigint, h);
    }
    this.length = half;
  }
}

export const multiScalarOperations: MultiScalarOperations = {
  newMultiScalarMulVarTime: () => new NobleMultiScalarMul(),
  innerProductGeneratorsVarTime: (hFactors, bits) => new UnfoldedGenerators(hFactors, bits),
};
