import { Injectable } from '@nestjs/common';

interface ReadinessCheck {
  readonly name: string;
  /** Rejects if the dependency is unavailable. */
  readonly check: () => Promise<unknown>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** The readiness checks of the service. Each module registers the check of its own dependency when it is created. */
@Injectable()
export class Readiness {
  private readonly checks: ReadinessCheck[] = [];

  /** @param check rejects if the dependency is unavailable */
  register(name: string, check: () => Promise<unknown>): void {
    this.checks.push({ name, check });
  }

  /** The names of the checks that fail or time out. */
  async failures(): Promise<string[]> {
    const passed = await Promise.all(this.checks.map(passes));
    return this.checks.filter((_, i) => !passed[i]).map(({ name }) => name);
  }
}

async function passes({ check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout')), CHECK_TIMEOUT_MS);
  });
  return Promise.race([check(), timeout])
    .then(
      () => true,
      () => false,
    )
    .finally(() => clearTimeout(timer));
}
