// What a wallet needs beyond the two OpenID standards to prove predicates over an income: it asks for the openings when it
// receives credentials, and adds the proof to the key binding when it presents one.
import { CoreEngine } from '@zk-income/credential';
import { CREDENTIAL_CONFIGURATION_ID, joinOpenings, OPENINGS_PARAMETER } from '@zk-income/openid';
import { decodeJwt } from 'jose';

export class ZkIncomePlugIn {
  #holder = new CoreEngine();
  /** Apart from the credentials, so that no other part of the wallet can present them. */
  #openings = new Map();

  /** Around the `fetch` of the wallet: asks for openings with each credential request of the configuration. */
  wrapFetch = (fetch) => async (url, init) => {
    if (!init?.body?.includes(`"credential_configuration_id":"${CREDENTIAL_CONFIGURATION_ID}"`))
      return fetch(url, init);
    const body = JSON.stringify({ ...JSON.parse(init.body), [OPENINGS_PARAMETER]: true });
    const response = await fetch(url, { ...init, body });
    const { credentials = [], [OPENINGS_PARAMETER]: openings = [] } = await response.clone().json();
    for (const [i, { credential }] of credentials.entries()) this.#openings.set(credential, openings[i]);
    return response;
  };

  /**
   * The claims that the key bindings of an answer must have, by credential id.
   *
   * @param payload of the request object
   * @param held by credential id: the credential as the wallet stores it, and what signs with its key
   */
  async keyBindingClaims({ nonce, client_id: audience, transaction_data, dcql_query }, held) {
    const opened = mapValues(held, ({ credential, holder_key }) => ({
      credential: joinOpenings({ credential, openings: this.#openings.get(credential) }),
      holder_key,
    }));
    const request = { id: nonce, nonce, audience, transaction_data, dcql_query };
    const presentations = await this.#holder.generateProof(request, opened);
    return mapValues(presentations, (text) => decodeJwt(text.slice(text.lastIndexOf('~') + 1)));
  }
}

const mapValues = (object, map) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
