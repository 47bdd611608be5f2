import { Injectable } from '@nestjs/common';
import type { SigningCertificateState } from '../certificates/signing-certificate.js';

interface ReadinessCheck {
  readonly name: string;
  /** Rejects if the dependency is unavailable. */
  readonly check: () => Promise<unknown>;
  /** What the operator can do about it, naming the variables that select the dependency. */
  readonly advice?: string | undefined;
}

/** A check that fails or times out. */
export interface ReadinessFailure {
  readonly name: string;
  /** For the log, not for callers: why, and what the operator can do. */
  readonly explanation: string;
}

/** Names of errors whose message is written for the operator. */
const EXPLAINED = ['KeyVaultError', 'StoreUnavailableError'];

const CHECK_TIMEOUT_MS = 2_000;
/** `/health/ready` needs no key and reads the store: however many requests arrive, the checks run this often at most. */
const CACHE_MS = 1_000;

/** The readiness checks of the service. Each module registers the check of its own dependency when it is created. */
@Injectable()
export class Readiness {
  private readonly checks: ReadinessCheck[] = [];
  private certificate: (() => Promise<SigningCertificateState>) | undefined;
  private started = false;
  private recent: { readonly failures: Promise<ReadinessFailure[]>; readonly at: number } | undefined;

  /** Whether all checks have passed once. Stays true, so that an outage of a dependency does not restart replicas. */
  get hasStarted(): boolean {
    return this.started;
  }

  /** Registers what `certificateState` returns. */
  describeCertificate(state: () => Promise<SigningCertificateState>): void {
    this.certificate = state;
  }

  /** The state of the certificate over the signing key; undefined in a service without signing keys. */
  async certificateState(): Promise<SigningCertificateState | undefined> {
    return this.certificate?.();
  }

  /**
   * @param check rejects if the dependency is unavailable
   * @param advice what the operator can do about it
   */
  register(name: string, check: () => Promise<unknown>, advice?: string): void {
    this.checks.push({ name, check, advice });
  }

  /** The checks that failed or timed out within the last second. Concurrent callers share one run of the checks. */
  recentFailures(): Promise<ReadinessFailure[]> {
    const now = performance.now();
    if (this.recent === undefined || now - this.recent.at >= CACHE_MS) {
      this.recent = { failures: this.failures(), at: now };
    }
    return this.recent.failures;
  }

  /** The checks that fail or time out. */
  async failures(): Promise<ReadinessFailure[]> {
    const reasons = await Promise.all(this.checks.map(reasonOf));
    this.started ||= reasons.every((reason) => reason === undefined);
    return this.checks.flatMap(({ name, advice }, i) => {
      const reason = reasons[i];
      if (reason === undefined) return [];
      return { name, explanation: [reason, advice].filter((text) => text !== undefined).join(' ') };
    });
  }
}

/** Why a check fails; undefined if it passes. */
async function reasonOf({ check }: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`No answer within ${CHECK_TIMEOUT_MS / 1000} s.`), CHECK_TIMEOUT_MS);
  });
  const result = check().then(
    () => undefined,
    ({ name, message }: Error) => (EXPLAINED.includes(name) ? message : `Unexpected error: ${name}.`),
  );
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}
