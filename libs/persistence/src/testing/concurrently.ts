export const concurrently = <T>(count: number, task: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => task(i)));

export const countOf = <T>(all: readonly T[], wanted: T): number =>
  all.filter((one) => one === wanted).length;
