// GET /api/settings: the choices the tenant's admin has made.
import { apiRoute, none } from '#http/route.ts';
import { tenantSettings } from '#sense/tenant.ts';

export const settings = apiRoute({
  method: 'get',
  path: '/api/settings',
  name: 'settings',
  summary: "The tenant's choices: what counts as won and lost, alerts, language, dry run.",
  takes: { params: none, query: none, body: none },
  answer: tenantSettings,
  handle: async ({ store }, { caller }) =>
    (await store.asTenant(caller.tenant, (rows) => rows.settings.read())).settings,
});
