export const concurrently = <T>(count: number, task: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, task));

export const countOf = <T>(all: readonly T[], wanted: T): number =>
  all.filter((one) => one === wanted).length;
