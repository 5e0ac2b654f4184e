// GET /api/connections: which accounts are connected, whether they work, and what to do where they do not.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { apiRoute, none } from '#http/route.ts';
import { feedStates } from '#ports/feed.ts';
import { type Connection, connectionStates, platforms } from '#sense/connection.ts';

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
        /** Whether its changes come as they happen; null where the platform has no such feed. Else they are read often. */
        feed: z
          .object({
            state: z.enum(feedStates),
            since: instant,
            /** Why it is not followed, as an error code of ours, and what the platform said. */
            code: z.string().nullable(),
            problem: z.string().nullable(),
          })
          .nullable(),
        /** Where Salesforce can send outbound messages to; it carries a secret. */
        outboundUrl: z.string().nullable(),
      }),
    ),
  }),
  async handle({ store, config, outboundKeys }, { caller }) {
    const { all, feeds } = await store.asTenant(caller.tenant, async (rows) => ({
      all: await rows.connections.all(),
      feeds: new Map((await rows.feeds.all()).map((feed) => [feed.connection, feed])),
    }));
    const outboundUrl = ({ id, platform, state }: Connection) =>
      platform === 'salesforce' && state === 'active'
        ? `${config.publicUrl}/webhooks/salesforce/outbound?key=${outboundKeys(id)[0]}`
        : null;
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
        feed: feeds.get(one.id) ?? null,
        outboundUrl: outboundUrl(one),
      })),
    };
  },
});
