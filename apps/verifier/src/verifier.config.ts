import {
  DEFAULT_DISCLOSED_RETENTION_SECONDS,
  DEFAULT_MAX_FAILED_ATTEMPTS,
  DEFAULT_RECEIPT_RETENTION_SECONDS,
  MAX_AUDIENCE_CHARACTERS,
  MAX_TRUSTED_ISSUERS,
  parseTrustList,
  type TrustedIssuer,
} from '@zk-income/credential';
import {
  CertificateChains,
  defaultThreads,
  Env,
  EnvCertificateChains,
  integer,
  list,
  StatefulServiceConfig,
  text,
  ValidateWith,
} from '@zk-income/service-kit';
import { ArrayUnique, IsArray, IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';

const DAY_SECONDS = 86_400;
const TRUST_LIST = `a JSON array of { "iss": URL, "attributes": [names], "complete": [names] }, with 1 to ${MAX_TRUSTED_ISSUERS} issuers and without duplicates`;
const REFUSALS = 'an integer from 1 to 1000000';
const ATTEMPTS = 'an integer from 1 to 1000';
const APPLICATIONS = 'an integer from 1 to 10000';
const DAYS = 'days from 1 to 3650';
const THREADS = 'an integer from 0 to 256';
const HOSTS = 'comma-separated host names';

/** The parsed trust list, or the text unchanged if it is invalid. */
function trustList(text: string): readonly TrustedIssuer[] | string {
  try {
    return parseTrustList(JSON.parse(text));
  } catch {
    return text;
  }
}

/** Configuration of the verifier. */
export class VerifierConfig extends StatefulServiceConfig {
  override readonly PORT: number = 3002;

  @Env(
    'Trust list: the issuers, the attributes that each may attest, and the attributes that each attests completely.',
    trustList,
  )
  @ValidateWith((value) => Array.isArray(value) && value.length > 0, TRUST_LIST)
  readonly TRUSTED_ISSUERS!: readonly TrustedIssuer[];

  @Env('Full OpenID4VP `client_id`, the audience of presentations.', text, {
    defaultText: '`redirect_uri:`, `PUBLIC_URL` and `/verify`',
  })
  @IsOptional()
  @MaxLength(MAX_AUDIENCE_CHARACTERS, { message: `at most ${MAX_AUDIENCE_CHARACTERS} characters` })
  readonly CLIENT_ID?: string;

  @Env(
    'Comma-separated hosts, in addition to this machine, from which issuer documents may be fetched over HTTP without TLS.',
    list,
  )
  @IsArray({ message: HOSTS })
  @ArrayUnique({ message: 'each host once' })
  readonly PLAIN_HTTP_HOSTS: readonly string[] = [];

  @Env(
    'Number of calls for unknown requests (presentations, links of wallets, states) per client address and minute before further ones are throttled. Requests that this replica knows are not affected.',
    integer,
  )
  @IsInt({ message: REFUSALS })
  @Min(1, { message: REFUSALS })
  @Max(1_000_000, { message: REFUSALS })
  readonly MAX_UNKNOWN_REQUESTS_PER_MINUTE: number = 1_200;

  @Env(
    'Number of refused presentations per client address, request and minute before further ones of this request are throttled. It also limits how often a request object or a state is fetched, and how often a link is answered.',
    integer,
  )
  @IsInt({ message: REFUSALS })
  @Min(1, { message: REFUSALS })
  @Max(1_000_000, { message: REFUSALS })
  readonly MAX_REFUSED_PER_MINUTE: number = 600;

  @Env(
    'Number of requests that one listing makes per client address and minute before further ones are throttled.',
    integer,
  )
  @IsInt({ message: APPLICATIONS })
  @Min(1, { message: APPLICATIONS })
  @Max(10_000, { message: APPLICATIONS })
  readonly MAX_APPLICATIONS_PER_MINUTE: number = 10;

  @Env(
    'Number of presentations per request that may pass all checks except the last ones (distinct sources, range proof). After that, the request accepts no more.',
    integer,
  )
  @IsInt({ message: ATTEMPTS })
  @Min(1, { message: ATTEMPTS })
  @Max(1_000, { message: ATTEMPTS })
  readonly MAX_FAILED_ATTEMPTS: number = DEFAULT_MAX_FAILED_ATTEMPTS;

  @Env('How long an answered request and its receipt are stored.', integer)
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly RECEIPT_RETENTION_DAYS: number = DEFAULT_RECEIPT_RETENTION_SECONDS / DAY_SECONDS;

  @Env(
    'How long an answered request is stored whose receipt contains disclosed claims, such as a name. At most ' +
      '`RECEIPT_RETENTION_DAYS`.',
    integer,
  )
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly DISCLOSED_RETENTION_DAYS: number = DEFAULT_DISCLOSED_RETENTION_SECONDS / DAY_SECONDS;

  @Env(
    'Number of worker threads that verify proofs. With `0`, proofs are verified on the main thread.',
    integer,
    { defaultText: 'number of cores minus one, at least 1; `0` in a Lambda function' },
  )
  @IsInt({ message: THREADS })
  @Min(0, { message: THREADS })
  @Max(256, { message: THREADS })
  readonly PROOF_THREADS: number = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? defaultThreads() : 0;

  @EnvCertificateChains(
    'Certificates over the signing keys of the verifier, in PEM, or the path of a file with them: the leaf first, then the authorities. Several chains may follow each other; the service uses the one for its current key. It signs requests for wallets. Without a chain for the current key, there are no links for wallets.',
  )
  readonly VERIFIER_CERTIFICATE_CHAIN: CertificateChains = CertificateChains.none;

  /** `RECEIPT_RETENTION_DAYS` in seconds. */
  get receiptRetentionSeconds(): number {
    return this.RECEIPT_RETENTION_DAYS * DAY_SECONDS;
  }

  /** `DISCLOSED_RETENTION_DAYS` in seconds. */
  get disclosedRetentionSeconds(): number {
    return this.DISCLOSED_RETENTION_DAYS * DAY_SECONDS;
  }

  /** `CLIENT_ID`, or by default the `redirect_uri` scheme with the URL of `POST /verify`. */
  get audience(): string {
    return this.CLIENT_ID ?? `redirect_uri:${this.publicUrl}/verify`;
  }
}
