import { Env, flag, Satisfies, ServiceConfig } from '@zk-income/service-kit';

/** Configuration of the test prover. */
export class ProverConfig extends ServiceConfig {
  override readonly PORT: number = 3003;

  @Env(
    'Allows the test prover to start. It receives incomes and private keys, so it must never be deployed.',
    flag,
  )
  @Satisfies(
    (value) => value === true,
    'true, to enable the test prover (for tests and curl only; real holders prove on their own device)',
  )
  readonly PROVER_ENABLED: boolean = false;
}
