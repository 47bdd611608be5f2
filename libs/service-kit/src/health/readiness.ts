/** Something that a service cannot work without. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects where it cannot be used. */
  check(): Promise<unknown>;
}

const CHECK_TIMEOUT_MS = 2_000;

async function passes({ check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), CHECK_TIMEOUT_MS);
  });
  return Promise.race([check(), late])
    .then(
      () => true,
      () => false,
    )
    .finally(() => clearTimeout(timer));
}

/** The names of the checks that fail or do not answer in time. */
export async function failedChecks(checks: readonly ReadinessCheck[]): Promise<string[]> {
  const passed = await Promise.all(checks.map(passes));
  return checks.filter((_, i) => !passed[i]).map(({ name }) => name);
}
