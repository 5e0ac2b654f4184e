// GET /api/connections/:id/access: what the connected user may see and write in the CRM, and how much of the account's
// requests are used.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { objectTypes } from '#sense/signal.ts';

export const connectionAccess = apiRoute({
  method: 'get',
  path: '/api/connections/:id/access',
  name: 'connectionAccess',
  summary:
    'The permission report of a CRM connection, asked of the platform now, and the use of its API allowance.',
  takes: { params: z.object({ id: z.uuid() }), query: none, body: none },
  answer: z.object({
    types: z.array(
      z.object({
        objectType: z.enum(objectTypes),
        /** The platform's own name of the type. */
        name: z.string(),
        readable: z.boolean(),
        /** Whether every row is seen; null where the platform does not say. */
        seesAll: z.boolean().nullable(),
        /** Fields that cannot be read, or of ours that cannot be written. */
        hidden: z.array(z.string()),
        problem: z.string().nullable(),
      }),
    ),
    /** Requests in the last 24 hours by all integrations of the account; null where there is no such allowance. */
    usage: z.object({ used: z.number(), limit: z.number(), at: instant }).nullable(),
  }),
  async handle({ store, clients }, { caller, params }) {
    const connection = await store.asTenant(caller.tenant, (rows) => rows.connections.get(params.id));
    if (connection === null || connection.platform === 'slack')
      return fail('NOT_FOUND', { what: 'such CRM connection' });
    const crm = clients.crm(connection, 'person');
    const types = await crm.access();
    const usage = await crm.usage();
    return { types: types.map((one) => ({ ...one, hidden: [...one.hidden] })), usage };
  },
});
