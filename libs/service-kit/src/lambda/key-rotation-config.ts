import { DEFAULT_KEEP_DAYS } from '@zk-income/signing-keys';
import { IsInt, Max, Min } from 'class-validator';
import { Env, integer } from '../config/env.js';
import { StatefulServiceConfig } from '../config/service-config.js';

const DAYS = 'days from 1 to 3650';

/** Configuration of the Lambda function that rotates keys. */
export class KeyRotationConfig extends StatefulServiceConfig {
  @Env('Age of the current key at which the next key is created.', integer)
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly KEY_ROTATE_AFTER_DAYS: number = 90;

  @Env(
    'How long a replaced key stays published. For the issuer, longer than any credential is valid; for the verifier, as long as receipts are needed.',
    integer,
  )
  @IsInt({ message: DAYS })
  @Min(1, { message: DAYS })
  @Max(3_650, { message: DAYS })
  readonly KEY_KEEP_DAYS: number = DEFAULT_KEEP_DAYS;
}
