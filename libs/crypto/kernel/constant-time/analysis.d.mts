export interface Declaration {
  readonly parameters: readonly number[];
  readonly mayReturnSecret?: boolean;
}

export class TaintAnalysis {
  constructor(wasm: Uint8Array);
  readonly faults: readonly string[];
  readonly exported: readonly string[];
  check(exported: string, declaration: Declaration): string[];
}
