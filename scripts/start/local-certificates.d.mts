interface Paths {
  readonly ca: string;
  readonly tls: { readonly certificate: string; readonly key: string };
  readonly chains: Readonly<Record<string, string>>;
}

export function publicKeysOf(vault: object): Promise<readonly object[]>;
export function localCertificates(
  dataFolder: string,
  options: {
    readonly hosts: readonly string[];
    readonly keys: Readonly<Record<string, readonly object[]>>;
    readonly now?: number;
  },
): Promise<Paths>;
export function trustedAuthorities(paths: Paths, further: string | undefined): string;
