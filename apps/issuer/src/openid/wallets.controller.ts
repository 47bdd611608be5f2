import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Clock, CoreEngine } from '@zk-income/credential';
import {
  type CredentialResponse,
  credentialResponse,
  nonceResponse,
  parseCredentialRequest,
  parseNotification,
  parseTokenRequest,
  separateOpenings,
  type TokenResponse,
  tokenResponse,
  verifyKeyProofs,
} from '@zk-income/openid';
import {
  BodyLimit,
  CLOCK,
  Form,
  FormBody,
  type FormParameters,
  NoBody,
  PublicRoute,
  type ThrottledRoute,
  ThrottleRefusals,
  verifyJwsWithNode,
} from '@zk-income/service-kit';
import { IssuerConfig } from '../issuer.config.js';
import { AccessToken, accessTokenOf } from './access-token.js';
import { Nonces } from './nonces.js';
import { CollectCredentialsDocs, ExchangeCodeDocs, GetNonceDocs, NotifyIssuerDocs } from './wallets.docs.js';

const TOKEN_FORM_BYTES = 8_192;
/** Fifty key proofs. */
const CREDENTIAL_BODY_BYTES = 131_072;
const NOTIFICATION_BODY_BYTES = 8_192;

/** Offers are known by their id, with which codes and access tokens begin. */
const idOf = (secret: string | undefined): string | undefined => secret?.split('.', 1)[0];
const BY_CODE: ThrottledRoute = {
  idOf: ({ body }) => idOf((body as FormParameters | null)?.get('pre-authorized_code')),
  isCounted: () => false,
};
/** Each call verifies up to fifty key proofs, or is a write, and a token can be used again, so that each counts. */
const BY_ACCESS_TOKEN: ThrottledRoute = {
  idOf: (request) => idOf(accessTokenOf(request)),
  isCounted: () => true,
};

/** The endpoints that wallets call to collect an offer (OpenID4VCI 1.0). */
@ApiTags('Wallets')
@Controller('openid')
export class WalletsController {
  constructor(
    private readonly engine: CoreEngine,
    private readonly nonces: Nonces,
    private readonly config: IssuerConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PublicRoute()
  @Post('token')
  @HttpCode(200)
  @FormBody(TOKEN_FORM_BYTES)
  @ThrottleRefusals(BY_CODE)
  @ExchangeCodeDocs()
  async exchangeCode(@Form() form: FormParameters): Promise<TokenResponse> {
    const { preAuthorizedCode, txCode, clientId } = parseTokenRequest(form);
    const wallet = {
      ...(txCode !== undefined && { txCode }),
      ...(clientId !== undefined && { walletId: clientId }),
    };
    return tokenResponse(await this.engine.openOffer(preAuthorizedCode, wallet));
  }

  @PublicRoute()
  @Post('nonce')
  @HttpCode(200)
  @NoBody()
  @GetNonceDocs()
  async getNonce(): Promise<{ readonly c_nonce: string }> {
    return nonceResponse(await this.nonces.create());
  }

  @PublicRoute()
  @Post('credential')
  @HttpCode(200)
  @BodyLimit(CREDENTIAL_BODY_BYTES)
  @ThrottleRefusals(BY_ACCESS_TOKEN)
  @CollectCredentialsDocs()
  async collectCredentials(
    @AccessToken() accessToken: string,
    @Body() body: object,
  ): Promise<CredentialResponse> {
    const { proofs, wantsOpenings } = parseCredentialRequest(body);
    const { credentials, notificationId } = await this.engine.collectOffer(accessToken, ({ walletId }) =>
      verifyKeyProofs(proofs, {
        issuer: this.config.publicUrl,
        now: Math.floor(this.clock.now() / 1000),
        checkNonce: (nonce) => this.nonces.isFresh(nonce),
        verifyJws: verifyJwsWithNode,
        ...(walletId !== undefined && { clientId: walletId }),
      }),
    );
    return credentialResponse(credentials.map(separateOpenings), {
      notificationId,
      withOpenings: wantsOpenings,
    });
  }

  @PublicRoute()
  @Post('notification')
  @HttpCode(204)
  @BodyLimit(NOTIFICATION_BODY_BYTES)
  @ThrottleRefusals(BY_ACCESS_TOKEN)
  @NotifyIssuerDocs()
  async notifyIssuer(@AccessToken() accessToken: string, @Body() body: object): Promise<void> {
    const { notificationId, event } = parseNotification(body);
    await this.engine.notifyOffer(accessToken, notificationId, event);
  }
}
