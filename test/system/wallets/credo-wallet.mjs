// A wallet of others: the holder of credo-ts, with keys and records in memory. It knows nothing of zk-income.
import { lookup } from 'node:dns';
import { EventEmitter } from 'node:events';
import { Agent, DidsModule, InjectionSymbols, Kms, X509Module } from '@credo-ts/core';
import { OpenId4VcModule } from '@credo-ts/openid4vc';
import { fetch, Agent as HttpAgent } from 'undici';
import { MemoryKeyManagement } from './key-management.mjs';
import { MemoryStorage } from './memory-storage.mjs';

/** credo-ts demands both, and this wallet uses neither. */
class Unused {}

/** As browsers do: not every C library knows that names under localhost are this machine (RFC 6761, section 6.3). */
const lookupLocal = (host, options, callback) =>
  lookup(host.endsWith('.localhost') ? 'localhost' : host, options, callback);

export class CredoWallet {
  #agent;
  #plugIn;

  /**
   * @param ca PEM of the certificate authority that the wallet trusts, for TLS and for those who sign
   * @param plugIn what answers requests with transaction data: see plug-in.mjs
   */
  static async create({ ca, plugIn }) {
    const dispatcher = new HttpAgent({ connect: { ca, lookup: lookupLocal } });
    const trustingFetch = (url, init) => fetch(url, { ...init, dispatcher });
    const storage = {
      register: (manager) => manager.registerInstance(InjectionSymbols.StorageService, new MemoryStorage()),
    };
    const agent = new Agent({
      config: { autoUpdateStorageOnStartup: true },
      dependencies: {
        FileSystem: Unused,
        WebSocketClass: Unused,
        EventEmitterClass: EventEmitter,
        fetch: plugIn?.wrapFetch(trustingFetch) ?? trustingFetch,
      },
      modules: {
        storage,
        dids: new DidsModule({ resolvers: [], registrars: [] }),
        kms: new Kms.KeyManagementModule({ backends: [new MemoryKeyManagement()] }),
        x509: new X509Module({ trustedCertificates: [ca] }),
        openid4vc: new OpenId4VcModule(),
      },
    });
    await agent.initialize();
    const wallet = new CredoWallet();
    wallet.#agent = agent;
    wallet.#plugIn = plugIn;
    return wallet;
  }

  get #holder() {
    return this.#agent.openid4vc.holder;
  }

  /** Exchanges an offer for an access token. Nothing is received yet. */
  async redeem(offerUri, txCode) {
    const offer = await this.#holder.resolveCredentialOffer(offerUri);
    const token = await this.#holder.requestToken({ resolvedCredentialOffer: offer, txCode });
    return { offer, accessToken: token.accessToken };
  }

  /** Receives and verifies a credential for each key, and stores them. */
  async collect({ offer, accessToken }, keys) {
    const { credentials } = await this.#holder.requestCredentials({
      resolvedCredentialOffer: offer,
      accessToken,
      credentialBindingResolver: () => ({ method: 'jwk', keys }),
    });
    for (const { record } of credentials) await this.#agent.sdJwtVc.store({ record });
    return credentials;
  }

  /** Tells the issuer that the credentials are stored. */
  async acknowledge({ offer, accessToken }, [{ notificationId }]) {
    await this.#holder.sendNotification({
      metadata: offer.metadata,
      accessToken,
      notificationId,
      notificationEvent: 'credential_accepted',
    });
  }

  /** All that a wallet does with an offer. Returns the record of the batch. */
  async receive(offerUri, { txCode, batchSize }) {
    const redeemed = await this.redeem(offerUri, txCode);
    const credentials = await this.collect(redeemed, await this.createKeys(batchSize));
    await this.acknowledge(redeemed, credentials);
    return credentials[0].record;
  }

  createKeys(count) {
    return Promise.all(
      Array.from({ length: count }, async () => {
        const { publicJwk } = await this.#agent.kms.createKey({ type: { kty: 'EC', crv: 'P-256' } });
        return Kms.PublicJwk.fromPublicJwk(publicJwk);
      }),
    );
  }

  /** All credentials that are stored. */
  records() {
    return this.#agent.sdJwtVc.getAll();
  }

  /** Fetches a request, checks its signature, and finds the credentials that answer it. */
  async read(link) {
    const request = await this.#holder.resolveOpenId4VpAuthorizationRequest(link);
    const credentials = this.#holder.selectCredentialsForDcqlRequest(request.dcql.queryResult);
    return { request, credentials };
  }

  /** Answers a request with the credentials that were found for it. Returns what the verifier responded. */
  async answer({ request, credentials }) {
    const { authorizationRequestPayload: payload, transactionData } = request;
    if (transactionData && this.#plugIn) {
      const held = mapValues(credentials, ([{ credentialRecord }]) => this.#nextInstance(credentialRecord));
      const claims = await this.#plugIn.keyBindingClaims(payload, held);
      for (const [id, [credential]] of Object.entries(credentials)) credential.additionalPayload = claims[id];
    }
    const { serverResponse, redirectUri } = await this.#holder.acceptOpenId4VpAuthorizationRequest({
      authorizationRequestPayload: payload,
      dcql: { credentials },
      transactionData: transactionData?.map(({ matchedCredentialIds: [credentialId] }) => ({ credentialId })),
    });
    // credo-ts has taken the instances that it presented from the records, and leaves it to the wallet to store these.
    for (const [{ credentialRecord }] of Object.values(credentials))
      await this.#agent.sdJwtVc.update(credentialRecord);
    return { ...serverResponse, redirectUri };
  }

  /** The instance that credo-ts presents next, with what signs with its key. */
  #nextInstance({ credentialInstances }) {
    const { compactSdJwtVc, kmsKeyId } = credentialInstances.at(-1);
    const { jwk } = this.#agent.sdJwtVc.fromCompact(compactSdJwtVc).holder;
    const sign = async (text) => {
      const { signature } = await this.#agent.kms.sign({
        keyId: kmsKeyId,
        algorithm: 'ES256',
        data: Buffer.from(text),
      });
      return Buffer.from(signature).toString('base64url');
    };
    const kid = Buffer.from(jwk.getJwkThumbprint()).toString('base64url');
    return { credential: compactSdJwtVc, holder_key: { kid, alg: 'ES256', sign } };
  }

  /** Presents a credential with key binding outside of any protocol, with the claims that a frame names. */
  present(record, presentationFrame) {
    return this.#agent.sdJwtVc.present({
      sdJwtVc: record.firstCredential,
      presentationFrame,
      verifierMetadata: { audience: 'https://verifier.example', nonce: 'nonce', issuedAt: 0 },
    });
  }
}

const mapValues = (object, map) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
