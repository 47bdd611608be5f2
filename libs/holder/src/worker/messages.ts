import type { ProofVerdict, ProveJob, VerifyJob } from '@zk-income/credential';

/** A job for the worker. Structured clones keep its `bigint`s and bytes. */
export type WorkerRequest =
  | { readonly id: number; readonly kind: 'prove'; readonly job: ProveJob }
  | { readonly id: number; readonly kind: 'verify'; readonly job: VerifyJob };

export type WorkerResult = Uint8Array | ProofVerdict;

export type WorkerReply =
  | { readonly id: number; readonly result: WorkerResult }
  | { readonly id: number; readonly error: string };
