import type { INestApplicationContext, Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { PUBLIC } from '../api-clients/public-route.js';
import { SCOPE, ScopeGuard } from '../api-clients/scope-guard.js';
import { IDEMPOTENT, IdempotencyInterceptor } from '../idempotency/idempotency.interceptor.js';
import { RefusalThrottleInterceptor, THROTTLED } from '../throttle/refusal-throttle.interceptor.js';
import { StartError } from './start-error.js';

/** What decorates a route, and the provider without which the decorator has no effect. */
const ENFORCED: readonly { metadata: symbol; decorator: string; by: Type; module: string }[] = [
  { metadata: SCOPE, decorator: '@RequireScope', by: ScopeGuard, module: 'ApiClientsModule' },
  { metadata: IDEMPOTENT, decorator: '@Idempotent', by: IdempotencyInterceptor, module: 'IdempotencyModule' },
  {
    metadata: THROTTLED,
    decorator: '@ThrottleRefusals',
    by: RefusalThrottleInterceptor,
    module: 'RefusalThrottleModule',
  },
];

interface Route {
  readonly name: string;
  readonly handler: object;
}

function routesOf({ controllers }: { controllers: Map<unknown, { metatype: unknown }> }): Route[] {
  return [...controllers.values()].flatMap(({ metatype }) => {
    const { prototype, name } = metatype as Type;
    return new MetadataScanner()
      .getAllMethodNames(prototype)
      .map((method) => ({ name: `${name}.${method}`, handler: prototype[method] as object }))
      .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler));
  });
}

/**
 * Checks that every route declares who may call it, and that what its decorators promise is enforced: guards and
 * interceptors act on metadata, which has no effect if their module is missing.
 *
 * @throws StartError that names every route that is not protected as declared
 */
export function assertRoutesAreProtected(app: INestApplicationContext): void {
  const modules = [...app.get(ModulesContainer).values()];
  const instances = modules.flatMap(({ providers }) =>
    [...providers.values()].map(({ instance }) => instance),
  );
  const faults = modules.flatMap(routesOf).flatMap(({ name, handler }) => {
    const missing = ENFORCED.filter(
      ({ metadata, by }) =>
        Reflect.hasMetadata(metadata, handler) && !instances.some((instance) => instance instanceof by),
    ).map(({ decorator, module }) => `${name} has ${decorator}, but the service does not import ${module}.`);
    const isDeclared = Reflect.hasMetadata(SCOPE, handler) || Reflect.hasMetadata(PUBLIC, handler);
    return isDeclared ? missing : [...missing, `${name} has neither @RequireScope nor @PublicRoute.`];
  });
  if (faults.length > 0)
    throw new StartError(`Routes are not protected as declared:\n  ${faults.join('\n  ')}`);
}
