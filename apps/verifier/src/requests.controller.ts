import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type ApiClient } from '@zk-income/api-clients';
import { CoreEngine, type PresentationRequest, type RequestView } from '@zk-income/credential';
import {
  ApiAnswer,
  ApiAnswers,
  ApiJsonBody,
  ApiProblems,
  BODY_PROBLEMS,
  BodyLimit,
  Client,
  Idempotent,
  RequireScope,
} from '@zk-income/service-kit';
import {
  answeredExample,
  pendingExample,
  policyExample,
  requestExample,
  requestIdExample,
  twoIncomesExample,
} from './dto/examples.js';
import { CreateRequestDto, PresentationRequestDto, RequestViewDto } from './dto/request.dto.js';

const POLICY_BODY_BYTES = 65_536;

@ApiTags('Requests')
@Controller('requests')
export class RequestsController {
  constructor(private readonly engine: CoreEngine) {}

  @Post()
  @BodyLimit(POLICY_BODY_BYTES)
  @RequireScope('request')
  @Idempotent()
  @ApiOperation({
    operationId: 'createRequest',
    summary: 'Ask for a proof',
    description: 'Stores a request under a fresh nonce. The answer goes to the holder as it is.',
  })
  @ApiJsonBody(CreateRequestDto, {
    income: { summary: 'One income, one bound', value: { policy: policyExample, expires_in: 600 } },
    twoIncomes: {
      summary: 'Two incomes of one person, a ratio, and the name',
      value: { policy: twoIncomesExample },
    },
  })
  @ApiAnswer(201, PresentationRequestDto, 'The request', requestExample)
  @ApiProblems(
    ...BODY_PROBLEMS,
    'policy_invalid',
    'policy_out_of_range',
    'invalid_expiry',
    'unavailable',
    'internal_error',
  )
  createRequest(@Client() client: ApiClient, @Body() body: CreateRequestDto): Promise<PresentationRequest> {
    return this.engine.createRequest(client.id, body);
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @RequireScope('request')
  @ApiOperation({ operationId: 'getRequest', summary: 'See how a request was answered; for its owner only' })
  @ApiParam({ name: 'id', example: requestIdExample })
  @ApiAnswers(200, RequestViewDto, 'State, verdict and receipt', {
    pending: { summary: 'Nobody has answered yet', value: pendingExample },
    answered: { summary: 'Answered, with a receipt', value: answeredExample },
  })
  @ApiProblems('request_unknown', 'unavailable', 'internal_error')
  getRequest(@Client() client: ApiClient, @Param('id') id: string): Promise<RequestView> {
    return this.engine.findRequest(client.id, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('request')
  @ApiOperation({
    operationId: 'deleteRequest',
    summary: 'Forget a request with its receipt; for its owner only',
  })
  @ApiParam({ name: 'id', example: requestIdExample })
  @ApiResponse({ status: 204, description: 'It is gone' })
  @ApiProblems('request_unknown', 'unavailable', 'internal_error')
  deleteRequest(@Client() client: ApiClient, @Param('id') id: string): Promise<void> {
    return this.engine.deleteRequest(client.id, id);
  }
}
