import { abs, gcd } from '../bigints.js';

/** `Σ coefficient·variable + constant ≥ 0` */
export interface LinearConstraint {
  readonly terms: ReadonlyMap<string, bigint>;
  readonly constant: bigint;
}

/** A rational number. The denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** `denominator·basic = constant + Σ coefficients[k]·nonbasic[k]`, with a denominator above 0. */
interface Row {
  basic: number;
  denominator: bigint;
  constant: bigint;
  coefficients: bigint[];
}

/** Steps after which a program counts as too hard. Programs of honest policies take fewer than a hundred. */
const MAX_PIVOTS = 3_000;

/** Numbers above this size are reduced. Smaller ones are cheaper to multiply than to reduce. */
const REDUCE_ABOVE = 1n << 192n;

function reduce(row: Row): Row {
  if (row.denominator < REDUCE_ABOVE) return row;
  let divisor = gcd(row.denominator, row.constant);
  for (const coefficient of row.coefficients) {
    if (divisor === 1n) return row;
    divisor = gcd(divisor, coefficient);
  }
  return {
    basic: row.basic,
    denominator: row.denominator / divisor,
    constant: row.constant / divisor,
    coefficients: row.coefficients.map((coefficient) => coefficient / divisor),
  };
}

class TooHard extends Error {}

/**
 * Exact linear programming by the simplex method with Bland's rule. Variables are rational numbers from 0 to their cap, so
 * that the largest value for integers is at most what it finds.
 */
export class LinearProgram {
  private readonly names: readonly string[];
  private nonbasic: number[];
  private rows: Row[];
  private pivots = 0;
  readonly state: 'feasible' | 'infeasible' | 'too_hard';

  constructor(constraints: readonly LinearConstraint[], caps: ReadonlyMap<string, bigint>) {
    this.names = [...caps.keys()];
    this.nonbasic = this.names.map((_, index) => index);
    const bounds = [...caps].map(
      ([name, cap]): LinearConstraint => ({ terms: new Map([[name, -1n]]), constant: cap }),
    );
    this.rows = [...constraints, ...bounds].map(({ terms, constant }, index) => ({
      basic: this.names.length + index,
      denominator: 1n,
      constant,
      coefficients: this.names.map((name) => terms.get(name) ?? 0n),
    }));
    this.state = this.guard(() => (this.makeFeasible() ? 'feasible' : 'infeasible'));
  }

  /** The largest value of `Σ coefficient·variable`; undefined where the program is infeasible or too hard. */
  maximize(terms: ReadonlyMap<string, bigint>): Rational | undefined {
    if (this.state !== 'feasible') return undefined;
    const result = this.guard(() => this.optimize(this.objectiveOf(terms)));
    return result === 'too_hard' ? undefined : result;
  }

  private guard<T>(run: () => T): T | 'too_hard' {
    try {
      return run();
    } catch (error) {
      if (error instanceof TooHard) return 'too_hard';
      throw error;
    }
  }

  /** Phase 1: an artificial variable, added to every row, is minimized. */
  private makeFeasible(): boolean {
    const worst = this.rows.reduce<Row | undefined>(
      (least, row) => (least === undefined || row.constant < least.constant ? row : least),
      undefined,
    );
    if (worst === undefined || worst.constant >= 0n) return true;
    const artificial = this.names.length + this.rows.length;
    this.nonbasic.push(artificial);
    for (const row of this.rows) row.coefficients.push(1n);
    const column = this.nonbasic.length - 1;
    this.pivot(this.rows.indexOf(worst), column);
    const least = this.optimize(this.rowOf(artificial, -1n));
    if (least.numerator < 0n) return false;
    this.removeArtificial(artificial);
    return true;
  }

  private removeArtificial(artificial: number): void {
    const basicRow = this.rows.findIndex(({ basic }) => basic === artificial);
    if (basicRow >= 0) {
      const column = this.rows[basicRow]!.coefficients.findIndex((coefficient) => coefficient !== 0n);
      // Its value is 0, so that the pivot changes no constant.
      if (column >= 0) this.pivot(basicRow, column);
      else this.rows.splice(basicRow, 1);
    }
    const column = this.nonbasic.indexOf(artificial);
    if (column < 0) return;
    this.nonbasic.splice(column, 1);
    for (const row of this.rows) row.coefficients.splice(column, 1);
  }

  private rowOf(variable: number, factor: bigint): Row {
    const basic = this.rows.find((row) => row.basic === variable);
    if (basic)
      return {
        basic: -1,
        denominator: basic.denominator,
        constant: basic.constant * factor,
        coefficients: basic.coefficients.map((coefficient) => coefficient * factor),
      };
    return {
      basic: -1,
      denominator: 1n,
      constant: 0n,
      coefficients: this.nonbasic.map((one) => (one === variable ? factor : 0n)),
    };
  }

  private objectiveOf(terms: ReadonlyMap<string, bigint>): Row {
    let sum = this.rowOf(-2, 0n);
    for (const [name, factor] of terms) {
      const row = this.rowOf(this.names.indexOf(name), factor);
      const added = sum;
      sum = reduce({
        basic: -1,
        denominator: added.denominator * row.denominator,
        constant: added.constant * row.denominator + row.constant * added.denominator,
        coefficients: added.coefficients.map(
          (coefficient, k) => coefficient * row.denominator + row.coefficients[k]! * added.denominator,
        ),
      });
    }
    return sum;
  }

  private optimize(objective: Row): Rational {
    let goal = objective;
    for (;;) {
      const column = this.entering(goal);
      if (column === undefined) return { numerator: goal.constant, denominator: goal.denominator };
      const leaving = this.leaving(column);
      this.pivot(leaving, column);
      goal = substitute(goal, column, this.rows[leaving]!);
    }
  }

  private entering({ coefficients }: Row): number | undefined {
    let best: number | undefined;
    for (const [k, coefficient] of coefficients.entries()) {
      if (coefficient > 0n && (best === undefined || this.nonbasic[k]! < this.nonbasic[best]!)) best = k;
    }
    return best;
  }

  /** The row that limits the increase of a variable most. Every variable has a cap, so that one exists. */
  private leaving(column: number): number {
    let best: number | undefined;
    for (const [i, row] of this.rows.entries()) {
      const coefficient = row.coefficients[column]!;
      if (coefficient >= 0n) continue;
      if (best === undefined) {
        best = i;
        continue;
      }
      const least = this.rows[best]!;
      const difference = row.constant * -least.coefficients[column]! - least.constant * -coefficient;
      if (difference < 0n || (difference === 0n && row.basic < least.basic)) best = i;
    }
    return best!;
  }

  private pivot(index: number, column: number): void {
    this.pivots++;
    if (this.pivots > MAX_PIVOTS) throw new TooHard();
    const row = this.rows[index]!;
    const pivot = row.coefficients[column]!;
    const sign = pivot < 0n ? 1n : -1n;
    // pivot·entering = denominator·basic − constant − Σ others
    const solved: Row = {
      basic: this.nonbasic[column]!,
      denominator: abs(pivot),
      constant: sign * row.constant,
      coefficients: row.coefficients.map((coefficient, k) =>
        k === column ? -sign * row.denominator : sign * coefficient,
      ),
    };
    this.nonbasic[column] = row.basic;
    this.rows[index] = solved;
    for (const [i, other] of this.rows.entries())
      if (i !== index) this.rows[i] = substitute(other, column, solved);
  }
}

/** Replaces the variable of a column by the row that was solved for it. */
function substitute(row: Row, column: number, solved: Row): Row {
  const factor = row.coefficients[column]!;
  if (factor === 0n) return row;
  const { denominator } = solved;
  return reduce({
    basic: row.basic,
    denominator: row.denominator * denominator,
    constant: row.constant * denominator + factor * solved.constant,
    coefficients: row.coefficients.map((coefficient, k) =>
      k === column
        ? factor * solved.coefficients[k]!
        : coefficient * denominator + factor * solved.coefficients[k]!,
    ),
  });
}
