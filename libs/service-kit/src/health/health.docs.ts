import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  SIGNING_CERTIFICATE_STATES,
  type SigningCertificateState,
} from '../certificates/signing-certificate.js';
import { ApiJsonResponse } from '../openapi/api-json.js';
import { ApiProblems } from '../openapi/api-problems.js';

@ApiSchema({ name: 'Health' })
export class HealthDto {
  @ApiProperty({ enum: ['live'] })
  readonly status!: 'live';
}

@ApiSchema({ name: 'Started' })
export class StartedDto {
  @ApiProperty({ enum: ['started'] })
  readonly status!: 'started';
}

@ApiSchema({ name: 'Readiness' })
export class ReadyDto {
  @ApiProperty({ enum: ['ready'] })
  readonly status!: 'ready';

  @ApiProperty({
    description:
      'The backend of the range proofs in all threads: `wasm-simd`, or `noble`, the fallback, where the configuration allows it.',
  })
  readonly proof_backend!: string;

  @ApiProperty({
    required: false,
    enum: SIGNING_CERTIFICATE_STATES,
    description:
      'Whether a configured certificate fits the key that signs now. Without one, wallets that find keys by certificates only are not served; everything else works.',
  })
  readonly signing_certificate?: SigningCertificateState;
}

export const IsLiveDocs = () =>
  applyDecorators(
    ApiOperation({ operationId: 'isLive', summary: 'Liveness: the process runs' }),
    ApiJsonResponse(200, HealthDto, 'The process runs', { example: { value: { status: 'live' } } }),
    ApiProblems('internal_error'),
  );

export const IsStartedDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'isStarted',
      summary: 'Start-up: the service was ready at least once and is not shutting down',
    }),
    ApiJsonResponse(200, StartedDto, 'The service has started', {
      example: { value: { status: 'started' } },
    }),
    ApiProblems('unavailable', 'internal_error'),
  );

export const IsReadyDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'isReady',
      summary: 'Readiness: the store, the signing keys and the range proofs are available',
    }),
    ApiJsonResponse(200, ReadyDto, 'The service is ready', {
      example: { value: { status: 'ready', proof_backend: 'wasm-simd' } },
    }),
    ApiProblems('unavailable', 'internal_error'),
  );
