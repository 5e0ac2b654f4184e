// The sandbox's own controls over HTTP: portals, apps, chaos, call counts, and the edits people would make.
import express from 'express';
import { z } from 'zod';
import { type Apps, developerApp } from './apps.ts';
import type { CallCounter } from './call-counter.ts';
import { type Chaos, type ChaosInput, chaosSettings } from './chaos.ts';
import type { Deliveries } from './deliveries.ts';
import { errorBody, HubspotError, notFound } from './hubspot-error.ts';
import type { Portal } from './portal.ts';
import { portalEdits } from './portal-edits.ts';
import type { Portals } from './portals.ts';
import { issueTokens } from './tokens.ts';

export type Controls = {
  readonly portals: Portals;
  readonly apps: Apps;
  readonly chaos: Chaos;
  readonly counter: CallCounter;
  readonly deliveries: Pick<Deliveries, 'counts'> | undefined;
};

const portalInput = z.object({
  portalId: z.number().int().positive().exactOptional(),
  name: z.string(),
  timeZone: z.string().exactOptional(),
  uiDomain: z.string().exactOptional(),
  currency: z.string().exactOptional(),
});
export function controlRoutes({ portals, apps, chaos, counter, deliveries }: Controls): express.Router {
  const router = express.Router();
  router.use(express.json({ limit: '256mb' }));
  const answer = (res: express.Response, work: () => unknown) => {
    try {
      res.json(work() ?? {});
    } catch (error) {
      const known = error instanceof HubspotError;
      const message = error instanceof Error ? error.message : String(error);
      res
        .status(known ? error.status : 400)
        .json(known ? errorBody(error, 'sandbox') : { status: 'error', message });
    }
  };

  router.get('/chaos', (_req, res) => answer(res, () => chaos.read()));
  router.put('/chaos', (req, res) => answer(res, () => chaos.set(chaosPatch(chaos, req.body))));
  router.get('/calls', (_req, res) => answer(res, () => counter.read()));
  router.delete('/calls', (_req, res) => answer(res, () => counter.reset()));
  router.get('/webhooks', (_req, res) => answer(res, () => deliveries?.counts()));
  router.get('/apps', (_req, res) => answer(res, () => ({ apps: apps.list() })));
  router.post('/apps', (req, res) => answer(res, () => apps.register(developerApp.parse(req.body))));
  router.get('/portals', (_req, res) => answer(res, () => ({ portals: portals.list().map(facts) })));
  router.post('/portals', (req, res) =>
    answer(res, () => facts(portals.create(portalInput.parse(req.body)))),
  );
  router.post('/portals/:portalId/install', (req, res) =>
    answer(res, () => {
      const given = z
        .object({ appId: z.number(), scopes: z.array(z.string()).optional(), userId: z.number().default(1) })
        .parse(req.body);
      const app = apps.get(given.appId);
      if (app === undefined) throw notFound(`App ${given.appId} is not registered`);
      const portalId = portals.get(Number(req.params.portalId)).portalId;
      const scopes = given.scopes ?? [...app.requiredScopes, ...app.optionalScopes];
      const grant = { appId: app.appId, portalId, scopes, userId: given.userId };
      apps.install(grant);
      return issueTokens({ portals, apps, chaos }, grant);
    }),
  );
  router.post('/portals/:portalId/uninstall', (req, res) =>
    answer(res, () =>
      apps.uninstall(z.object({ appId: z.number() }).parse(req.body).appId, Number(req.params.portalId)),
    ),
  );
  router.post('/portals/:portalId/:edit', (req, res) =>
    answer(res, () => {
      const edit = portalEdits[req.params.edit];
      if (edit === undefined) throw notFound(`The sandbox knows no edit called ${req.params.edit}`);
      return edit(portals.get(Number(req.params.portalId)), req.body);
    }),
  );
  return router;
}

function facts({ portalId, name, timeZone, uiDomain, currency }: Portal) {
  return { portalId, name, timeZone, uiDomain, currency };
}

// Checked as a whole, so that a setting of a wrong name or shape is refused; the seed counts only where given.
function chaosPatch(chaos: Chaos, body: unknown): Partial<ChaosInput> {
  const given = z.record(z.string(), z.unknown()).parse(body);
  const before = chaos.read();
  const limits = { ...before.limits, ...z.record(z.string(), z.unknown()).optional().parse(given['limits']) };
  const { seed, ...rest } = chaosSettings.parse({ ...before, ...given, limits });
  return given['seed'] === undefined ? rest : { ...rest, seed };
}
