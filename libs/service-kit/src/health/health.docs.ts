import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ApiJsonResponse } from '../openapi/api-json.js';
import { ApiProblems } from '../openapi/api-problems.js';

@ApiSchema({ name: 'Health' })
export class HealthDto {
  @ApiProperty({ enum: ['live', 'ready'] })
  readonly status!: 'live' | 'ready';
}

export const IsLiveDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'isLive', summary: 'Liveness: the process runs' }),
    ApiJsonResponse(200, HealthDto, 'The process runs', { example: { value: { status: 'live' } } }),
    ApiProblems('internal_error'),
  );

export const IsReadyDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'isReady',
      summary: 'Readiness: the store and the signing keys are available',
    }),
    ApiJsonResponse(200, HealthDto, 'The service is ready', { example: { value: { status: 'ready' } } }),
    ApiProblems('unavailable', 'internal_error'),
  );
