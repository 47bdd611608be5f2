import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { RATE_LIMIT_HEADERS } from './api-problems.js';
import { FieldErrorDto, ProblemDto } from './problem.dto.js';

/** The general part of the OpenAPI document of a service. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether some routes require an API key. */
  readonly bearer: boolean;
}

const VERSION = '0.1.0';

/** Serves the OpenAPI document at `/openapi.json` and as a page at `/docs`. */
export function serveDocument(app: NestFastifyApplication, api: ApiDescription): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(api.title)
    .setDescription(api.description)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0');
  for (const [name, description] of Object.entries(api.tags)) builder.addTag(name, description);
  if (api.bearer) {
    builder.addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'The API key of a registered client: 256 random bits, base64url.',
    });
  }
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [ProblemDto, FieldErrorDto],
    operationIdFactory: (_controller, method) => method,
  });
  describeRateLimits(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: api.title,
    swaggerOptions: { tryItOutEnabled: true, persistAuthorization: false },
  });
  return document;
}

/** Documents the rate limit headers of routes that require an API key: on success and on 429. */
function describeRateLimits(document: OpenAPIObject): void {
  const operations = Object.values(document.paths).flatMap(({ get, post, delete: del }) => [get, post, del]);
  for (const operation of operations) {
    if (operation?.security === undefined) continue;
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!hasRateLimitHeaders(status) || response === undefined || '$ref' in response) continue;
      response.headers = { ...response.headers, ...RATE_LIMIT_HEADERS };
    }
  }
}

const hasRateLimitHeaders = (status: string): boolean => /^2/.test(status) || status === '429';
