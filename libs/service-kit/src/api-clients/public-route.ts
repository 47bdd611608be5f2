import { SetMetadata } from '@nestjs/common';

export const PUBLIC = Symbol('public');

/** Declares that anyone may call a route. A service with a route that has neither this nor `@RequireScope` does not start. */
export const PublicRoute = () => SetMetadata(PUBLIC, true);
