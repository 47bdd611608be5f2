// All temporary values of the kernel are in one block, so that one call wipes them. The caller allocates
// everything else (tables, vectors, results).

const WORK_BYTES: usize = 9712;
const WORK: usize = memory.data(9712, 16);

export const FIELD_WORK: usize = WORK; // field.ts
export const POINT_WORK: usize = WORK + 1296; // point.ts
export const RISTRETTO_WORK: usize = WORK + 3152; // ristretto.ts
export const SCALAR_WORK: usize = WORK + 3968; // scalar.ts, recode.ts
export const PIPPENGER_WORK: usize = WORK + 4288; // pippenger.ts
export const TABLES_WORK: usize = WORK + 5568; // tables.ts
export const FETCH_WORK: usize = WORK + 5824; // straus.ts, buckets.ts
export const BUCKETS_WORK: usize = WORK + 7744; // buckets.ts
export const FIXED_BUCKETS_WORK: usize = WORK + 8704; // fixed-buckets.ts

/** Overwrites every temporary value with zeros. */
export function wipe(): void {
  memory.fill(WORK, 0, WORK_BYTES);
}
