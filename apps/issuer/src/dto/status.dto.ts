import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CREDENTIAL_STATUSES, type CredentialStatus, STATUS_INPUT } from '@zk-income/credential';
import { HasShape } from '@zk-income/service-kit';

@HasShape(STATUS_INPUT)
@ApiSchema({ name: 'CredentialStatus' })
export class StatusDto {
  @ApiProperty({ enum: CREDENTIAL_STATUSES, description: '`revoked` is final.' })
  readonly status!: CredentialStatus;
}
