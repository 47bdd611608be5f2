import { Injectable } from '@nestjs/common';
import { CoreEngine, type DisclosureVerdict, type Verdict, type WalletRequest } from '@zk-income/credential';
import { readAuthorizationResponse } from '@zk-income/openid';
import {
  ConcurrencyLimiter,
  countVerdict,
  type FormParameters,
  type OpenidErrorBody,
  openidErrorFor,
  openidErrorOf,
} from '@zk-income/service-kit';
import { RequestEvents } from '../webhooks/request-events.js';
import { newSecret, parseLink, type RequestLink, sha256Base64url } from './request-link.js';
import { openResponseKey } from './response-key.js';

/** What a wallet gets. With `redirect_uri`, it sends the person there (OpenID4VP 1.0, section 8.2). */
export type WalletAnswer = (OpenidErrorBody | object) & { readonly redirect_uri?: string };

export interface AnswerToWallet {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: WalletAnswer;
}

/** Takes what wallets send to the response URI of a request. */
@Injectable()
export class WalletResponses {
  constructor(
    private readonly engine: CoreEngine,
    private readonly limiter: ConcurrencyLimiter,
    private readonly events: RequestEvents,
  ) {}

  /**
   * Records an answer or an error. No verdict leaves: a refusal is an error with its code.
   *
   * @throws ProtocolError `request_unknown`; any other error where the request has no `redirectUri`
   */
  receive(text: string, form: FormParameters): Promise<AnswerToWallet> {
    const link = parseLink(text);
    return this.limiter.run(link.id, async () => {
      const request = await this.engine.findWalletRequest(link.id, sha256Base64url(link.secret));
      // Also of an answer that is refused: the wallet sends the person back, and the URL has a fresh value in any case.
      const responseCode = newSecret();
      const redirect = redirectOf(request, responseCode);
      try {
        const error = await this.process(request, link, form, sha256Base64url(responseCode));
        return { status: error ? 400 : 200, headers: {}, body: { ...error, ...redirect } };
      } catch (error) {
        const { status, headers, body } = openidErrorFor(error);
        if (status >= 500 || !redirect.redirect_uri) throw error;
        return { status, headers, body: { ...body, ...redirect } };
      }
    });
  }

  /** The error of an answer that was refused; undefined for one that was accepted, and for an error of the wallet. */
  private async process(
    request: WalletRequest,
    link: RequestLink,
    form: FormParameters,
    responseCode: string,
  ): Promise<OpenidErrorBody | undefined> {
    const { id, links, credentialIds } = request;
    const { responseMode, state, sealedResponseKey } = links;
    const received = await readAuthorizationResponse(form, {
      responseMode,
      ids: credentialIds,
      state,
      ...(sealedResponseKey && { privateJwk: openResponseKey(sealedResponseKey, link).privateJwk }),
    });
    if (received.kind === 'error') {
      await this.engine.recordWalletError(id, received);
      return undefined;
    }
    const input = { request_id: id, presentations: received.presentations };
    const verdict: Verdict | DisclosureVerdict = await countVerdict<Verdict | DisclosureVerdict>(
      request.mode === 'proof'
        ? this.engine.verifyProof(input, { channel: 'wallet', responseCode })
        : this.engine.verifyDisclosure(input, { responseCode }),
    );
    if (!('detail' in verdict)) return undefined;
    await this.events.refused(id);
    return openidErrorOf(verdict);
  }
}

const redirectOf = (
  { links: { redirectUri } }: WalletRequest,
  responseCode: string,
): { readonly redirect_uri?: string } =>
  redirectUri === undefined ? {} : { redirect_uri: `${redirectUri}#response_code=${responseCode}` };
