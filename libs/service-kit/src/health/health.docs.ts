import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty } from '@nestjs/swagger';
import { ApiAnswer } from '../openapi/api-answer.js';
import { ApiProblems } from '../openapi/api-problems.js';

export class HealthDto {
  @ApiProperty({ enum: ['live', 'ready'] })
  readonly status!: 'live' | 'ready';
}

export const IsLiveDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'isLive', summary: 'Liveness: the process runs' }),
    ApiAnswer(200, HealthDto, 'The process runs', { status: 'live' }),
    ApiProblems('internal_error'),
  );

export const IsReadyDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'isReady',
      summary: 'Readiness: the store and the signing keys are available',
    }),
    ApiAnswer(200, HealthDto, 'The service is ready', { status: 'ready' }),
    ApiProblems('unavailable', 'internal_error'),
  );
