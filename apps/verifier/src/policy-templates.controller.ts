import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type ListedTemplate, listTemplates } from '@zk-income/credential';
import { PublicRoute } from '@zk-income/service-kit';
import { ListTemplatesDocs } from './policy-templates.docs.js';

@ApiTags('Requests')
@Controller('policy-templates')
export class PolicyTemplatesController {
  private readonly templates = listTemplates();

  @PublicRoute()
  @Get()
  @Header('Cache-Control', 'public, max-age=300')
  @ListTemplatesDocs()
  listTemplates(): { readonly templates: readonly ListedTemplate[] } {
    return { templates: this.templates };
  }
}
