import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Controller, type DynamicModule, Get, Module, Param, Req, Res, type Type } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type StaticPages, staticPages } from '@zk-income/ui/node';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PublicRoute } from '../api-clients/public-route.js';
import { StatefulServiceConfig } from '../config/service-config.js';
import { ServiceError } from '../problems/service-error.js';
import { findPage } from './find-page.js';

/** A page of a service. */
export interface StaticPage {
  /** The path, such as `receipts/check`. Its script and style are in `assets` beside it. */
  readonly route: string;
  /** The name of the build in `dist/pages`. */
  readonly name: string;
}

interface StaticPagesOptions {
  readonly pages: readonly StaticPage[];
  /** Where to look for the built pages first; then in the folders above. */
  readonly from?: string;
}

/** What the HTML of a page has in place of what only the running service knows. */
const PLACEHOLDER = '{{service}}';
const INDEX = '/index.html';

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The files of a page, with the URLs of the service in its HTML. Undefined where there was no build. */
function openPage(
  name: string,
  from: string,
  { publicUrl, WALLET_URL }: StatefulServiceConfig,
): StaticPages | undefined {
  const folder = findPage(from, name);
  if (folder === undefined) return undefined;
  const settings = JSON.stringify({ publicUrl, walletUrl: WALLET_URL });
  const html = readFileSync(join(folder, INDEX), 'utf8').replace(PLACEHOLDER, () =>
    escapeAttribute(settings),
  );
  return staticPages(folder, { documents: { [INDEX]: html } });
}

/** Sends the first file with this path. */
function send(
  pages: readonly (StaticPages | undefined)[],
  path: string,
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
): void {
  const [found] = pages.flatMap((page) => page?.find({ method, path, headers }) ?? []);
  if (found === undefined) throw new ServiceError('not_found');
  reply.code(found.status).headers(found.headers).send(found.body);
}

function pageController({ route, name }: StaticPage, from: string): Type {
  // Pages are not part of the API.
  @ApiExcludeController()
  @Controller()
  class PageController {
    private readonly page: StaticPages | undefined;

    constructor(config: StatefulServiceConfig) {
      this.page = openPage(name, from, config);
    }

    @PublicRoute()
    @Get(route)
    getPage(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
      send([this.page], INDEX, request, reply);
    }
  }
  return PageController;
}

/** The scripts and styles of all pages of one folder of paths. Each file has the name of its page. */
function assetsController(folder: string, names: readonly string[], from: string): Type {
  @ApiExcludeController()
  @Controller()
  class AssetsController {
    private readonly pages: readonly (StaticPages | undefined)[];

    constructor(config: StatefulServiceConfig) {
      this.pages = names.map((name) => openPage(name, from, config));
    }

    @PublicRoute()
    @Get(posix.join(folder, 'assets/:file'))
    getAsset(@Param('file') file: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
      send(this.pages, `/assets/${file}`, request, reply);
    }
  }
  return AssetsController;
}

/**
 * Serves pages that were built before (`npm run build`). They are static but for the URLs of the service. The fragment of a
 * link, with its secret, stays in the browser. Where there was no build, the paths are not found.
 */
@Module({})
export class StaticPagesModule {
  static forRoot({ pages, from = import.meta.dirname }: StaticPagesOptions): DynamicModule {
    const folders = [...new Set(pages.map(({ route }) => posix.dirname(route)))];
    const assets = folders.map((folder) => {
      const names = pages.filter(({ route }) => posix.dirname(route) === folder).map(({ name }) => name);
      return assetsController(folder, [...new Set(names)], from);
    });
    const controllers = [...pages.map((page) => pageController(page, from)), ...assets];
    return { module: StaticPagesModule, controllers };
  }
}
