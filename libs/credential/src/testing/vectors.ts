import { readFileSync } from 'node:fs';
import type { Identity } from '../identifiers/subject.js';
import type { Words } from '../words/language.js';

const read = <Vectors>(name: string): Vectors =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8'));

interface SubjectVectors {
  readonly cases: readonly (Omit<Identity, 'id'> & {
    readonly comment: string;
    /** Spellings of one id. */
    readonly ids: readonly string[];
    readonly canonical_id: string;
    readonly subject: string;
  })[];
  readonly refused: readonly (Identity & { readonly why: string; readonly member: keyof Identity })[];
}

interface SourceIdVectors {
  readonly cases: readonly {
    readonly comment: string;
    /** Spellings of one payer. */
    readonly texts: readonly string[];
    readonly source_id: string;
  }[];
  readonly refused: readonly { readonly why: string; readonly text: string }[];
}

interface CurrencyVectors {
  /** Codes by the number of decimals. */
  readonly decimals: Readonly<Record<string, readonly string[]>>;
  readonly amounts: readonly {
    readonly minor_units: string;
    readonly currency: string;
    readonly words: Words;
  }[];
}

interface StatementVectors {
  readonly cases: readonly {
    readonly comment: string;
    /** Members in which the policy differs from the first. */
    readonly policy: Readonly<Record<string, unknown>>;
    readonly statements: readonly Words[];
  }[];
}

interface ContractVectors {
  readonly contracts: readonly {
    readonly comment: string;
    /** Spellings of one name. */
    readonly texts: readonly string[];
    readonly contract: string;
  }[];
  readonly rejected: readonly { readonly comment: string; readonly text: string }[];
}

export const contractVectors = read<ContractVectors>('contract');
export const subjectVectors = read<SubjectVectors>('subject');
export const sourceIdVectors = read<SourceIdVectors>('source-id');
export const currencyVectors = read<CurrencyVectors>('currencies');
export const statementVectors = read<StatementVectors>('statements');
