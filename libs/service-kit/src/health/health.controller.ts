import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceError } from '../problems/service-error.js';
import { ProofBackends } from '../proof-backend/proof-backends.js';
import {
  type HealthDto,
  IsLiveDocs,
  IsReadyDocs,
  IsStartedDocs,
  type ReadyDto,
  type StartedDto,
} from './health.docs.js';
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
  @Get('started')
  @Header('Cache-Control', 'no-store')
  @IsStartedDocs()
  async isStarted(): Promise<StartedDto> {
    if (!this.readiness.hasStarted) await this.readiness.recentFailures();
    if (this.readiness.hasStarted) return { status: 'started' };
    throw new ServiceError('unavailable', 'The service has not started yet.', {
      headers: { 'retry-after': '5' },
    });
  }

  @PublicRoute()
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @IsReadyDocs()
  async isReady(): Promise<ReadyDto> {
    const failures = await this.readiness.recentFailures();
    if (failures.length === 0) return this.describeReady();
    throw new ServiceError('unavailable', `Not ready: ${failures.map(({ name }) => name).join(', ')}.`, {
      headers: { 'retry-after': '5' },
    });
  }

  private async describeReady(): Promise<ReadyDto> {
    const certificate = await this.readiness.certificateState();
    return {
      status: 'ready',
      proof_backend: this.backends.summary,
      ...(certificate !== undefined && { signing_certificate: certificate }),
    };
  }
}
