import { employedFor, incomeBand, steadyIncome, twoEmployers } from './income-templates.js';
import { debtToIncome, mortgageMultiple, residualIncomeTemplate } from './loan-templates.js';
import { couple, guarantor } from './people-templates.js';
import { annualRentMultiple, rentMultiple, rentMultipleVariableIncome } from './rent-templates.js';
import type { PolicyTemplate } from './template.js';

/** Every template by its id. A new one is added here, with a test of the numbers of its rule. */
export const POLICY_TEMPLATES: ReadonlyMap<string, PolicyTemplate> = new Map(
  [
    rentMultiple,
    annualRentMultiple,
    rentMultipleVariableIncome,
    debtToIncome,
    residualIncomeTemplate,
    mortgageMultiple,
    steadyIncome,
    incomeBand,
    twoEmployers,
    employedFor,
    couple,
    guarantor,
  ].map((template) => [template.id, template]),
);
