import { Env, flag, ServiceConfig, ValidateWith } from '@zk-income/service-kit';

/** Configuration of the test prover. */
export class ProverConfig extends ServiceConfig {
  override readonly PORT: number = 3003;

  @Env(
    'Allows the test prover to start. It receives incomes and private keys, so it must never be deployed.',
    flag,
  )
  @ValidateWith(
    (value) => value === true,
    'true, to enable the test prover (for tests and curl only; real holders prove on their own device)',
  )
  readonly PROVER_ENABLED: boolean = false;
}
