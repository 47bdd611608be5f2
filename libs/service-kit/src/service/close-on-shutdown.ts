import type { InjectionToken, OnApplicationShutdown, Provider } from '@nestjs/common';

interface Closable {
  close?(): unknown;
}

class Closer implements OnApplicationShutdown {
  constructor(private readonly resource: Closable) {}

  async onApplicationShutdown(): Promise<void> {
    await this.resource.close?.();
  }
}

/** Closes what is provided under a token when no request can ask for it any more. */
export const closeOnShutdown = (token: InjectionToken): Provider => ({
  provide: Symbol('Closer'),
  inject: [token],
  useFactory: (resource: Closable) => new Closer(resource),
});
