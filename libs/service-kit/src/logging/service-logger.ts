import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-config.js';

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];
/** Who tells about every module and route at the start. */
const CHATTY = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'];

/** Names under which nothing is ever logged, whoever tries. */
const SECRET_MEMBERS = [
  'authorization',
  'body',
  'presentations',
  'credentials',
  'credential',
  'holder_key',
  'attributes',
  'identity',
  'claims',
];

/** One JSON object a line for machines, or a readable line for a person at a terminal. */
export class ServiceLogger extends ConsoleLogger {
  constructor(name: string, { LOG_FORMAT, LOG_LEVEL }: ServiceConfig) {
    super({
      json: LOG_FORMAT === 'json',
      colors: LOG_FORMAT === 'text' && process.stdout.isTTY === true,
      prefix: name,
      logLevels: LEVELS.slice(0, LEVELS.indexOf(LOG_LEVEL) + 1),
      compact: true,
      breakLength: Number.POSITIVE_INFINITY,
      redact: SECRET_MEMBERS,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (CHATTY.includes(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
