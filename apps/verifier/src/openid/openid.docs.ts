import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiJsonResponse, ApiOpenidErrors, ApiProblems, FORM_MEDIA_TYPE } from '@zk-income/service-kit';
import {
  AuthorizationResponseDto,
  RequestObjectFormDto,
  RequestStatusDto,
  WalletAnswerDto,
} from '../dto/openid.dto.js';

export const exampleLink = 'Zt3lYvSx2f8GZyY3w0t1LA.5b0cYh6rQv0T1mCq0m3y8E2s4kU7wR9xZ1aB3cD5eF7';
export const exampleStatusId = 'aP4nQm1xYt7Vb2Kc8Ls5Wd0Re3Zg6Hj9Uf4Ti1Oy8Eo';
const REQUEST_OBJECT =
  'eyJhbGciOiJFUzI1NiIsInR5cCI6Im9hdXRoLWF1dGh6LXJlcStqd3QifQ.eyJjbGllbnRfaWQiOi….c2lnbmF0dXJl';

const LinkParam = () =>
  ApiParam({
    name: 'link',
    description: 'The id of the request and its secret, as `wallet_link` contains them',
    example: exampleLink,
  });

/** Of a link whose request cannot be answered. */
const CLOSED = [
  'request_unknown',
  'request_expired',
  'request_already_answered',
  'too_many_attempts',
] as const;
const FORM_PROBLEMS = ['bad_request', 'payload_too_large', 'unsupported_media_type'] as const;

const INVALID_FORM = { status: 400, error: 'invalid_request', description: 'The form is malformed.' };

const RequestObjectResponse = (mediaType: string) =>
  ApiResponse({
    status: 200,
    description: 'The signed request object',
    content: {
      [mediaType]: {
        schema: { type: 'string' },
        examples: { example: { value: REQUEST_OBJECT } },
      },
    },
  });

/** Documents a body that is a form. It may be absent where all parameters are optional. */
const ApiFormBody = (
  type: new () => object,
  required: boolean,
  examples: Record<string, { summary: string; value: object }>,
) => applyDecorators(ApiConsumes(FORM_MEDIA_TYPE), ApiBody({ type, required, examples: examples as never }));

const REQUEST_OBJECT_TEXT =
  'For wallets: they find this URL in `wallet_link`. The request object (OpenID4VP 1.0, section 5) is signed with the certified key of the verifier.';

export const GetRequestObjectDocs = (mediaType: string) =>
  applyDecorators(
    ApiOperation({
      operationId: 'getRequestObject',
      summary: 'Get the request object of a link',
      description: REQUEST_OBJECT_TEXT,
    }),
    LinkParam(),
    RequestObjectResponse(mediaType),
    ApiProblems(...CLOSED, 'unavailable', 'internal_error'),
  );

export const FetchRequestObjectDocs = (mediaType: string) =>
  applyDecorators(
    ApiOperation({
      operationId: 'fetchRequestObject',
      summary: 'Get the request object of a link, with a nonce of the wallet',
      description: `${REQUEST_OBJECT_TEXT} It contains \`wallet_nonce\` as sent (section 5.10). \`wallet_metadata\` and unknown parameters are accepted and have no effect.`,
    }),
    LinkParam(),
    ApiFormBody(RequestObjectFormDto, false, {
      example: { summary: 'With a nonce', value: { wallet_nonce: 'qPmxiNFCR3QTm19POc8u' } },
    }),
    RequestObjectResponse(mediaType),
    ApiOpenidErrors(INVALID_FORM),
    ApiProblems(...FORM_PROBLEMS, ...CLOSED, 'unavailable', 'internal_error'),
  );

export const SendResponseDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'sendResponse',
      summary: 'Send the answer of a wallet',
      description:
        'The response URI of a request object (OpenID4VP 1.0, sections 8.2 and 8.3.1). A 200 means that the answer, or the error of the wallet, was taken. The verdict is for the owner of the request, who gets it by GET /requests/{id}. ' +
        'An answer that fails a check gets a 400 with a `code`, and the request stays open. If no response arrives, send exactly the same answer again within 20 minutes.',
    }),
    LinkParam(),
    ApiFormBody(AuthorizationResponseDto, true, {
      answer: {
        summary: 'An answer',
        value: { vp_token: '{"salary":["eyJhbGciOi…~…~eyJ0eXAiOi…"]}', state: 'bJ1qO8…' },
      },
      encrypted: { summary: 'An encrypted answer', value: { response: 'eyJhbGciOiJFQ0RILUVTIi…' } },
      error: {
        summary: 'What the wallet reports instead of an answer',
        value: { error: 'access_denied', error_description: 'The person declined.', state: 'bJ1qO8…' },
      },
    }),
    ApiJsonResponse(200, WalletAnswerDto, 'The answer or error was taken', {
      otherDevice: { summary: 'A wallet on another device than the one that asks', value: {} },
      sameDevice: {
        summary: 'A wallet on the device that asks: it sends the person to this URL',
        value: {
          redirect_uri:
            'https://portal.example/done#response_code=G4kSx2f8GZyY3w0t1LAq1Y0n5m3ZxQd0v7n2wXo8k4r',
        },
      },
    }),
    ApiOpenidErrors({
      status: 400,
      error: 'invalid_request',
      description:
        'The form, its encryption, its state or its vp_token is malformed or of another request, or a presentation fails a check, which `code` names.',
    }),
    ApiProblems(
      ...FORM_PROBLEMS,
      ...CLOSED,
      'presentation_missing',
      'presentation_malformed',
      'presentation_too_large',
      'overloaded',
      'unavailable',
      'internal_error',
    ),
  );

export const GetRequestStatusDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getRequestStatus',
      summary: 'Get whether a request waits for an answer',
      description:
        'For the page that shows `wallet_link` to a person and waits. Requires no API key: the `status_id` tells this state and nothing else.',
    }),
    ApiParam({ name: 'statusId', description: 'The `status_id` of the request', example: exampleStatusId }),
    ApiJsonResponse(200, RequestStatusDto, 'The state', { open: { value: { state: 'open' } } }),
    ApiProblems('request_unknown', 'unavailable', 'internal_error'),
  );
