import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceConfig } from '../config/service-config.js';
import { OpenidErrorDto } from '../openid/openid-error.dto.js';
import { type ApiDetails, completeDocument } from './complete-document.js';
import { type Examples, fetchExamples, withExamples } from './examples.js';
import { FieldErrorDto, ProblemDto } from './problem.dto.js';

/** The general part of the OpenAPI document of a service. */
export interface ApiDescription extends ApiDetails {
  readonly title: string;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether some routes require an API key. */
  readonly bearer: boolean;
  /** Whether the service has routes under `/openid/`. */
  readonly forWallets?: boolean;
  /** Whether some of them require an access token, as the security scheme `access_token`. */
  readonly accessTokens?: boolean;
  /** Paths of documents for anyone, in addition to those of every service: any web page may read them. */
  readonly publicPaths?: readonly string[];
  /** Examples that depend on the current time, in milliseconds since the epoch. */
  readonly examplesAt?: (now: number) => Examples;
}

const VERSION = '0.1.0';
export const DOCUMENT_PATH = '/openapi.json';

/** Generates the OpenAPI document of a service. */
export function createDocument(
  app: NestFastifyApplication,
  api: ApiDescription,
  { publicUrl }: Pick<ServiceConfig, 'publicUrl'>,
): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(api.title)
    .setDescription(api.description)
    .setVersion(VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(publicUrl);
  for (const [name, description] of Object.entries(api.tags)) builder.addTag(name, description);
  if (api.bearer) {
    // Not `addBearerAuth`, which says that the keys are JWTs.
    builder.addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'The API key of a registered client: 256 random bits, base64url.',
    });
  }
  if (api.accessTokens) {
    builder.addSecurity('access_token', {
      type: 'http',
      scheme: 'bearer',
      description: 'The access token of a wallet, from `POST /openid/token`.',
    });
  }
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [ProblemDto, FieldErrorDto, ...(api.forWallets ? [OpenidErrorDto] : [])],
    operationIdFactory: (_controller, method) => method,
  });
  completeDocument(document, api);
  return document;
}

/** Serves the OpenAPI document at `/openapi.json` and as a page at `/docs`. */
export function serveDocument(
  app: NestFastifyApplication,
  api: ApiDescription,
  config: ServiceConfig,
): OpenAPIObject {
  const document = createDocument(app, api, config);
  const current = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = config.EXAMPLES_URL;
    if (url !== undefined) reply.header('cache-control', 'no-store');
    const live = url === undefined ? {} : await fetchExamples(url);
    const served = withExamples(document, api.examplesAt?.(Date.now()) ?? {}, live);
    // The page calls the host that it was loaded from, by whatever name.
    if (!request.url.startsWith(DOCUMENT_PATH)) {
      served.servers = [{ url: new URL(config.publicUrl).pathname, description: 'this service' }];
    }
    return served;
  };
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: DOCUMENT_PATH,
    raw: ['json'],
    customSiteTitle: api.title,
    patchDocumentOnRequest: current as never,
    swaggerOptions: { tryItOutEnabled: true, persistAuthorization: true, defaultModelsExpandDepth: 0 },
  });
  return document;
}
