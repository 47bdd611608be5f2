export const SCOPES = ['issue', 'revoke', 'request'] as const;
export type Scope = (typeof SCOPES)[number];

/** A program that may call a service. Its bearer key is known only by its hash. */
export interface ApiClient {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** `<register>:<number>` of the payer for whom the client issues; absent for a client that never issues. */
  readonly sourceId?: string;
}

export interface ApiClientStore {
  /** Stores a client under SHA-256 (base64url) of its bearer key. Throws when that hash is taken. */
  create(keyHash: string, client: ApiClient): Promise<void>;
  findByKeyHash(keyHash: string): Promise<ApiClient | undefined>;
}
