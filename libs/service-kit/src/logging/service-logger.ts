import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { ServiceConfig } from '../config/service-config.js';

const LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug'];
/** Nest's contexts that log every module and route at start-up; logged at the level debug. */
const VERBOSE = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication'];

/** Members that are redacted in every log entry. */
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

/** Logs one JSON object per line, or text for a terminal. */
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

  /** Drops Nest's report of a failed start with its stack; `runService` explains the same error in one sentence. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'ExceptionHandler') super.error(message, ...rest);
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (VERBOSE.includes(String(rest.at(-1)))) super.debug(message, ...rest);
    else super.log(message, ...rest);
  }
}
