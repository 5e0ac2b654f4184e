// The simulated Salesforce as an Express app: login host, API, record pages and the sandbox's own controls.
import express from 'express';
import { apiRoutes, type CallLog } from './api.ts';
import type { Apps } from './apps.ts';
import { authorizeRoutes } from './authorize-routes.ts';
import { openCallCounter } from './call-counter.ts';
import { controlRoutes } from './control-routes.ts';
import { identityRoutes } from './identity-routes.ts';
import type { Orgs } from './orgs.ts';
import { errorBody, SalesforceError } from './salesforce-error.ts';
import { tokenRoutes } from './token-routes.ts';

export type SalesforceAppOptions = {
  readonly orgs: Orgs;
  readonly apps: Apps;
  readonly log?: CallLog | undefined;
  /** Mounted at /lightning/r/:object/:id/view; a Router with mergeParams sees the two. */
  readonly pages?: express.Router | undefined;
  /** What answers at the root. */
  readonly home?: express.Router | undefined;
};

export function salesforceApp({ orgs, apps, log, pages, home }: SalesforceAppOptions): express.Express {
  const counter = openCallCounter();
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use('/sandbox', controlRoutes({ orgs, apps, counter }));
  if (home !== undefined) app.use(home);
  if (pages !== undefined) app.use('/lightning/r/:object/:id/view', pages);
  app.use(authorizeRoutes({ orgs, apps }));
  app.use(tokenRoutes({ orgs, apps }));
  app.use(identityRoutes(orgs));
  app.use(apiRoutes({ orgs, log, counter }));
  app.use((_req, res) => {
    res
      .status(404)
      .json(errorBody(new SalesforceError(404, 'NOT_FOUND', 'The requested resource does not exist')));
  });
  app.use(unreadable);
  return app;
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
  const message = error instanceof Error ? error.message : 'The request could not be read';
  const refusal = new SalesforceError(
    tooLarge ? 413 : 400,
    tooLarge ? 'REQUEST_TOO_LARGE' : 'MALFORMED_REQUEST',
    message,
  );
  res.status(refusal.status).json(errorBody(refusal));
}
