import { ATTRIBUTES } from '@zk-income/credential';
import { Env, integer, list, Satisfies, StatefulServiceConfig } from '@zk-income/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const KNOWN = [...ATTRIBUTES.keys()].join(', ');
const TTL = 'seconds from 1 to 900';
const OPEN_LISTS = 'an integer from 1 to 64';

/** What the issuer is configured with. */
export class IssuerConfig extends StatefulServiceConfig {
  override readonly PORT: number = 3001;

  /** Every credential commits to exactly these. */
  @Env(list)
  @Satisfies(
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      new Set(value).size === value.length &&
      value.every((name) => ATTRIBUTES.has(name)),
    `some of ${KNOWN}, with commas between them`,
  )
  readonly ISSUER_ATTRIBUTES: readonly string[] = ['annual_income', 'annual_debt'];

  /** For how long others may use a status list before they ask again. */
  @Env(integer)
  @IsInt({ message: TTL })
  @Min(1, { message: TTL })
  @Max(900, { message: TTL })
  readonly STATUS_LIST_TTL_SECONDS: number = 300;

  /** Status lists that are open at once. Few, so that each credential hides among many. */
  @Env(integer)
  @IsInt({ message: OPEN_LISTS })
  @Min(1, { message: OPEN_LISTS })
  @Max(64, { message: OPEN_LISTS })
  readonly STATUS_LISTS_OPEN: number = 2;
}
