import { IsInt, Max, Min } from 'class-validator';
import { Env, integer } from '../config/env.js';
import { StatefulServiceConfig } from '../config/service-config.js';

const DAYS = 'days from 1 to 3650';

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
  readonly KEY_KEEP_DAYS: number = 367;
}
