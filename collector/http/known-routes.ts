import type { FastifyInstance } from 'fastify';

/** Which methods there are at an address, whatever stands for its parameters. */
export interface KnownRoutes {
  methodsAt(path: string): ReadonlySet<string>;
}

/** Notes every route that is added from now on: Fastify's own `hasRoute` knows patterns and no addresses. */
export function noteRoutes(app: FastifyInstance): KnownRoutes {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replace(/:\w+/g, '[^/]+')
      .replace(/\*/g, '.*');
    routes.push({ pattern: new RegExp(`^${pattern}/?$`), methods: [method].flat() });
  });
  return {
    methodsAt: (path) => new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  };
}
