// The simulated HubSpot as an Express app: API, consent page, record pages and the sandbox's own controls.
import { randomUUID } from 'node:crypto';
import express from 'express';
import type { Apps } from './apps.ts';
import { associationEndpoints } from './association-endpoints.ts';
import { authorizeRoutes } from './authorize-routes.ts';
import { batchEndpoints } from './batch-endpoints.ts';
import { openCallCounter, pathTemplate } from './call-counter.ts';
import type { Chaos } from './chaos.ts';
import { controlRoutes } from './control-routes.ts';
import type { Deliveries, DeliveryLog } from './deliveries.ts';
import type { Answer, Endpoint } from './endpoint.ts';
import { admit, checkCall, type Gate, type Knock, refuseEarly } from './gate.ts';
import { errorBody, HubspotError } from './hubspot-error.ts';
import { labelEndpoints } from './label-endpoints.ts';
import { objectEndpoints } from './object-endpoints.ts';
import { portalEndpoints } from './portal-endpoints.ts';
import type { Portals } from './portals.ts';
import { propertyEndpoints } from './property-endpoints.ts';
import { openRateLimiter } from './rate-limit.ts';
import { searchEndpoints } from './search-endpoint.ts';
import { tokenRoutes } from './token-routes.ts';

export type HubspotAppOptions = {
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly log?: DeliveryLog;
  /** The sender of webhooks, whose counts the controls show. */
  readonly deliveries?: Pick<Deliveries, 'counts'>;
  /** Mounted at /contacts/:portalId/record/:typeId/:id; a Router with mergeParams sees the three. */
  readonly pages?: express.Router;
};

const endpoints: readonly Endpoint[] = [
  ...searchEndpoints,
  ...batchEndpoints,
  ...labelEndpoints,
  ...associationEndpoints,
  ...objectEndpoints,
  ...propertyEndpoints,
  ...portalEndpoints,
];

export function hubspotApp(options: HubspotAppOptions): express.Express {
  const { portals, apps, chaos } = options;
  const gate: Gate = { portals, apps, chaos, limiter: openRateLimiter(chaos) };
  const counter = openCallCounter();
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use('/sandbox', controlRoutes({ portals, apps, chaos, counter, deliveries: options.deliveries }));
  if (options.pages !== undefined) {
    app.use('/contacts/:portalId/record/:typeId/:id', options.pages);
  }
  app.use(authorizeRoutes({ portals, apps, chaos }));
  app.use(tokenRoutes({ portals, apps, chaos }));
  const body = express.text({ type: () => true, limit: '10mb' });
  for (const endpoint of endpoints) {
    app[endpoint.method](endpoint.path, body, (req, res) => answer(endpoint, req, res));
  }
  app.use(unknownRoute);
  app.use(unreadable);
  return app;

  function answer(endpoint: Endpoint, req: express.Request, res: express.Response): void {
    const correlationId = randomUUID();
    const param = (name: string) => decoded(req.params[name]);
    const caller = { portalId: 0 };
    const { status, body: content, headers } = replyTo(endpoint, req, { correlationId, param, caller });
    counter.add({ ...caller, method: req.method, path: pathTemplate(endpoint.path, param), status });
    res.set({ ...headers }).status(status);
    if (content === undefined) res.end();
    else res.json(content);
  }

  function replyTo(
    endpoint: Endpoint,
    req: express.Request,
    { correlationId, param, caller }: Answering,
  ): Reply {
    const raw: unknown = req.body;
    const text = typeof raw === 'string' ? raw : '';
    const knock: Knock = {
      url: req.originalUrl,
      authorization: req.get('authorization') ?? '',
      contentType: req.get('content-type') ?? '',
      hasBody: text !== '',
      param,
    };
    const early = refuseEarly(gate, knock);
    if (early !== undefined) return { ...early, body: { ...early.body, correlationId } };
    let headers: Readonly<Record<string, string>> = {};
    try {
      const admitted = admit(gate, knock);
      const { portal, token } = admitted;
      const { portalId } = portal;
      caller.portalId = portalId;
      const now = portals.wall();
      const search = endpoint.search === true;
      const verdict = gate.limiter({ portalId, appId: token.appId, search, now: now.getTime() });
      headers = verdict.headers;
      if (verdict.refused !== undefined) {
        return { status: 429, headers, body: limitBody(verdict.refused, portalId, correlationId) };
      }
      checkCall(gate, endpoint, knock, admitted);
      const [path = '', query = ''] = req.originalUrl.split('?');
      const result = endpoint.answer({
        portal,
        app: admitted.app,
        grant: token,
        chaos,
        url: `${req.protocol}://${req.get('host') ?? ''}${path}`,
        query: new URLSearchParams(query),
        body: text,
        startedAt: now,
        param,
        uninstall: () => apps.uninstall(token.appId, portalId),
      });
      return { ...result, headers };
    } catch (error) {
      if (error instanceof HubspotError) {
        return { status: error.status, headers, body: errorBody(error, correlationId) };
      }
      options.log?.warn({ error: String(error), path: req.path }, 'the sandbox failed');
      return { status: 500, headers, body: { status: 'error', message: 'internal error', correlationId } };
    }
  }
}

type Answering = {
  readonly correlationId: string;
  readonly param: (name: string) => string;
  /** Filled in once the token told whose call it is. */
  readonly caller: { portalId: number };
};
type Reply = Answer & { readonly headers: Readonly<Record<string, string>> };

function decoded(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function limitBody(
  refused: { message: string; policyName: string },
  portalId: number,
  correlationId: string,
) {
  return {
    status: 'error',
    message: refused.message,
    errorType: 'RATE_LIMIT',
    correlationId,
    policyName: refused.policyName,
    groupName: `publicapi:oauth-app:${portalId}`,
  };
}

// Only date-versioned paths are served; the old ones say so instead of half working.
function unknownRoute(req: express.Request, res: express.Response): void {
  const old = /^\/(crm|oauth|properties|contacts|webhooks)\/(v1|v2|v3|v4)\//.test(req.path);
  res.status(404).json({
    status: 'error',
    message: old
      ? `${req.path} is a legacy path. This HubSpot serves the date-versioned API only, for example /crm/objects/2026-09/contacts.`
      : `No route for ${req.method} ${req.path}`,
    correlationId: randomUUID(),
    category: 'OBJECT_NOT_FOUND',
  });
}

function unreadable(
  error: unknown,
  _req: express.Request,
  res: express.Response,
  next: express.NextFunction,
): void {
  if (res.headersSent) {
    next(error);
    return;
  }
  const tooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
  res.status(tooLarge ? 413 : 400).json({
    status: 'error',
    message: error instanceof Error ? error.message : 'The request could not be read',
    correlationId: randomUUID(),
    category: 'VALIDATION_ERROR',
  });
}
