import { Inject, Injectable } from '@nestjs/common';
import {
  type Clock,
  isAlgorithmOf,
  parseJwt,
  publicJwkOf,
  randomBase64url,
  type SigningKeys,
} from '@zk-income/credential';
import { signJwt } from '@zk-income/openid';
import { CLOCK, SIGNING_KEYS, verifyJwsWithNode } from '@zk-income/service-kit';
import { IssuerConfig } from '../issuer.config.js';

const TYP = 'zk-income-nonce+jwt';
const LIFETIME_SECONDS = 300;
/** Clocks of replicas differ. */
const CLOCK_SKEW_SECONDS = 60;

/**
 * Nonces for key proofs (OpenID4VCI, section 7): short JWTs that the issuer signs for itself. Anybody may request one, so
 * none is stored. See docs/adr/0067.
 */
@Injectable()
export class Nonces {
  constructor(
    @Inject(SIGNING_KEYS) private readonly keys: SigningKeys,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly config: IssuerConfig,
  ) {}

  async create(): Promise<string> {
    const key = await this.keys.current();
    const exp = this.seconds() + LIFETIME_SECONDS;
    return signJwt(
      key,
      { typ: TYP, kid: key.kid },
      { aud: this.config.publicUrl, exp, jti: randomBase64url(16) },
    );
  }

  /** Whether this issuer made the nonce within the last five minutes. */
  async isFresh(nonce: string): Promise<boolean> {
    const jwt = parseJwt(nonce);
    if (jwt?.header.typ !== TYP) return false;
    const { aud, exp } = jwt.payload;
    if (aud !== this.config.publicUrl || typeof exp !== 'number') return false;
    const now = this.seconds();
    if (exp <= now || exp > now + LIFETIME_SECONDS + CLOCK_SKEW_SECONDS) return false;
    const published = await this.keys.published();
    const key = publicJwkOf(published.find(({ kid }) => kid === jwt.header.kid));
    return key !== undefined && isAlgorithmOf(key, jwt.header.alg) && verifyJwsWithNode(nonce, key);
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
