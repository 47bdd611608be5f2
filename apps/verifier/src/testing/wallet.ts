import type { X509Certificate } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { HeldCredential, Presentations } from '@zk-income/credential';
import { issueCredential, NOW, VERIFIER } from '@zk-income/credential/testing';
import {
  type AuthorizationRequest,
  authorizationResponse,
  checkRequestObject,
  parseAuthorizationRequest,
  presentationRequestOf,
  type RequestByReference,
} from '@zk-income/openid';
import { importJWK, SignJWT } from 'jose';
import request, { type Response } from 'supertest';
import { sha256Base64url } from '../openid/request-link.js';
import { HOST, type WalletService } from './wallet-service.js';

const FORM = 'application/x-www-form-urlencoded';

const pathOf = (url: string): string => {
  if (!url.startsWith(`${VERIFIER}/`)) throw new Error(`${url} is not of the verifier`);
  return url.slice(VERIFIER.length);
};

export const postForm = (app: NestFastifyApplication, url: string, body: string): Promise<Response> =>
  request(app.getHttpServer())
    .post(pathOf(url))
    .type(FORM)
    .send(body)
    .then((response) => response);

/** What a stock wallet presents: claims, and a key binding without a proof. */
export interface Disclosure {
  /** Names of claims; `openings` for the openings of all attributes. */
  readonly claims?: readonly string[];
  readonly aud?: string;
  readonly nonce?: string;
  /** More claims of the key binding. */
  readonly binding?: object;
}

/** A wallet with one credential, which trusts the authority of one verifier. */
export class Wallet {
  private constructor(
    private readonly service: WalletService,
    private readonly leaf: X509Certificate,
    readonly held: HeldCredential,
  ) {}

  static async with(service: WalletService): Promise<Wallet> {
    return new Wallet(service, service.leaf, await issueCredential(service.environment.issuer));
  }

  reference(link: string): RequestByReference {
    const reference = parseAuthorizationRequest(link);
    if (reference.kind !== 'reference') throw new Error('expected a link by reference');
    return reference;
  }

  /** Fetches the request object of a link, by GET or with a nonce by POST. */
  async fetch(link: string, walletNonce?: string): Promise<Response> {
    const { requestUri } = this.reference(link);
    if (walletNonce !== undefined)
      return postForm(this.service.app, requestUri, `wallet_nonce=${walletNonce}`);
    return request(this.service.app.getHttpServer()).get(pathOf(requestUri));
  }

  /** Checks a request object as wallets must. @throws OpenidError */
  check(link: string, requestObject: string, walletNonce?: string): Promise<AuthorizationRequest> {
    const validate = async ([leaf]: readonly string[]) =>
      leaf === this.leaf.raw.toString('base64') ? { dnsNames: [HOST] } : undefined;
    return checkRequestObject(requestObject, {
      link: this.reference(link),
      certificates: { validate },
      now: this.service.environment.clock.time,
      ...(walletNonce !== undefined && { walletNonce }),
    });
  }

  /** The checked request of a link. */
  async open(link: string): Promise<AuthorizationRequest> {
    const response = await this.fetch(link, 'fresh-nonce');
    if (response.status !== 200) throw new Error(`${response.status} ${response.text}`);
    return this.check(link, response.text, 'fresh-nonce');
  }

  /** Proves what a request asks for. */
  async prove(asked: AuthorizationRequest): Promise<Presentations> {
    const { holder } = this.service.environment;
    const { host: certifiedHost } = asked;
    return holder.generateProof(presentationRequestOf(asked), { salary: this.held }, { certifiedHost });
  }

  /** Presents as a stock wallet does. */
  async disclose(asked: AuthorizationRequest, disclosure: Disclosure = {}): Promise<Presentations> {
    const { claims = [], aud = asked.clientId, nonce = asked.nonce, binding = {} } = disclosure;
    const [issuerJwt, ...parts] = this.held.credential.split('~').slice(0, -1);
    const shown = parts.filter((part) => {
      const [, name] = JSON.parse(Buffer.from(part, 'base64url').toString()) as string[];
      return claims.includes(name!);
    });
    const text = `${[issuerJwt, ...shown].join('~')}~`;
    const keyBinding = await new SignJWT({ nonce, sd_hash: sha256Base64url(text), ...binding })
      .setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt' })
      .setIssuedAt(NOW / 1000)
      .setAudience(aud)
      .sign(await importJWK(this.held.holder_key, 'ES256'));
    return { salary: text + keyBinding };
  }

  /** Sends presentations, encrypted where the request says so. */
  async send(asked: AuthorizationRequest, presentations: Presentations): Promise<Response> {
    return postForm(this.service.app, asked.responseUri, await authorizationResponse(asked, presentations));
  }

  /** Answers with a proof. */
  async answer(link: string): Promise<Response> {
    const asked = await this.open(link);
    return this.send(asked, await this.prove(asked));
  }
}
