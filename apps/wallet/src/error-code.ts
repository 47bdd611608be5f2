/** The code of an expected failure; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return name === 'WalletError' && typeof code === 'string' ? code : undefined;
}
