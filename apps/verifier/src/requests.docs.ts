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
import { CreateRequestDto, PresentationRequestDto, RequestViewDto } from './dto/request.dto.js';

const pendingExample: RequestView = { ...exampleRequest, state: 'pending', failed_attempts: 0 };

export const answeredExample: RequestView = {
  ...exampleRequest,
  state: 'answered',
  failed_attempts: 0,
  verdict: { verified: true, code: 'verified', answered_at: '2026-11-24T12:03:11.000Z' },
  receipt: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InprLWluY29tZS1yZWNlaXB0K2p3dCJ9.eyJpc3MiOi….c2lnbmF0dXJl',
};

const RequestIdParam = () =>
  ApiParam({ name: 'id', description: 'The `id` of the request', example: exampleRequest.id });

export const CreateRequestDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'createRequest',
      summary: 'Create a presentation request',
      description:
        'Stores a request with a fresh nonce, for a `policy` or for a `template` with `parameters` (GET /policy-templates). Send the response to the holder unchanged. `statements` says in words what the policy asks for: compare it with what you meant.',
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
      template: {
        summary: 'A template: income of a year of at least 40 times the rent',
        value: exampleTemplateInput,
      },
    }),
    ApiJsonResponse(201, PresentationRequestDto, 'The request', { example: { value: exampleRequest } }),
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
