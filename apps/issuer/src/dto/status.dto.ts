import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { CREDENTIAL_STATUSES, type CredentialStatus } from '@zk-income/credential';
import { IsIn } from 'class-validator';

@ApiSchema({ name: 'CredentialStatus' })
export class StatusDto {
  @ApiProperty({ enum: CREDENTIAL_STATUSES, description: '`revoked` is final.' })
  @IsIn(CREDENTIAL_STATUSES, { message: `One of ${CREDENTIAL_STATUSES.join(', ')} is expected.` })
  readonly status!: CredentialStatus;
}

@ApiSchema({ name: 'IssuerMetadata' })
export class IssuerMetadataDto {
  @ApiProperty({ format: 'uri', example: 'http://localhost:3001' })
  readonly issuer!: string;

  @ApiProperty({ format: 'uri', example: 'http://localhost:3001/.well-known/jwks.json' })
  readonly jwks_uri!: string;
}
