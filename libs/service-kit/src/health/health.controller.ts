import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiAnswer } from '../openapi/api-answer.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ServiceError } from '../problems/service-error.js';
import { READINESS_CHECKS } from '../tokens.js';
import { failedChecks, type ReadinessCheck } from './readiness.js';

export class Health {
  @ApiProperty({ enum: ['live', 'ready'] })
  readonly status!: string;
}

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(@Inject(READINESS_CHECKS) private readonly checks: readonly ReadinessCheck[]) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'isLive', summary: 'Whether the process runs' })
  @ApiAnswer(200, Health, 'It runs', { status: 'live' })
  @ApiProblems('internal_error')
  isLive(): Health {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'isReady', summary: 'Whether the service can work: its store and its keys' })
  @ApiAnswer(200, Health, 'It can', { status: 'ready' })
  @ApiProblems('unavailable', 'internal_error')
  async isReady(): Promise<Health> {
    const failed = await failedChecks(this.checks);
    if (failed.length === 0) return { status: 'ready' };
    throw new ServiceError('unavailable', `Not ready: ${failed.join(', ')}.`, {
      headers: { 'retry-after': '5' },
    });
  }
}
