import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const WRONG_TOKENS_PER_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Compares digests, so that neither length nor content of a guess shows in the time. */
const isEqual = (one: string, other: string): boolean => {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};

/**
 * The one user of a portal on this machine. The start token is in the link that `npm start` prints; the browser gets
 * another secret for it, in a cookie that neither scripts nor other sites can use.
 */
export class Session {
  private readonly secret = randomBytes(32).toString('base64url');
  private wrong: number[] = [];

  constructor(
    private readonly startToken: string,
    private readonly port: () => number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Cookies don't know ports: two portals on one machine have different names. */
  private get name(): string {
    return `portal-${this.port()}`;
  }

  /**
   * The cookie for a start token.
   *
   * @returns undefined if the token is wrong, `wait` if too many were
   */
  start(token: string): string | 'wait' | undefined {
    const since = this.now() - MINUTE_MS;
    this.wrong = this.wrong.filter((time) => time > since);
    if (this.wrong.length >= WRONG_TOKENS_PER_MINUTE) return 'wait';
    if (isEqual(token, this.startToken))
      return `${this.name}=${this.secret}; Path=/; HttpOnly; SameSite=Strict`;
    this.wrong.push(this.now());
    return undefined;
  }

  /** Whether a `Cookie` header is that of the user. */
  isUser(cookies: string | undefined): boolean {
    const prefix = `${this.name}=`;
    const values = (cookies ?? '').split(/;\s*/).filter((cookie) => cookie.startsWith(prefix));
    return values.some((cookie) => isEqual(cookie.slice(prefix.length), this.secret));
  }
}
