import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  type CallbackContext,
  clientAuthenticationAnonymous,
  type JwtSigner,
  Oauth2AuthorizationServer,
} from '@openid4vc/oauth2';
import { Openid4vciClient, Openid4vciIssuer } from '@openid4vc/openid4vci';
import { importSigningKey, type PublicJwk, verifyJws } from '@zk-income/credential';
import { makeKey, type TestKey } from '@zk-income/credential/testing';
import { calculateJwkThumbprint } from 'jose';
import { parseForm, signJwt } from '../messages/index.js';
import { makeIssuanceServer, TX_CODE } from '../testing/issuance-server.js';
import { forgeProof, NONCE, NOW, type ProofChanges } from '../testing/key-proofs.js';
import { outcome, outcomeAsync } from '../testing/outcome.js';
import { parseCredentialRequest } from './credential-request.js';
import { verifyKeyProofs } from './key-proof.js';
import { KEY_PROOF_ALGORITHMS } from './names.js';
import { offerUri } from './offer.js';
import { readIssuerMetadata } from './read-metadata.js';
import { parseCredentialOffer, type ReceivedOffer, readCredentialOffer } from './read-offer.js';
import { createKeyProof, credentialRequest, tokenRequest } from './wallet-requests.js';

/** An independent implementation of both sides reads what this library writes, and writes what it reads. */

let server: Awaited<ReturnType<typeof makeIssuanceServer>>;
let keys: TestKey[];

beforeEach(async () => {
  server = await makeIssuanceServer();
  keys = [await makeKey('ES256'), await makeKey('EdDSA')];
});

const textOf = (jwk: object) => calculateJwkThumbprint(jwk);

const unused = (): never => {
  throw new Error('not used');
};

const callbacks: Omit<CallbackContext, 'fetch'> = {
  hash: async (data, alg) => new Uint8Array(await crypto.subtle.digest(alg, data as BufferSource)),
  generateRandom: (length) => crypto.getRandomValues(new Uint8Array(length)),
  clientAuthentication: clientAuthenticationAnonymous(),
  decryptJwe: unused,
  encryptJwe: unused,
  signJwt: async (signer, { header, payload }) => {
    const publicJwk = (signer as JwtSigner & { publicJwk: PublicJwk }).publicJwk;
    const thumbprint = await textOf(publicJwk);
    const thumbprints = await Promise.all(keys.map((key) => textOf(key.publicJwk)));
    const { privateJwk } = keys[thumbprints.indexOf(thumbprint)]!;
    const { alg, ...others } = header;
    const jwt = await signJwt(await importSigningKey(privateJwk), { ...others, typ: others.typ! }, payload);
    return { jwt, signerJwk: publicJwk };
  },
  verifyJwt: async (signer, { compact }) => {
    const signerJwk = (signer as JwtSigner & { publicJwk: PublicJwk }).publicJwk;
    return (await verifyJws(compact, signerJwk)) ? { verified: true, signerJwk } : { verified: false };
  },
};

describe('their wallet', () => {
  const client = () => new Openid4vciClient({ callbacks: { ...callbacks, fetch: server.fetch } });

  /** What the wallet got, up to the token. */
  async function start(txCode = TX_CODE) {
    const wallet = client();
    const credentialOffer = await wallet.resolveCredentialOffer(offerUri(server.offer));
    const issuerMetadata = await wallet.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const { accessTokenResponse } = await wallet.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
      txCode,
    });
    const [credentialConfigurationId] = credentialOffer.credential_configuration_ids as [string];
    return {
      wallet,
      issuerMetadata,
      accessToken: accessTokenResponse.access_token,
      credentialConfigurationId,
    };
  }

  async function collect(additionalRequestPayload: Record<string, unknown> = {}) {
    const { wallet, issuerMetadata, accessToken, credentialConfigurationId } = await start();
    const { c_nonce: nonce } = await wallet.requestNonce({ issuerMetadata });
    const proofs = await Promise.all(
      keys.map(({ publicJwk }) =>
        wallet.createCredentialRequestJwtProof({
          issuerMetadata,
          credentialConfigurationId,
          nonce,
          issuedAt: new Date(server.now() * 1000),
          signer: { method: 'jwk', publicJwk, alg: publicJwk.kty === 'EC' ? 'ES256' : 'EdDSA' },
        }),
      ),
    );
    const { credentialResponse } = await wallet.retrieveCredentials({
      issuerMetadata,
      accessToken,
      credentialConfigurationId,
      proofs: { jwt: proofs.map(({ jwt }) => jwt) },
      additionalRequestPayload,
    });
    return { wallet, issuerMetadata, accessToken, credentialResponse };
  }

  test('collects a batch without openings, and notifies the issuer', async () => {
    const { wallet, issuerMetadata, accessToken, credentialResponse } = await collect();
    expect(credentialResponse.credentials).toHaveLength(2);
    expect(credentialResponse).not.toHaveProperty('zk_income_openings');
    await wallet.sendNotification({
      issuerMetadata,
      accessToken,
      notification: { notificationId: credentialResponse.notification_id!, event: 'credential_accepted' },
    });
    expect(server.notifications).toEqual([
      { notificationId: credentialResponse.notification_id, event: 'credential_accepted' },
    ]);
  });

  test('collects the openings too, with a plug-in that adds a parameter', async () => {
    const { credentialResponse } = await collect({ zk_income_openings: true });
    expect(credentialResponse.zk_income_openings).toHaveLength(2);
  });

  test('reads the metadata with the claims and the batch size', async () => {
    const { credentialIssuer, knownCredentialConfigurations, originalDraftVersion } =
      await client().resolveIssuerMetadata(server.iss);
    expect(originalDraftVersion).toBe('V1');
    expect(credentialIssuer.batch_credential_issuance).toEqual({ batch_size: 50 });
    expect(knownCredentialConfigurations['zk-income-2']).toMatchObject({
      format: 'dc+sd-jwt',
      proof_types_supported: { jwt: { proof_signing_alg_values_supported: [...KEY_PROOF_ALGORITHMS] } },
    });
  });

  test('is told that the transaction code is wrong', async () => {
    await expect(start('000000')).rejects.toMatchObject({ errorResponse: { error: 'invalid_grant' } });
  });

  test('is told that the nonce is wrong', async () => {
    const { wallet, issuerMetadata, accessToken, credentialConfigurationId } = await start();
    const { publicJwk } = keys[0]!;
    const { jwt } = await wallet.createCredentialRequestJwtProof({
      issuerMetadata,
      credentialConfigurationId,
      nonce: 'of another issuer',
      issuedAt: new Date(server.now() * 1000),
      signer: { method: 'jwk', publicJwk, alg: 'ES256' },
    });
    const retrieving = wallet.retrieveCredentials({
      issuerMetadata,
      accessToken,
      credentialConfigurationId,
      proofs: { jwt: [jwt] },
    });
    await expect(retrieving).rejects.toMatchObject({
      response: { credentialErrorResponseResult: { data: { error: 'invalid_nonce' } } },
    });
  });
});

describe('their issuer', () => {
  const issuer = new Openid4vciIssuer({ callbacks });

  test('makes an offer that our wallet reads', async () => {
    const issuerMetadata = await new Openid4vciClient({
      callbacks: { ...callbacks, fetch: server.fetch },
    }).resolveIssuerMetadata(server.iss);
    const { credentialOffer } = await issuer.createCredentialOffer({
      issuerMetadata,
      credentialConfigurationIds: ['zk-income-2'],
      grants: {
        'urn:ietf:params:oauth:grant-type:pre-authorized_code': {
          'pre-authorized_code': 'code',
          tx_code: { input_mode: 'numeric', length: 4 },
        },
      },
    });
    expect(parseCredentialOffer(credentialOffer)).toEqual({
      issuer: server.iss,
      configurationIds: ['zk-income-2'],
      preAuthorizedCode: 'code',
      txCode: { input_mode: 'numeric', length: 4 },
    });
  });

  test('reads the token request of our wallet', () => {
    const accessTokenRequest = Object.fromEntries(
      parseForm(tokenRequest({ preAuthorizedCode: 'code', txCode: '1234' })),
    );
    const url = `${server.iss}/openid/token`;
    const { grant } = new Oauth2AuthorizationServer({ callbacks }).parseAccessTokenRequest({
      accessTokenRequest,
      request: { method: 'POST', url, headers: new Headers() },
    });
    expect(grant).toMatchObject({ preAuthorizedCode: 'code', txCode: '1234' });
  });

  test('reads the credential request of our wallet, and verifies its key proofs', async () => {
    const issuerMetadata = await new Openid4vciClient({
      callbacks: { ...callbacks, fetch: server.fetch },
    }).resolveIssuerMetadata(server.iss);
    const offer = readCredentialOffer(server.offer) as ReceivedOffer;
    const { configurationId } = readIssuerMetadata(issuerMetadata.credentialIssuer, offer);
    const now = server.now();
    const proofs = await Promise.all(
      keys.map(async ({ privateJwk, publicJwk }) =>
        createKeyProof(
          { ...(await importSigningKey(privateJwk)), publicJwk },
          { issuer: server.iss, nonce: 'n', now },
        ),
      ),
    );
    const request = credentialRequest({ configurationId, proofs }) as Record<string, unknown>;
    const parsed = issuer.parseCredentialRequest({ issuerMetadata, credentialRequest: request });
    expect(parsed.credentialConfigurationId).toBe('zk-income-2');
    expect(parsed.proofs).toEqual({ jwt: proofs });
    for (const [i, jwt] of proofs.entries()) {
      const { signer } = await issuer.verifyCredentialRequestJwtProof({
        issuerMetadata,
        jwt,
        expectedNonce: 'n',
        now: new Date(now * 1000),
      });
      expect(signer).toMatchObject({ publicJwk: keys[i]!.publicJwk });
    }
  });
});

describe('what their issuer lets through, this library refuses', () => {
  const issuer = new Openid4vciIssuer({ callbacks });
  const now = NOW;

  async function accepted(changes: ProofChanges): Promise<{ theirs: boolean; ours: string }> {
    const jwt = await forgeProof({
      key: keys[0]!,
      ...changes,
      payload: { aud: server.iss, ...changes.payload },
    });
    const issuerMetadata = await new Openid4vciClient({
      callbacks: { ...callbacks, fetch: server.fetch },
    }).resolveIssuerMetadata(server.iss);
    const theirs = await issuer
      .verifyCredentialRequestJwtProof({
        issuerMetadata,
        jwt,
        expectedNonce: NONCE,
        now: new Date(now * 1000),
      })
      .then(
        () => true,
        () => false,
      );
    const checks = { issuer: server.iss, now, checkNonce: () => true };
    return { theirs, ours: await outcomeAsync(() => verifyKeyProofs([jwt], checks)) };
  }

  test('an honest proof is accepted by both', async () => {
    expect(await accepted({})).toEqual({ theirs: true, ours: 'accepted' });
  });

  test.each<[string, ProofChanges]>([
    ['of 1970', { payload: { iat: 0 } }],
    ['of 2100', { payload: { iat: Date.UTC(2100, 0) / 1000 } }],
    ['with a list of audiences', { payload: { aud: ['https://issuer.example', 'https://other.example'] } }],
    ['with iss after anonymous access', { payload: { iss: 'wallet' } }],
  ])('a proof %s', async (_, changes) => {
    expect(await accepted(changes)).toEqual({ theirs: true, ours: 'invalid_proof' });
  });

  test('a request without proofs, and one with 51', async () => {
    const issuerMetadata = await new Openid4vciClient({
      callbacks: { ...callbacks, fetch: server.fetch },
    }).resolveIssuerMetadata(server.iss);
    const jwt = Array.from({ length: 51 }, () => 'a.b.c');
    for (const proofs of [undefined, { jwt }]) {
      const credentialRequest = { credential_configuration_id: 'zk-income-2', proofs };
      expect(() => issuer.parseCredentialRequest({ issuerMetadata, credentialRequest })).not.toThrow();
      expect(outcome(() => parseCredentialRequest(credentialRequest))).toBe('invalid_proof');
    }
  });

  test('an offer of nothing', async () => {
    const wallet = new Openid4vciClient({ callbacks: { ...callbacks, fetch: server.fetch } });
    const empty = offerUri({ ...server.offer, credential_configuration_ids: [] as unknown as [string] });
    expect((await wallet.resolveCredentialOffer(empty)).credential_configuration_ids).toEqual([]);
    expect(outcome(() => parseCredentialOffer(empty))).toBe('invalid_credential_offer');
  });
});
