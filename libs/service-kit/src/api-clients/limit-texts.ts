import type { PlanLimits } from '@zk-income/api-clients';

/** What a client over a limit of its plan is told, by error code. */
export const LIMIT_TEXTS = {
  rate_exceeded: ({ perMinute, burst }: PlanLimits) =>
    `The plan allows ${perMinute} requests per minute, in bursts of up to ${burst}.`,
  quota_exceeded: ({ perMonth }: PlanLimits) => `The plan allows ${perMonth} requests per month.`,
} as const;
