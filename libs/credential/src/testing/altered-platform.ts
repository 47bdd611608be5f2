/** Members of the platform whose results depend on its version, its locale data or its language. */
const UNSTABLE = [
  [String.prototype, 'toUpperCase'],
  [String.prototype, 'toLowerCase'],
  [String.prototype, 'toLocaleUpperCase'],
  [String.prototype, 'toLocaleLowerCase'],
  [String.prototype, 'localeCompare'],
  [Number.prototype, 'toLocaleString'],
  [BigInt.prototype, 'toLocaleString'],
  [Date.prototype, 'toLocaleString'],
  [Date, 'parse'],
  [globalThis, 'Intl'],
] as const satisfies readonly (readonly [object, string])[];

/** Runs code on a platform where every use of a member that depends on the platform's version or locale throws. */
export function withoutPlatformData<T>(run: () => T): T {
  const kept = UNSTABLE.map(
    ([owner, name]) => [owner, name, Object.getOwnPropertyDescriptor(owner, name)!] as const,
  );
  for (const [owner, name] of kept) {
    Object.defineProperty(owner, name, {
      configurable: true,
      get: () => {
        throw new Error(`${name} depends on the platform`);
      },
    });
  }
  try {
    return run();
  } finally {
    for (const [owner, name, descriptor] of kept) Object.defineProperty(owner, name, descriptor);
  }
}
