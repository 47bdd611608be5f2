import { parseTrustList, type TrustedIssuer } from '@zk-income/credential';
import { defaultThreads, Env, integer, list, Satisfies, StatefulServiceConfig } from '@zk-income/service-kit';
import { ArrayUnique, IsArray, IsInt, IsOptional, Max, MaxLength, Min } from 'class-validator';

const TRUST_LIST =
  'a JSON list of { "iss": URL, "attributes": [names], "complete": [names] }, each issuer once and at least one';
const REFUSALS = 'an integer from 1 to 1000000';
const ATTEMPTS = 'an integer from 1 to 1000';
const DAYS = 'days from 1 to 3650';
const THREADS = 'an integer from 0 to 256';
const HOSTS = 'host names with commas between them';

/** The entries, or the text where it is no trust list. */
function trustList(text: string): readonly TrustedIssuer[] | string {
  try {
    return parseTrustList(JSON.parse(text));
  } catch {
    return text;
  }
}

/** What the verifier is configured with. */
export class VerifierConfig extends StatefulServiceConfig {
  override readonly PORT: number = 3002;

  /** Who is believed, and about what. */
  @Env(trustList)
  @Satisfies((value) => Array.isArray(value) && value.length > 0, TRUST_LIST)
  readonly TRUSTED_ISSUERS!: readonly TrustedIssuer[];

  /** The full OpenID4VP client_id that presentations have to be made for. */
  @Env()
  @IsOptional()
  @MaxLength(512, { message: 'at most 512 characters' })
  readonly CLIENT_ID?: string;

  /** Hosts whose documents are fetched without TLS, besides this machine. */
  @Env(list)
  @IsArray({ message: HOSTS })
  @ArrayUnique({ message: 'each host once' })
  readonly PLAIN_HTTP_HOSTS: readonly string[] = [];

  /** Presentations of one address that are refused within a minute before it has to wait. */
  @Env(integer)
  @IsInt({ message: REFUSALS })
  @Min(1, { message: REFUSALS })
  @Max(1_000_000, { message: REFUSALS })
  readonly MAX_REFUSED_PER_MINUTE: number = 3_000;

  /** Presentations for one request that pass every check but the proof before it takes no more. */
  @Env(integer)
  @IsInt({ message: ATTEMPTS })
  @Min(1, { message: ATTEMPTS })
  @Max(1_000, { message: ATTEMPTS })
  readonly MAX_FAILED_ATTEMPTS: number = 10;

  /** For how long an answered request and its receipt are kept. */
  @Env(integer)
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly RECEIPT_RETENTION_DAYS: number = 90;

  /** Threads that check proofs; one for each core but one unless given. With 0, as in a Lambda function, requests check them themselves. */
  @Env(integer)
  @IsInt({ message: THREADS })
  @Min(0, { message: THREADS })
  @Max(256, { message: THREADS })
  readonly PROOF_THREADS: number = process.env.AWS_LAMBDA_FUNCTION_NAME === undefined ? defaultThreads() : 0;

  /** `CLIENT_ID`, or that of where presentations are sent. */
  get audience(): string {
    return this.CLIENT_ID ?? `redirect_uri:${this.publicUrl}/verify`;
  }
}
