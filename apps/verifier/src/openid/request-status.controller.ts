import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CoreEngine, type RequestStatus } from '@zk-income/credential';
import { PublicRoute, ThrottleRefusals } from '@zk-income/service-kit';
import { GetRequestStatusDocs } from './openid.docs.js';
import { STATUS_CALLS } from './request-link.js';

@ApiTags('Requests')
@Controller('requests/status')
export class RequestStatusController {
  constructor(private readonly engine: CoreEngine) {}

  @PublicRoute()
  @Get(':statusId')
  @Header('Cache-Control', 'no-store')
  @ThrottleRefusals(STATUS_CALLS)
  @GetRequestStatusDocs()
  getRequestStatus(@Param('statusId') statusId: string): Promise<RequestStatus> {
    return this.engine.requestStatus(statusId);
  }
}
