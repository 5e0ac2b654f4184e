// GET /api/me: who is signed in, to which tenant.
import { z } from 'zod';
import { apiRoute, none } from '#http/route.ts';
import { platforms } from '#sense/connection.ts';

export const me = apiRoute({
  method: 'get',
  path: '/api/me',
  name: 'me',
  summary: 'Who is calling, and for which tenant.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    who: z.string(),
    by: z.enum(['session', 'api']),
    tenant: z.object({ id: z.string(), name: z.string() }),
    locale: z.enum(['en', 'zh-CN']),
    timeZone: z.string(),
    publicUrl: z.string(),
    /** Which platforms this server can connect. */
    connectable: z.array(z.enum(platforms)),
    /** Pages of the demo CRM and chat, where they run beside the server. */
    demo: z.object({ hubspot: z.string(), salesforce: z.string(), slack: z.string() }).nullable(),
  }),
  async handle({ store, config, oauth, demo }, { caller }) {
    const tenant = await store.asTenant(caller.tenant, (rows) => rows.settings.read());
    return {
      who: caller.who,
      by: caller.by,
      tenant: { id: tenant.id, name: tenant.name },
      locale: tenant.settings.locale,
      timeZone: tenant.settings.timeZone,
      publicUrl: config.publicUrl,
      connectable: platforms.filter((one) => oauth[one] !== null),
      demo,
    };
  },
});
