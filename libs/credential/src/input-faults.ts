import { type ErrorCode, type InputFault, ProtocolError } from './errors.js';

/** `policy.predicates[0].at_least` as a JSON pointer: `#/policy/predicates/0/at_least`. */
export const pointerOf = (path: string): string =>
  `#/${path.replace(/\[(\d+)\]/g, '.$1').replaceAll('.', '/')}`;

/** One fault of an input: where, and what was expected. Contains none of the values involved. */
export const inputFault = (path: string, detail: string): InputFault => ({
  pointer: pointerOf(path),
  detail,
});

/** An error for one member of an input. */
export const faultError = (code: ErrorCode, path: string, detail: string): ProtocolError =>
  new ProtocolError(code, `${path}: ${detail}`, { errors: [inputFault(path, detail)] });

/**
 * Runs checks one after the other and reports the faults of all of them together: the error has the code and the text
 * of the first, and an entry for each.
 */
export class FaultCollector {
  private readonly caught: ProtocolError[] = [];

  /** Runs one check. Returns undefined where it fails. */
  try<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.add(error);
      return undefined;
    }
  }

  add(fault: ProtocolError): void {
    this.caught.push(fault);
  }

  get failed(): boolean {
    return this.caught.length > 0;
  }

  /** @throws ProtocolError where a check failed */
  throwIfFailed(): void {
    const [first, ...further] = this.caught;
    if (!first) return;
    if (further.length === 0) throw first;
    const errors = this.caught.flatMap((error) => error.errors ?? [{ pointer: '#', detail: error.detail }]);
    // Alternatives of a policy have the same fault where they have a part in common.
    const unique = new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error]));
    throw new ProtocolError(first.code, first.detail, { errors: [...unique.values()].slice(0, MAX_FAULTS) });
  }
}

const MAX_FAULTS = 50;
