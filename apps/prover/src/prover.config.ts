import { Env, flag, Satisfies, ServiceConfig } from '@zk-income/service-kit';

/** What the test prover is configured with. */
export class ProverConfig extends ServiceConfig {
  override readonly PORT: number = 3003;

  /** The test prover is told what people earn, so it runs only where somebody said that it shall. */
  @Env(flag)
  @Satisfies(
    (value) => value === true,
    'true, to switch the test prover on: it is for tests and curl only, real holders prove on their own device',
  )
  readonly PROVER_ENABLED: boolean = false;
}
