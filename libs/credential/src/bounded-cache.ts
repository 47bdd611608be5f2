/** A cache by text with a limit of entries and of their sizes together. The oldest entries are evicted first. */
export class BoundedCache<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly size: number }>();
  private size = 0;

  constructor(private readonly limits: { readonly entries: number; readonly size: number }) {}

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  /** Adds an entry as the newest one, or replaces it. An entry larger than the limit is not kept. */
  set(key: string, value: Value, size: number): void {
    this.delete(key);
    this.entries.set(key, { value, size });
    this.size += size;
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= this.limits.entries && this.size <= this.limits.size) return;
      this.delete(oldest);
    }
  }

  private delete(key: string): void {
    this.size -= this.entries.get(key)?.size ?? 0;
    this.entries.delete(key);
  }
}
