import type { IssuerParty, Party, WalletTrust } from './types.js';
import { unicodeHost } from './unicode-host.js';

const partyOf = (host: string, name: string | undefined): Party => {
  const unicode = unicodeHost(host);
  return {
    host,
    ...(unicode !== host && { unicodeHost: unicode }),
    ...(name !== undefined && { name }),
    level: name === undefined ? 'host_only' : 'listed',
  };
};

/** The trust list of a wallet. */
export class TrustList {
  constructor(private readonly trust: WalletTrust) {}

  issuer(iss: string): IssuerParty {
    const name = this.trust.issuers.find((one) => one.iss === iss)?.name;
    return { iss, ...partyOf(new URL(iss).host, name) };
  }

  verifier(host: string): Party {
    return partyOf(host, this.trust.verifiers.find((one) => one.host === host)?.name);
  }
}
