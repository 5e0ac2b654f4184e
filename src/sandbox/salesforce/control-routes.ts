// The sandbox's own controls over HTTP: orgs, apps, chaos, call counts, and the edits people would make.
import express from 'express';
import { z } from 'zod';
import { type Apps, clientApp } from './apps.ts';
import type { CallCounter } from './call-counter.ts';
import { type Chaos, type ChaosInput, chaosSettings } from './chaos.ts';
import type { Org } from './org.ts';
import { orgEdits } from './org-edits.ts';
import { orgShape } from './org-facts.ts';
import type { Orgs } from './orgs.ts';
import { errorBody, notFound, SalesforceError } from './salesforce-error.ts';
import { issueAccess, issueRefresh, makeGrant } from './tokens.ts';

export type Controls = { readonly orgs: Orgs; readonly apps: Apps; readonly counter: CallCounter };

const orgInput = orgShape.omit({ number: true }).partial().required({ name: true });

export function controlRoutes({ orgs, apps, counter }: Controls): express.Router {
  const router = express.Router();
  router.use(express.json({ limit: '256mb' }));
  const { chaos } = orgs;
  const answer = (res: express.Response, work: () => unknown) => {
    try {
      res.json(work() ?? {});
    } catch (error) {
      const known = error instanceof SalesforceError;
      const message = error instanceof Error ? error.message : String(error);
      res
        .status(known ? error.status : 400)
        .json(known ? errorBody(error) : [{ errorCode: 'SANDBOX', message }]);
    }
  };

  router.get('/chaos', (_req, res) => answer(res, () => chaos.read()));
  router.put('/chaos', (req, res) => answer(res, () => chaos.set(chaosPatch(chaos, req.body))));
  router.get('/calls', (_req, res) => answer(res, () => counter.read()));
  router.delete('/calls', (_req, res) => answer(res, () => counter.reset()));
  router.get('/apps', (_req, res) => answer(res, () => ({ apps: apps.list() })));
  router.post('/apps', (req, res) => answer(res, () => apps.register(clientApp.parse(req.body))));
  router.get('/orgs', (_req, res) => answer(res, () => ({ orgs: orgs.list().map(facts) })));
  router.post('/orgs', (req, res) =>
    answer(res, () => {
      const given = Object.entries(orgInput.parse(req.body)).filter(([, value]) => value !== undefined);
      return facts(orgs.create({ name: 'Org', ...Object.fromEntries(given) }));
    }),
  );
  router.post('/orgs/:org/grant', (req, res) =>
    answer(res, () => {
      const given = z.object({ clientId: z.string(), userId: z.string().optional() }).parse(req.body);
      const app = apps.byClientId(given.clientId);
      if (app === undefined) throw notFound(`The app ${given.clientId} is not registered`);
      const org = orgs.get(req.params.org);
      const user = given.userId ?? org.context.users.first().id;
      const grant = makeGrant(
        { orgs, apps },
        { clientId: app.clientId, org: org.orgId, user, scopes: app.scopes },
      );
      return {
        access_token: issueAccess({ orgs, apps }, grant),
        refresh_token: issueRefresh({ orgs, apps }, grant),
      };
    }),
  );
  router.post('/orgs/:org/:edit', (req, res) =>
    answer(res, () => {
      const edit = orgEdits[req.params.edit];
      if (edit === undefined) throw notFound(`The sandbox knows no edit called ${req.params.edit}`);
      return edit(orgs.get(req.params.org), req.body ?? {});
    }),
  );
  return router;
}

function facts(org: Org) {
  return { ...org.facts(), users: org.context.users.list() };
}

// Checked as a whole, so that a setting of a wrong name or shape is refused; the seed counts only where given.
function chaosPatch(chaos: Chaos, body: unknown): Partial<ChaosInput> {
  const given = z.record(z.string(), z.unknown()).parse(body);
  const { seed, ...rest } = chaosSettings.parse({ ...chaos.read(), ...given });
  return given['seed'] === undefined ? rest : { ...rest, seed };
}
