import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, type DynamicModule, Get, Module, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type StaticPages, staticPages } from '@zk-income/ui/node';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicRoute } from '../api-clients/public-route.js';
import { ServiceConfig } from '../config/service-config.js';
import { ServiceError } from '../problems/service-error.js';
import { findPage } from './find-page.js';

interface EmbeddedScriptOptions {
  /** The folder of the path, such as `elements`. */
  readonly folder: string;
  /** The file without `.js`. */
  readonly script: string;
  /** The name of the build in `dist/pages`. */
  readonly name: string;
  /** Where to look for the build first; then in the folders above. */
  readonly from?: string;
}

/** Sites that embed the script get a new version within an hour, or the old one while the service does not answer. */
const CURRENT = 'public, max-age=3600, stale-while-revalidate=86400, stale-if-error=604800';
const IMMUTABLE = 'public, max-age=31536000, immutable';
const VERSION_CHARACTERS = 12;

/** A built script, with its version: the beginning of its SHA-256. */
interface Script {
  readonly files: StaticPages;
  readonly version: string;
  /** For the attribute `integrity` of a script tag. */
  readonly integrity: string;
}

function openScript({ name, script, from = import.meta.dirname }: EmbeddedScriptOptions): Script | undefined {
  const folder = findPage(from, name);
  if (folder === undefined) return undefined;
  const content = readFileSync(join(folder, `${script}.js`));
  return {
    files: staticPages(folder),
    version: createHash('sha256').update(content).digest('hex').slice(0, VERSION_CHARACTERS),
    integrity: `sha384-${createHash('sha384').update(content).digest('base64')}`,
  };
}

function scriptController(options: EmbeddedScriptOptions) {
  const { folder, script } = options;
  const built = openScript(options);

  @ApiExcludeController()
  @Controller(folder)
  class ScriptController {
    constructor(private readonly config: ServiceConfig) {}

    @PublicRoute()
    @Get(':file')
    getFile(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
      if (built === undefined) throw new ServiceError('not_found');
      const pinned = `${script}.${built.version}.js`;
      if (file === `${script}.json`) {
        const src = `${this.config.publicUrl}/${folder}/${pinned}`;
        const { version, integrity } = built;
        reply.header('cache-control', 'no-cache').send({ version, src, integrity });
        return;
      }
      if (file !== pinned && file !== `${script}.js`) throw new ServiceError('not_found');
      this.#send(built, file === pinned ? IMMUTABLE : CURRENT, request, reply);
    }

    #send(
      { files }: Script,
      cacheControl: string,
      { method, headers }: FastifyRequest,
      reply: FastifyReply,
    ): void {
      const { status, headers: found, body } = files.respond({ method, path: `/${script}.js`, headers });
      const { 'content-security-policy': _, 'permissions-policy': __, ...rest } = found;
      reply
        .code(status)
        .headers({ ...rest, 'cache-control': cacheControl, 'cross-origin-resource-policy': 'cross-origin' })
        .send(body);
    }
  }
  return ScriptController;
}

/**
 * Serves a script that other sites embed: at a stable path, at one of its version that never changes, and its version with
 * its hash as JSON. `publicPaths` of the service must contain the folder, so that sites can load it with `integrity`.
 */
@Module({})
export class EmbeddedScriptModule {
  static forRoot(options: EmbeddedScriptOptions): DynamicModule {
    return { module: EmbeddedScriptModule, controllers: [scriptController(options)] };
  }
}
