import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiAnswer } from '../openapi/api-answer.js';
import { ApiProblems } from '../openapi/api-problems.js';
import { ServiceError } from '../problems/service-error.js';
import { READINESS_CHECKS } from '../tokens.js';

/** Something that a service cannot work without. */
export interface ReadinessCheck {
  readonly name: string;
  /** Rejects where it cannot be used. */
  check(): Promise<unknown>;
}

const CHECK_TIMEOUT_MS = 2_000;

export class Health {
  @ApiProperty({ enum: ['live', 'ready'] })
  readonly status!: string;
}

async function passes({ check }: ReadinessCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), CHECK_TIMEOUT_MS);
  });
  return Promise.race([check(), late])
    .then(
      () => true,
      () => false,
    )
    .finally(() => clearTimeout(timer));
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
    const passed = await Promise.all(this.checks.map(passes));
    const failed = this.checks.filter((_, i) => !passed[i]).map(({ name }) => name);
    if (failed.length === 0) return { status: 'ready' };
    throw new ServiceError('unavailable', `Not ready: ${failed.join(', ')}.`, {
      headers: { 'retry-after': '5' },
    });
  }
}
