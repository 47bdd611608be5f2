import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceError } from '../problems/service-error.js';
import { ProofBackends } from '../proof-backend/proof-backends.js';
import { type HealthDto, IsLiveDocs, IsReadyDocs, type ReadyDto } from './health.docs.js';
import { Readiness } from './readiness.js';

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly backends: ProofBackends,
  ) {}

  @PublicRoute()
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @IsLiveDocs()
  isLive(): HealthDto {
    return { status: 'live' };
  }

  @PublicRoute()
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @IsReadyDocs()
  async isReady(): Promise<ReadyDto> {
    const failures = await this.readiness.failures();
    if (failures.length === 0) return { status: 'ready', proof_backend: this.backends.summary };
    throw new ServiceError('unavailable', `Not ready: ${failures.map(({ name }) => name).join(', ')}.`, {
      headers: { 'retry-after': '5' },
    });
  }
}
