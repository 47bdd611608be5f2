/**
 * Removes the extensions of an operation whose names start with `prefix`, and returns what they listed, each value once.
 * Several decorators on one route add up that way.
 */
export function takeListed<T>(operation: object, prefix: string): T[] {
  const members = operation as Record<string, unknown>;
  const listed = new Set<T>();
  for (const name of Object.keys(members).filter((name) => name.startsWith(prefix))) {
    for (const value of members[name] as T[]) listed.add(value);
    delete members[name];
  }
  return [...listed];
}
