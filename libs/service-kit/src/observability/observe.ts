import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';
import type { DisclosureVerdict, Verdict } from '@zk-income/credential';
import type { DeliveryOutcome } from '@zk-income/webhooks';
import {
  documentSeconds,
  problems,
  proofSeconds,
  signatureSeconds,
  storeErrors,
  storeSeconds,
  verdicts,
  webhookDeliveries,
  webhookSeconds,
} from './instruments.js';

/** Runs a function in a span of the current trace. Records only the code or name of an error. */
function inSpan<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
  return trace.getTracer('zk-income').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      const { name: kind, code } = error as { name?: string; code?: unknown };
      span.setStatus({ code: SpanStatusCode.ERROR, message: typeof code === 'string' ? code : (kind ?? '') });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Records duration and outcome of a proof or a verification. */
export function observeProof<T>(kind: 'prove' | 'verify', run: () => Promise<T>): Promise<T> {
  return inSpan(`proof.${kind}`, {}, async () => {
    const end = proofSeconds.startTimer({ kind });
    let outcome = 'failed';
    try {
      const result = await run();
      outcome = 'done';
      return result;
    } finally {
      end({ outcome });
    }
  });
}

/** Records duration and errors of a store operation. A conditional write whose condition failed is not an error. */
export function observeStore<T>(operation: string, run: () => Promise<T>): Promise<T> {
  return inSpan('store', { 'db.system.name': 'aws.dynamodb', 'db.operation.name': operation }, async () => {
    const end = storeSeconds.startTimer({ operation });
    try {
      return await run();
    } catch (error) {
      if ((error as Error).name !== 'ConditionalCheckFailedException') storeErrors.inc({ operation });
      throw error;
    } finally {
      end();
    }
  });
}

/** Records duration and outcome of fetching a document of an issuer. */
export function observeDocument<T>(run: () => Promise<T>): Promise<T> {
  return inSpan('issuer.document', {}, async () => {
    const end = documentSeconds.startTimer();
    let outcome = 'failed';
    try {
      const result = await run();
      outcome = 'done';
      return result;
    } finally {
      end({ outcome });
    }
  });
}

/** Records the duration of the verification of a signature. */
export async function observeSignature<T>(run: () => Promise<T>): Promise<T> {
  const end = signatureSeconds.startTimer();
  try {
    return await run();
  } finally {
    end();
  }
}

/** Counts a verdict by its code. */
export async function countVerdict<V extends Verdict | DisclosureVerdict>(verdict: Promise<V>): Promise<V> {
  const settled = await verdict;
  verdicts.inc({ code: settled.code });
  return settled;
}

/** Counts an error response by its code. */
export function countProblem(code: string): void {
  problems.inc({ code });
}

/** Counts what became of a webhook, with the duration of its attempt where there was one. */
export function observeWebhook(outcome: DeliveryOutcome, seconds?: number): void {
  webhookDeliveries.inc({ outcome });
  if (seconds !== undefined) webhookSeconds.observe({ outcome }, seconds);
}
