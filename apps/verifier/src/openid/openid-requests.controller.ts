import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { parseRequestUriForm, REQUEST_OBJECT_TYP } from '@zk-income/openid';
import { Form, FormBody, type FormParameters, PublicRoute, ThrottleRefusals } from '@zk-income/service-kit';
import { FetchRequestObjectDocs, GetRequestObjectDocs } from './openid.docs.js';
import { REQUEST_OBJECTS } from './request-link.js';
import { RequestObjects } from './request-objects.js';

/** `wallet_metadata` may contain keys. */
const FORM_BYTES = 32_768;
const MEDIA_TYPE = `application/${REQUEST_OBJECT_TYP}`;

@ApiTags('Wallets')
@Controller('openid/requests')
export class OpenidRequestsController {
  constructor(private readonly requestObjects: RequestObjects) {}

  @PublicRoute()
  @Get(':link')
  @Header('Content-Type', MEDIA_TYPE)
  @ThrottleRefusals(REQUEST_OBJECTS)
  @GetRequestObjectDocs(MEDIA_TYPE)
  getRequestObject(@Param('link') link: string): Promise<string> {
    return this.requestObjects.sign(link);
  }

  @PublicRoute()
  @Post(':link')
  @HttpCode(200)
  @Header('Content-Type', MEDIA_TYPE)
  @FormBody(FORM_BYTES)
  @ThrottleRefusals(REQUEST_OBJECTS)
  @FetchRequestObjectDocs(MEDIA_TYPE)
  fetchRequestObject(@Param('link') link: string, @Form() form: FormParameters): Promise<string> {
    return this.requestObjects.sign(link, parseRequestUriForm(form).walletNonce);
  }
}
