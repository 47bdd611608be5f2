import { IsInt, Max, Min } from 'class-validator';
import { Env, integer } from '../config/env.js';
import { isSecretId, Satisfies, StatefulServiceConfig } from '../config/service-config.js';
import { DEFAULT_KEEP_DAYS } from '../keys/key-command.js';

const DAYS = 'days from 1 to 3650';
const SECRET = 'the name or ARN of a secret';
const isSecretIdIfGiven = (value: unknown) => value === undefined || isSecretId(value);

/** What the function that rotates keys is configured with, besides where they are. */
export class KeyRotationConfig extends StatefulServiceConfig {
  /** How old the current key is when a next one is made. */
  @Env(integer)
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly KEY_ROTATE_AFTER_DAYS: number = 90;

  /** For how long a replaced key stays published. Longer than any credential is valid; for receipts, as long as they are of use. */
  @Env(integer)
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly KEY_KEEP_DAYS: number = DEFAULT_KEEP_DAYS;

  /** The secret of the issuer's keys, where one function rotates the keys of several services. */
  @Env()
  @Satisfies(isSecretIdIfGiven, SECRET)
  readonly KEY_SECRET_ID_ISSUER?: string;

  /** Likewise of the verifier's. */
  @Env()
  @Satisfies(isSecretIdIfGiven, SECRET)
  readonly KEY_SECRET_ID_VERIFIER?: string;
}
