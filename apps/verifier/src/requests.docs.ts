import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import {
  exampleCouplePolicy,
  examplePolicy,
  exampleRequest,
  exampleTemplateInput,
  exampleTwoIncomesPolicy,
  REQUEST_EXPIRY_SECONDS,
  type RequestView,
} from '@zk-income/credential';
import { ApiJsonBody, ApiJsonResponse, ApiProblems, BODY_PROBLEMS } from '@zk-income/service-kit';
import { RedeemDto } from './dto/openid.dto.js';
import { CreatedRequestDto, CreateRequestDto, RequestViewDto } from './dto/request.dto.js';
import { exampleLink, exampleStatusId } from './openid/openid.docs.js';

const pendingExample: RequestView = { ...exampleRequest, state: 'pending', failed_attempts: 0 };

export const answeredExample: RequestView = {
  ...exampleRequest,
  state: 'answered',
  failed_attempts: 0,
  verdict: { verified: true, code: 'verified', answered_at: '2026-11-24T12:03:11.000Z' },
  receipt: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InprLWluY29tZS1yZWNlaXB0K2p3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl',
};

const REQUEST_URI = `https%3A%2F%2Fverifier.example%2Fopenid%2Frequests%2F${exampleLink}`;
const REFERENCE = `client_id=x509_san_dns%3Averifier.example&request_uri=${REQUEST_URI}&request_uri_method=post`;
export const linkedExample = {
  ...exampleRequest,
  status_id: exampleStatusId,
  wallet_link: `openid4vp://?${REFERENCE}`,
  link: `https://verifier.example/request#${REFERENCE}&status_id=${exampleStatusId}`,
};

const unboundExample: RequestView = {
  ...exampleRequest,
  audience: 'x509_san_dns:verifier.example',
  status_id: exampleStatusId,
  state: 'answered_unbound',
  failed_attempts: 0,
  wallet_errors: [{ at: '2026-11-24T12:02:40.000Z', error: 'access_denied' }],
};

const RequestIdParam = () =>
  ApiParam({ name: 'id', description: 'The `id` of the request', example: exampleRequest.id });

export const CreateRequestDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'createRequest',
      summary: 'Create a presentation request',
      description:
        'Stores a request with a fresh nonce, for a `policy` or for a `template` with `parameters` (GET /policy-templates). Send the response to the holder unchanged, or show `wallet_link` to a person with an OpenID wallet. `statements` says in words what the policy asks for: compare it with what you meant.',
    }),
    ApiJsonBody(CreateRequestDto, {
      income: {
        summary: 'One income with a lower bound',
        value: { policy: examplePolicy, expires_in: REQUEST_EXPIRY_SECONDS.default },
      },
      twoIncomes: {
        summary: 'Two incomes of one person, a debt ratio, and the name',
        value: { policy: exampleTwoIncomesPolicy },
      },
      couple: {
        summary: 'The incomes of two people together, and the name and birthdate of both',
        value: { policy: exampleCouplePolicy },
      },
      sameDevice: {
        summary: 'For an OpenID wallet on the device that asks, which encrypts its answer',
        value: {
          policy: examplePolicy,
          wallet: { response_mode: 'direct_post.jwt', redirect_uri: 'https://portal.example/done' },
        },
      },
      disclosure: {
        summary: 'Only a name, from an OpenID wallet that proves nothing',
        value: {
          policy: { ...examplePolicy, predicates: [], disclose: ['given_name', 'family_name'] },
          wallet: { mode: 'disclosure' },
        },
      },
      template: {
        summary: 'A template: income of a year of at least 40 times the rent',
        value: exampleTemplateInput,
      },
    }),
    ApiJsonResponse(201, CreatedRequestDto, 'The request', {
      example: { summary: 'Of a verifier without a certificate', value: exampleRequest },
      linked: { summary: 'With links for OpenID wallets', value: linkedExample },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'policy_or_template_required',
      'template_unknown',
      'template_parameter_missing',
      'template_parameter_unknown',
      'template_parameter_invalid',
      'policy_invalid',
      'policy_out_of_range',
      'policy_unanswerable',
      'invalid_expiry',
      'invalid_wallet_options',
      'wallets_unsupported',
      'unavailable',
      'internal_error',
    ),
  );

export const GetRequestDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getRequest',
      summary: 'Get a request with its verdict and receipt',
      description: 'Only for the client that created the request.',
    }),
    RequestIdParam(),
    ApiJsonResponse(200, RequestViewDto, 'State, verdict and receipt', {
      pending: { summary: 'Not answered yet', value: pendingExample },
      answered: { summary: 'Answered, with a receipt', value: answeredExample },
      unbound: { summary: 'Answered by a wallet, before its code is redeemed', value: unboundExample },
    }),
    ApiProblems('request_unknown', 'unavailable', 'internal_error'),
  );

export const DeleteRequestDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'deleteRequest',
      summary: 'Delete a request and its receipt',
      description: 'Only for the client that created the request.',
    }),
    RequestIdParam(),
    ApiResponse({ status: 204, description: 'Request deleted' }),
    ApiProblems('request_unknown', 'unavailable', 'internal_error'),
  );

export const RedeemResponseCodeDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'redeemResponseCode',
      summary: 'Bind the answer of a wallet to the session that asked',
      description:
        'Only for the client that created the request, and only with `wallet.redirect_uri`. Take the id of the request from the session of the person, never from the URL to which the wallet sent the person: a link that was forwarded would otherwise give the answer of one person to another. A code works once, within an hour; ten wrong ones end it.',
    }),
    RequestIdParam(),
    ApiJsonBody(RedeemDto, {
      example: { summary: 'The code of the URL', value: { response_code: exampleRequest.nonce } },
    }),
    ApiJsonResponse(200, RequestViewDto, 'The request with verdict and receipt', {
      answered: { summary: 'Answered, with a receipt', value: answeredExample },
    }),
    ApiProblems(
      ...BODY_PROBLEMS,
      'response_code_invalid',
      'too_many_attempts',
      'request_unknown',
      'unavailable',
      'internal_error',
    ),
  );
