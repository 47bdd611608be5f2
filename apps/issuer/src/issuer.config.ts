import { ATTRIBUTES, MAX_STATUS_LIST_TTL_SECONDS } from '@zk-income/credential';
import {
  CertificateChains,
  Env,
  EnvCertificateChains,
  flag,
  integer,
  list,
  StatefulServiceConfig,
  ValidateWith,
} from '@zk-income/service-kit';
import { IsInt, Max, Min } from 'class-validator';

const ATTRIBUTE_NAMES = [...ATTRIBUTES.keys()].join(', ');
const TTL = `seconds from 1 to ${MAX_STATUS_LIST_TTL_SECONDS}`;
const REFUSALS = 'an integer from 1 to 1000000';
const OPEN_LISTS = 'an integer from 1 to 64';

/** Configuration of the issuer. */
export class IssuerConfig extends StatefulServiceConfig {
  override readonly PORT: number = 3001;

  @Env('Attributes that every credential commits to.', list)
  @ValidateWith(
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      new Set(value).size === value.length &&
      value.every((name) => ATTRIBUTES.has(name)),
    `a comma-separated list, without duplicates, of ${ATTRIBUTE_NAMES}`,
  )
  readonly ISSUER_ATTRIBUTES: readonly string[] = ['gross_income', 'debt_payments'];

  @Env(
    'Whether each credential is about one contract with the payer, which the client names in `contract`. A person can then add the amounts of several contracts with one payer.',
    flag,
  )
  @ValidateWith((value) => typeof value === 'boolean', 'true or false')
  readonly ISSUER_CONTRACTS: boolean = false;

  @Env('`ttl` of status lists: how long verifiers may cache them.', integer)
  @IsInt({ message: TTL })
  @Min(1, { message: TTL })
  @Max(MAX_STATUS_LIST_TTL_SECONDS, { message: TTL })
  readonly STATUS_LIST_TTL_SECONDS: number = 300;

  @Env(
    'Number of status lists over which new credentials are distributed. Fewer lists have more entries each, which gives better herd privacy.',
    integer,
  )
  @IsInt({ message: OPEN_LISTS })
  @Min(1, { message: OPEN_LISTS })
  @Max(64, { message: OPEN_LISTS })
  readonly STATUS_LISTS_OPEN: number = 2;

  @Env(
    'Number of calls of wallets with unknown codes and tokens per client address and minute before further ones are throttled. Offers that this replica knows are not affected.',
    integer,
  )
  @IsInt({ message: REFUSALS })
  @Min(1, { message: REFUSALS })
  @Max(1_000_000, { message: REFUSALS })
  readonly MAX_UNKNOWN_REQUESTS_PER_MINUTE: number = 1_200;

  @Env(
    'Number of refused codes, and of calls with an access token, per client address, offer and minute before further ones for this offer are throttled.',
    integer,
  )
  @IsInt({ message: REFUSALS })
  @Min(1, { message: REFUSALS })
  @Max(1_000_000, { message: REFUSALS })
  readonly MAX_REFUSED_PER_MINUTE: number = 600;

  @EnvCertificateChains(
    'Certificates over the signing keys of the issuer, in PEM, or the path of a file with them: the leaf first, then the authorities. Several chains may follow each other; the service uses the one for its current key. Credentials have it as `x5c`. Without a chain for the current key, they have none, and wallets that find keys by certificates only do not accept them.',
  )
  readonly ISSUER_CERTIFICATE_CHAIN: CertificateChains = CertificateChains.none;
}
