// DELETE /api/connections/:id: disconnects an account: the platform removes our app, and its tokens are forgotten.
import { z } from 'zod';
import { fail, isRevloopError } from '#errors.ts';
import type { HttpDeps } from '#http/deps.ts';
import { apiRoute, none } from '#http/route.ts';
import type { Connection } from '#sense/connection.ts';

const gone = ['CRM_REVOKED', 'CHAT_REVOKED', 'CRM_MISCONFIGURED', 'CHAT_MISCONFIGURED'];

export const connectionRemove = apiRoute({
  method: 'delete',
  path: '/api/connections/:id',
  name: 'disconnect',
  summary: 'Disconnects an account. What was learned from it stays; nothing more is read or written.',
  takes: { params: z.object({ id: z.uuid() }), query: none, body: none },
  answer: z.object({ state: z.literal('uninstalled') }),
  async handle(deps, { caller, params }) {
    const connection = await deps.store.asTenant(caller.tenant, (rows) => rows.connections.get(params.id));
    if (connection === null) return fail('NOT_FOUND', { what: 'such connection' });
    if (connection.state === 'active') await uninstall(deps, connection);
    await deps.store.asTenant(caller.tenant, async (rows) => {
      await rows.connections.setState(connection.id, 'uninstalled', null);
      await rows.connections.forgetTokens(connection.id);
    });
    deps.log.info(
      { tenant: caller.tenant, connection: connection.id, by: caller.who },
      'an account was disconnected',
    );
    return { state: 'uninstalled' as const };
  },
});

/** A platform that has forgotten us already needs no telling; when it cannot be reached, nothing is forgotten here. */
async function uninstall(deps: HttpDeps, connection: Connection): Promise<void> {
  try {
    if (connection.platform === 'slack') await deps.clients.chat(connection).revoke();
    else await deps.clients.crm(connection).uninstall();
  } catch (error) {
    if (!isRevloopError(error) || !gone.includes(error.code)) throw error;
  }
}
