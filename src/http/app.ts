// The HTTP side: every route, and the only place that touches a response.
import { randomUUID } from 'node:crypto';
import express from 'express';
import { RevloopError } from '#errors.ts';
import { readCookies } from './cookie.ts';
import type { HttpDeps } from './deps.ts';
import { problemReply, toRevloopError } from './problem.ts';
import type { Reply } from './reply.ts';
import type { HttpRequest } from './request.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { securityHeaders } from './security.ts';

const megabyte = 1_048_576;

/**
 * `routes` are added to our own, and `mounts` are handlers that speak to the socket themselves, such as Bolt's: they
 * come first, read their own body, and pass on what is not theirs.
 */
export type Extra = {
  readonly routes?: readonly Route[];
  readonly mounts?: readonly express.RequestHandler[];
};

export function openApp(deps: HttpDeps, extra: Extra = {}): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use((request, response, next) => {
    const given = request.headers['x-request-id'];
    const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    response.setHeader('x-request-id', id);
    next();
  });
  for (const mount of extra.mounts ?? []) app.use(mount);
  for (const route of [...routes, ...(extra.routes ?? [])]) {
    app[route.method](
      route.path,
      express.raw({ type: () => true, limit: route.limitBytes ?? megabyte }),
      handlerOf(deps, route),
    );
  }
  app.use((request, response) => {
    const id = idOf(response);
    send(
      deps,
      response,
      problemReply(new RevloopError('NOT_FOUND', { what: `page at ${request.path}` }), id),
    );
  });
  app.use(
    (
      error: unknown,
      request: express.Request,
      response: express.Response,
      next: express.NextFunction,
    ): void => {
      if (response.headersSent) next(error);
      else answerError(deps, request, response, error);
    },
  );
  return app;
}

function handlerOf(deps: HttpDeps, route: Route): express.RequestHandler {
  return async (request, response) => {
    const began = performance.now();
    let status = 500;
    try {
      const reply = await route.handle(deps, toRequest(request, idOf(response)));
      status = reply.status;
      send(deps, response, reply);
    } catch (error) {
      status = answerError(deps, request, response, error);
    } finally {
      deps.metrics.request(`${route.method} ${route.path}`, status, (performance.now() - began) / 1000);
    }
  };
}

function answerError(
  deps: HttpDeps,
  request: express.Request,
  response: express.Response,
  error: unknown,
): number {
  const id = idOf(response);
  const ours = toRevloopError(error, id);
  const fields = { id, method: request.method, path: request.path, code: ours.code };
  if (ours.status >= 500) deps.log.error({ ...fields, error: ours.cause ?? ours }, 'a request failed');
  else deps.log.debug(fields, 'a request was refused');
  send(deps, response, problemReply(ours, id));
  return ours.status;
}

function send(deps: HttpDeps, response: express.Response, reply: Reply): void {
  const type = reply.headers['content-type'] ?? '';
  const headers = { ...securityHeaders(type, deps.config.publicUrl), ...reply.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (reply.cookies.length > 0) response.setHeader('set-cookie', [...reply.cookies]);
  response.status(reply.status);
  response.end(reply.body);
}

function toRequest(request: express.Request, id: string): HttpRequest {
  const body: unknown = request.body;
  return {
    id,
    method: request.method,
    url: request.originalUrl,
    path: request.path,
    params: Object.fromEntries(
      Object.entries(request.params).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join('/') : value,
      ]),
    ),
    query: Object.fromEntries(new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'))),
    headers: request.headers,
    cookies: readCookies(request.headers.cookie),
    body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
  };
}

function idOf(response: express.Response): string {
  return String(response.getHeader('x-request-id') ?? '');
}
