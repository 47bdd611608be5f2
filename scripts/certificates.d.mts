export interface Authority {
  readonly certificate: string;
  signingCertificate(publicJwk: object, names: readonly string[]): Promise<string>;
  tlsCertificate(publicJwk: object, names: readonly string[]): Promise<string>;
}

export function createAuthority(
  hosts: readonly string[],
  options?: { readonly now?: number; readonly validDays?: number; readonly parent?: Authority },
): Promise<Authority>;
