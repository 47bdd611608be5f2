import {
  ATTRIBUTES,
  decimalsOf,
  exampleHolderKey,
  type InputFault,
  type IssueInput,
  isCurrency,
  PERSONAL_CLAIMS,
  ProtocolError,
  parseIssueInput,
} from '@zk-income/credential';

/** A fault of one row: its column, where it has one, and what was expected. Never contains a value of the row. */
export interface RowFault {
  readonly column?: string;
  readonly detail: string;
}

/** The cells of a row by column. */
export type Cells = ReadonlyMap<string, string>;

/** The columns that are the same for every file, with the member of the body that each sets. */
const COLUMNS = {
  holder_keys: 'holder_keys',
  currency: 'currency',
  period_start: 'period/start',
  period_end: 'period/end',
  id_country: 'identity/country',
  id_type: 'identity/id_type',
  id: 'identity/id',
} as const;
/** The columns of which every cell may be empty, or that may be missing. */
const PAY_PERIODS = { unit: 'pay_period_unit', count: 'pay_period_count' } as const;
const EXPIRY = 'expires_in_days';
/** For issuers that tell the contracts of one payer apart. */
const CONTRACT = 'contract';
const OPTIONAL: readonly string[] = [...Object.values(PAY_PERIODS), EXPIRY, CONTRACT];

const isAttribute = (column: string): boolean => ATTRIBUTES.has(column);
const isClaim = (column: string): boolean => (PERSONAL_CLAIMS as readonly string[]).includes(column);

/** The faults of the first line of a file, which names the columns. */
export function headerFaults(header: readonly string[]): RowFault[] {
  const faults: RowFault[] = [];
  const missing = Object.keys(COLUMNS).filter((column) => !header.includes(column));
  if (missing.length > 0) faults.push({ detail: `expected the columns ${missing.join(', ')} as well.` });
  if (!header.some(isAttribute)) {
    faults.push({
      detail: `expected a column for each attribute that the issuer attests: of ${[...ATTRIBUTES.keys()].join(', ')}.`,
    });
  }
  for (const [i, column] of header.entries()) {
    const isKnown =
      Object.hasOwn(COLUMNS, column) || isAttribute(column) || isClaim(column) || OPTIONAL.includes(column);
    const place = `column ${i + 1} of the first line`;
    if (!isKnown) faults.push({ detail: `${place}: its name is not one of the documented columns.` });
    else if (header.indexOf(column) !== i) faults.push({ detail: `${place}: ${column} is there already.` });
  }
  return faults;
}

/** An amount in whole units with all decimals of its currency, as a decimal integer in the smallest unit. */
function inSmallestUnit(text: string, currency: string): string | undefined {
  const decimals = decimalsOf(currency);
  const [, whole = '', fraction = ''] = /^(0|[1-9]\d*)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || fraction.length !== decimals) return undefined;
  return (whole + fraction).replace(/^0+(?=\d)/, '');
}

const exampleAmount = (currency: string): string => {
  const decimals = decimalsOf(currency);
  return decimals === 0 ? '54000' : `54000.${'0'.repeat(decimals)}`;
};

function attributeOf(column: string, text: string, currency: string, faults: RowFault[]): string {
  if (ATTRIBUTES.get(column)!.unit === 'months') return text;
  // The currency has a fault of its own.
  if (!isCurrency(currency)) return '0';
  const amount = inSmallestUnit(text, currency);
  if (amount !== undefined) return amount;
  faults.push({
    column,
    detail: `expected an amount in ${currency} with ${decimalsOf(currency)} decimals after a point and without separators, such as ${exampleAmount(currency)}.`,
  });
  return '0';
}

function holderKeysOf(text: string, faults: RowFault[]): IssueInput['holder_keys'] {
  try {
    const keys: unknown = JSON.parse(text);
    return (Array.isArray(keys) ? keys : [keys]) as IssueInput['holder_keys'];
  } catch {
    const detail = 'expected a public JWK, or a list of them, as JSON.';
    faults.push({ column: 'holder_keys', detail });
    // Stands in for it, so that the other cells are checked.
    return [exampleHolderKey];
  }
}

/** The number in a cell; undefined for an empty one. */
function numberOf(column: string, cells: Cells, faults: RowFault[]): number | undefined {
  const text = cells.get(column) ?? '';
  if (text === '') return undefined;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  faults.push({ column, detail: 'expected an integer, or nothing.' });
  return undefined;
}

/** The pay periods of a window, where the row has some. */
function payPeriodsOf(cells: Cells, faults: RowFault[]): Pick<IssueInput['period'], 'pay_periods'> {
  const unit = cells.get(PAY_PERIODS.unit) ?? '';
  const count = numberOf(PAY_PERIODS.count, cells, faults);
  if (unit === '' && count === undefined) return {};
  if (unit !== '' && count !== undefined) {
    return { pay_periods: { unit, count } } as Pick<IssueInput['period'], 'pay_periods'>;
  }
  const column = unit === '' ? PAY_PERIODS.unit : PAY_PERIODS.count;
  if (!faults.some((fault) => fault.column === column)) {
    faults.push({ column, detail: 'expected unit and count of the pay periods, or neither.' });
  }
  return {};
}

/** The column that sets a member of the body, or the first of several. */
function columnOf(pointer: string): string | undefined {
  const path = pointer.replace(/^#\//, '');
  if (path.startsWith('period/pay_periods')) return PAY_PERIODS.unit;
  if (path === CONTRACT) return CONTRACT;
  const fixed = Object.entries(COLUMNS).find(
    ([, member]) => path.startsWith(member) || member.startsWith(`${path}/`),
  );
  return fixed?.[0] ?? /^(?:attributes|claims)\/(\w+)$/.exec(path)?.[1];
}

/** The faults that an error names. That of a shape has the pointer in its text. */
function faultsOf({ detail, errors }: ProtocolError): readonly InputFault[] {
  const [, pointer = '#', text = detail] = /^(#\S*): (.*)$/.exec(detail) ?? [];
  return errors ?? [{ pointer, detail: text }];
}

/** The body of `POST /issue` for one row, or everything that is wrong with it. */
export async function readRow(
  cells: Cells,
  now: number,
): Promise<{ readonly input: IssueInput } | { readonly faults: readonly RowFault[] }> {
  const faults: RowFault[] = [];
  const cell = (column: string) => cells.get(column) ?? '';
  const currency = cell('currency');
  const columns = [...cells.keys()];
  const attributes = columns.filter(isAttribute);
  const claims = columns.filter((column) => isClaim(column) && cell(column) !== '');
  const contracts = columns.includes(CONTRACT);
  const days = numberOf(EXPIRY, cells, faults);
  const input: IssueInput = {
    holder_keys: holderKeysOf(cell('holder_keys'), faults),
    attributes: Object.fromEntries(
      attributes.map((column) => [column, attributeOf(column, cell(column), currency, faults)]),
    ),
    currency,
    period: { start: cell('period_start'), end: cell('period_end'), ...payPeriodsOf(cells, faults) },
    identity: {
      country: cell('id_country'),
      id_type: cell('id_type'),
      id: cell('id'),
    } as IssueInput['identity'],
    ...(contracts && { contract: cell(CONTRACT) }),
    ...(claims.length > 0 && { claims: Object.fromEntries(claims.map((column) => [column, cell(column)])) }),
    ...(days !== undefined && { expires_in_days: days }),
  };
  const named = new Set(faults.map(({ column }) => column));
  try {
    await parseIssueInput(input, { attributes, contracts }, now);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    for (const { pointer, detail } of faultsOf(error)) {
      const column = columnOf(pointer);
      // The value that stands in for a cell which cannot be read is not another fault.
      if (column === undefined || !named.has(column)) faults.push({ ...(column && { column }), detail });
    }
  }
  return faults.length > 0 ? { faults } : { input };
}
