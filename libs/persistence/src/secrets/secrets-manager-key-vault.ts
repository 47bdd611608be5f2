import {
  CreateSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  type SecretVersionsListEntry,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { type KeyStage, type KeyVault, KeyVaultError, type KeyVersion } from '@zk-income/signing-keys';
import { unavailabilityReason } from '../errors.js';

export interface SecretsManagerConfig {
  /** Name or ARN of the secret. */
  readonly secretId: string;
  readonly region?: string | undefined;
  /** URL of a Secrets Manager API other than that of the AWS region. */
  readonly endpoint?: string | undefined;
}

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';
const PREVIOUS = 'AWSPREVIOUS';
/**
 * Prefix of the staging label of a replaced version, followed by the end of its publication in seconds. Secrets Manager
 * deletes versions without a label.
 */
const PUBLISHED_UNTIL = 'published-until-';

const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/**
 * Keys in one secret of AWS Secrets Manager: each version is a private JWK, and the staging labels AWSPENDING,
 * AWSCURRENT and AWSPREVIOUS are the stages *next*, *current* and *previous*. A version never changes, so its value is
 * fetched once.
 */
export class SecretsManagerKeyVault implements KeyVault {
  readonly location: string;
  private readonly client: SecretsManagerClient;
  private readonly secretId: string;
  private readonly values = new Map<string, KeyVersion['privateJwk']>();

  constructor({ secretId, region, endpoint }: SecretsManagerConfig) {
    const local = endpoint !== undefined && new URL(endpoint).protocol === 'http:';
    const effectiveRegion = region ?? (local ? 'us-east-1' : undefined);
    this.client = new SecretsManagerClient({
      ...(endpoint !== undefined && { endpoint }),
      ...(effectiveRegion !== undefined && { region: effectiveRegion }),
      // Never send real credentials over an unencrypted connection.
      ...(local && { credentials: LOCAL_CREDENTIALS }),
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
    });
    this.secretId = secretId;
    this.location = `the secret ${secretId}`;
  }

  async read(): Promise<readonly KeyVersion[]> {
    const listed = await this.list();
    const versions = await Promise.all(listed.map((entry) => this.toVersion(entry)));
    const known = new Set(listed.map(({ VersionId }) => VersionId));
    for (const id of this.values.keys()) if (!known.has(id)) this.values.delete(id);
    return versions;
  }

  async add(privateJwk: KeyVersion['privateJwk']): Promise<void> {
    const hasCurrent = (await this.list()).some((entry) => stageOf(entry) === 'current');
    await this.send('PutSecretValue', () =>
      this.client.send(
        new PutSecretValueCommand({
          SecretId: this.secretId,
          SecretString: JSON.stringify(privateJwk),
          VersionStages: [hasCurrent ? PENDING : CURRENT],
        }),
      ),
    );
  }

  /** Creates the secret itself, without a key, for environments where no infrastructure code does. */
  async create(): Promise<void> {
    await this.send('CreateSecret', () => this.client.send(new CreateSecretCommand({ Name: this.secretId })));
  }

  /**
   * Each step leaves a usable state: the old version gets its new label before it stops signing, so that it is never
   * without one. AWS moves AWSPREVIOUS itself.
   */
  async promote(publishedUntil: number): Promise<void> {
    const listed = await this.list();
    const next = listed.find((entry) => entry.VersionStages?.includes(PENDING));
    const current = listed.find((entry) => entry.VersionStages?.includes(CURRENT));
    if (!next || !current) return;
    if (next.VersionId !== current.VersionId) {
      await this.move(`${PUBLISHED_UNTIL}${publishedUntil}`, undefined, current.VersionId);
      await this.move(CURRENT, current.VersionId, next.VersionId);
    }
    await this.move(PENDING, next.VersionId, undefined);
  }

  async remove(id: string): Promise<void> {
    const entry = (await this.list()).find(({ VersionId }) => VersionId === id);
    if (!entry) return;
    if (stageOf(entry) === 'current') throw KeyVaultError.currentKeyInUse();
    for (const label of entry.VersionStages ?? []) await this.move(label, id, undefined);
  }

  close(): void {
    this.client.destroy();
  }

  private async list(): Promise<SecretVersionsListEntry[]> {
    const entries: SecretVersionsListEntry[] = [];
    let from: string | undefined;
    do {
      const page = await this.send('ListSecretVersionIds', () =>
        this.client.send(new ListSecretVersionIdsCommand({ SecretId: this.secretId, NextToken: from })),
      );
      // Versions without a label are about to be deleted.
      entries.push(...(page.Versions ?? []).filter(({ VersionStages = [] }) => VersionStages.length > 0));
      // Some servers send an empty token with the last page.
      from = page.NextToken || undefined;
    } while (from !== undefined);
    return entries;
  }

  private async toVersion(entry: SecretVersionsListEntry): Promise<KeyVersion> {
    const id = entry.VersionId!;
    const privateJwk = this.values.get(id) ?? (await this.value(id));
    this.values.set(id, privateJwk);
    const createdAt = entry.CreatedDate && Math.floor(entry.CreatedDate.getTime() / 1000);
    return { id, stage: stageOf(entry), privateJwk, createdAt, publishedUntil: publishedUntilOf(entry) };
  }

  private async value(id: string): Promise<KeyVersion['privateJwk']> {
    const { SecretString: text } = await this.send('GetSecretValue', () =>
      this.client.send(new GetSecretValueCommand({ SecretId: this.secretId, VersionId: id })),
    );
    try {
      const value: unknown = JSON.parse(text ?? '');
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // The parser's message quotes the text, which may be a private key.
    }
    throw KeyVaultError.corrupt(this.location, `its version ${id} is not a JSON object`);
  }

  private async move(label: string, from: string | undefined, to: string | undefined): Promise<void> {
    await this.send('UpdateSecretVersionStage', () =>
      this.client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: this.secretId,
          VersionStage: label,
          RemoveFromVersionId: from,
          MoveToVersionId: to,
        }),
      ),
    );
  }

  private async send<T>(operation: string, call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      const { name } = error as Error;
      const reason =
        name === 'ResourceNotFoundException'
          ? 'the secret does not exist'
          : (unavailabilityReason(error as Error) ?? name);
      throw new KeyVaultError(`Could not access the secret ${this.secretId}: ${reason} (${operation}).`, {
        cause: error,
      });
    }
  }
}

function stageOf({ VersionStages = [] }: SecretVersionsListEntry): KeyStage {
  // A version has both labels if a promotion was interrupted before its last step.
  if (VersionStages.includes(CURRENT)) return 'current';
  if (VersionStages.includes(PENDING)) return 'next';
  return VersionStages.includes(PREVIOUS) ? 'previous' : 'earlier';
}

function publishedUntilOf({ VersionStages = [] }: SecretVersionsListEntry): number | undefined {
  const times = VersionStages.filter((label) => label.startsWith(PUBLISHED_UNTIL)).map((label) =>
    Number(label.slice(PUBLISHED_UNTIL.length)),
  );
  return times.length === 0 ? undefined : Math.max(...times);
}
