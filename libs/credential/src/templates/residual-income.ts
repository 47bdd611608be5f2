/**
 * The residual incomes of 38 CFR 36.4340(e), in whole US dollars a month. Of the public rules on what must be left of an
 * income, this one has its amounts in the regulation itself, by household size alone, and they change only with it.
 * (Germany's § 850c ZPO and the minimum living costs of lenders change every year, or depend on ages and rents.)
 */
export const REGIONS = ['northeast', 'midwest', 'south', 'west'] as const;
export type Region = (typeof REGIONS)[number];

interface ResidualIncomes {
  /** For one to five people. */
  readonly byPeople: Readonly<Record<Region, readonly number[]>>;
  /** For each person more, up to seven. */
  readonly perFurtherPerson: number;
}

const BELOW_80_000: ResidualIncomes = {
  byPeople: {
    northeast: [390, 654, 788, 888, 921],
    midwest: [382, 641, 772, 868, 902],
    south: [382, 641, 772, 868, 902],
    west: [425, 713, 859, 967, 1004],
  },
  perFurtherPerson: 75,
};

const FROM_80_000: ResidualIncomes = {
  byPeople: {
    northeast: [450, 755, 909, 1025, 1062],
    midwest: [441, 738, 889, 1003, 1039],
    south: [441, 738, 889, 1003, 1039],
    west: [491, 823, 990, 1117, 1158],
  },
  perFurtherPerson: 80,
};

/**
 * @param people 1 to 7
 * @param loan in cents
 * @returns cents a month
 */
export function residualIncome(people: number, region: Region, loan: bigint): bigint {
  const { byPeople, perFurtherPerson } = loan < 8_000_000n ? BELOW_80_000 : FROM_80_000;
  const amounts = byPeople[region];
  const further = Math.max(people - amounts.length, 0);
  return BigInt(amounts[people - further - 1]! + further * perFurtherPerson) * 100n;
}
