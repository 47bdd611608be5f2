interface BoundedSetOptions {
  /** The oldest entries are dropped beyond this number. */
  readonly capacity: number;
  /** How long an entry stays; without it, until it is dropped. */
  readonly milliseconds?: number;
}

/** A set of texts that is bounded in size and, optionally, in time. */
export class BoundedSet {
  private readonly expiry = new Map<string, number>();

  constructor(private readonly options: BoundedSetOptions) {}

  add(text: string): void {
    this.expiry.delete(text);
    this.expiry.set(text, Date.now() + (this.options.milliseconds ?? Number.POSITIVE_INFINITY));
    if (this.expiry.size > this.options.capacity) this.expiry.delete(this.expiry.keys().next().value!);
  }

  has(text: string): boolean {
    const expiresAt = this.expiry.get(text);
    if (expiresAt === undefined) return false;
    if (Date.now() < expiresAt) return true;
    this.expiry.delete(text);
    return false;
  }

  delete(text: string): void {
    this.expiry.delete(text);
  }
}
