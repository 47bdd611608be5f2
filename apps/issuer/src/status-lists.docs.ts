import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import { ApiProblems } from '@zk-income/service-kit';

export const STATUS_LIST_MEDIA_TYPE = 'application/statuslist+jwt';
export const MAX_STATUS_LIST_NUMBER = 999_999_999;

const header = (description: string) => ({ description, schema: { type: 'string' as const } });

export const GetStatusListDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'getStatusList',
      summary: 'Get a signed status list (Token Status List)',
    }),
    ApiParam({
      name: 'id',
      description: 'The number of the status list, as in the `uri` of a credential',
      schema: { type: 'integer', minimum: 0, maximum: MAX_STATUS_LIST_NUMBER },
      example: 0,
    }),
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'ETag of a cached token',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status: 200,
      description: 'The status list token (JWT)',
      headers: {
        'Cache-Control': header('`max-age` is the `ttl` of the list'),
        ETag: header('Identifies this token in its coding'),
        'Content-Encoding': header('`gzip`, if the client accepts it'),
        Vary: header('`accept-encoding`'),
      },
      content: {
        [STATUS_LIST_MEDIA_TYPE]: {
          schema: { type: 'string' },
          examples: {
            example: {
              value: 'eyJhbGciOiJFUzI1NiIsInR5cCI6InN0YXR1c2xpc3Qrand0In0.eyJzdWIiOi….c2lnbmF0dXJl',
            },
          },
        },
      },
    }),
    ApiResponse({ status: 304, description: 'Not modified: the cached token is current' }),
    ApiProblems('status_list_unknown', 'unavailable', 'internal_error'),
  );
