import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { listTemplates } from '@zk-income/credential';
import { ApiJsonResponse, ApiProblems } from '@zk-income/service-kit';
import { TemplateListDto } from './dto/template.dto.js';

export const ListTemplatesDocs = () =>
  applyDecorators(
    ApiOperation({
      operationId: 'listTemplates',
      summary: 'List the templates of policies',
      description:
        'What landlords, banks and housing offices ask for, each by a public rule, with texts in English and German. Send `template` and `parameters` to POST /requests. Any web page may read this list.',
    }),
    ApiJsonResponse(200, TemplateListDto, 'Every template with its parameters', {
      example: { value: { templates: listTemplates().slice(0, 1) } },
    }),
    ApiProblems('internal_error'),
  );
