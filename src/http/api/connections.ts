// GET /api/connections: which accounts are connected, whether they work, and what to do where they do not.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { connectionStates, platforms } from '#sense/connection.ts';

export const connections = apiRoute({
  method: 'get',
  path: '/api/connections',
  name: 'connections',
  summary: 'The connected accounts with their state.',
  takes: { params: none, query: none, body: none },
  answer: z.object({
    connections: z.array(
      z.object({
        id: z.string(),
        platform: z.enum(platforms),
        externalId: z.string(),
        name: z.string().nullable(),
        state: z.enum(connectionStates),
        /** Why it is not active, as an error code of ours with what the platform said. */
        reason: z.string().nullable(),
        scopes: z.array(z.string()),
        channel: z.string().nullable(),
        installedBy: z.string().nullable(),
        connectedAt: instant,
      }),
    ),
  }),
  async handle({ store }, { caller }) {
    const all = await store.asTenant(caller.tenant, (rows) => rows.connections.all());
    return {
      connections: all.map((one) => ({
        id: one.id,
        platform: one.platform,
        externalId: one.externalId,
        name: one.account.name ?? null,
        state: one.state,
        reason: one.reason,
        scopes: [...one.scopes],
        channel: one.account.channel ?? null,
        installedBy: one.account.installedBy ?? null,
        connectedAt: one.connectedAt,
      })),
    };
  },
});
