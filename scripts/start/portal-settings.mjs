// What the portal of `npm start` needs to know: where the services are, and the keys of the demo's clients.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `/config.json` of the wallet page. Browsers don't trust the local authority: the page reaches the https URLs, which
 * identify the services, over http, and validates certificates with the authority of `npm start`.
 */
const walletConfig = (urls, ca) => ({
  origins: {
    [urls.ISSUER_HTTPS_URL]: urls.ISSUER_URL,
    [urls.VERIFIER_HTTPS_URL]: urls.VERIFIER_URL,
    [urls.FULL_ISSUER_HTTPS_URL]: urls.FULL_ISSUER_URL,
  },
  trust: {
    issuers: [
      { iss: urls.ISSUER_HTTPS_URL, name: 'Acme GmbH (demo)' },
      { iss: urls.FULL_ISSUER_HTTPS_URL, name: 'Acme GmbH (demo)' },
    ],
    verifiers: [{ host: new URL(urls.VERIFIER_HTTPS_URL).hostname, name: 'Example Lettings (demo)' }],
  },
  anchors: [readFileSync(ca, 'utf8')],
});

/** `PortalSettings` of apps/portal, and the link that opens the portal. */
export function portalSettings({ urls, keys, ports, dataFolder, pages, ca }) {
  const startToken = randomBytes(32).toString('base64url');
  return {
    link: `${urls.PORTAL_URL}/?start=${startToken}`,
    settings: {
      port: ports.PORTAL_PORT,
      startToken,
      listsFile: join(dataFolder, 'portal.json'),
      pages,
      // It attests every attribute, so that every template can be answered.
      issuer: {
        url: urls.FULL_ISSUER_URL,
        publicUrl: urls.FULL_ISSUER_HTTPS_URL,
        apiKey: keys.ISSUER_API_KEY,
      },
      verifier: {
        url: urls.VERIFIER_URL,
        publicUrl: urls.VERIFIER_HTTPS_URL,
        apiKey: keys.VERIFIER_API_KEY,
      },
      wallet: walletConfig(urls, ca),
    },
  };
}
