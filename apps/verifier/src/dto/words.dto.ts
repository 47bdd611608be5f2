import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { exampleRequest, type Words } from '@zk-income/credential';

const [{ en, de }] = exampleRequest.statements as [Words];

@ApiSchema({ name: 'Words', description: 'One text in English and in German, the same on every platform.' })
export class WordsDto implements Words {
  @ApiProperty({ description: 'English', example: en })
  readonly en!: string;

  @ApiProperty({ description: 'German', example: de })
  readonly de!: string;
}
