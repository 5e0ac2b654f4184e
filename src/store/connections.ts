// Rows of connections; their tokens are sealed as one text that only opens in its own row.
import { randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { fail } from '#errors.ts';
import type { ConnectionRows } from '#ports/store-sense.ts';
import type { ConnectionId, Tokens } from '#sense/connection.ts';
import type { TenantId } from '#sense/tenant.ts';
import { toConnection } from './connection-row.ts';
import type { Seal } from './seal.ts';
import type { Database } from './tables.ts';

const maybeDate = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable();

const keptTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().nullable(),
  expiresAt: maybeDate,
  renewAt: maybeDate,
  instanceUrl: z.string().nullish(),
  renewal: z
    .object({
      id: z.string(),
      at: z.iso.datetime().transform((text) => new Date(text)),
      state: z.enum(['underway', 'lost', 'later']),
      until: maybeDate,
    })
    .nullish(),
});

/** Errors of `save`: CONNECTION_TAKEN when another tenant has the account; of `tokens`: SEAL_KEY_UNKNOWN, SEAL_BROKEN. */
export function connectionRows(trx: Kysely<Database>, tenant: TenantId, seal: Seal): ConnectionRows {
  const rows = connectionStatements(trx, tenant, seal);
  return {
    async all() {
      const found = await trx
        .selectFrom('connection')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .orderBy('connected_at')
        .execute();
      return found.map(toConnection);
    },
    async get(id) {
      const row = await rows.one(id);
      return row === undefined ? null : toConnection(row);
    },
    async save(input) {
      const row = await rows.upsert({
        platform: input.platform,
        external_id: input.externalId,
        account: JSON.stringify(input.account),
        scopes: [...input.scopes],
      });
      await rows.keepTokens(row.id, input.tokens);
      return toConnection(row);
    },
    async setState(id, state, reason) {
      await rows.update(id, { state, reason });
    },
    async setAccount(id, account) {
      await rows.update(id, { account: JSON.stringify(account) });
    },
    async tokens(id) {
      return openTokens(seal, await rows.one(id));
    },
    async lockTokens(id) {
      return openTokens(seal, await rows.lock(id));
    },
    saveTokens: rows.keepTokens,
    async forgetTokens(id) {
      await rows.update(id, { key_id: null, sealed: null, token_expires_at: null });
    },
  };
}

type ConnectionColumns = Database['connection'];
type Account = { platform: string; external_id: string; account: string; scopes: string[] };
type Changes = {
  state?: string;
  reason?: string | null;
  account?: string;
  key_id?: string | null;
  sealed?: Buffer | null;
  token_expires_at?: Date | null;
};

function connectionStatements(trx: Kysely<Database>, tenant: TenantId, seal: Seal) {
  const select = (id: ConnectionId) =>
    trx.selectFrom('connection').selectAll().where('tenant_id', '=', tenant).where('id', '=', id);
  const update = async (id: ConnectionId, changes: Changes): Promise<void> => {
    await trx
      .updateTable('connection')
      .set(changes)
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .execute();
  };
  return {
    one: (id: ConnectionId) => select(id).executeTakeFirst(),
    lock: (id: ConnectionId) => select(id).forUpdate().executeTakeFirst(),
    update,
    upsert: (account: Account) =>
      trx
        .insertInto('connection')
        .values({ tenant_id: tenant, id: randomUUID(), ...account })
        .onConflict((conflict) =>
          conflict.columns(['platform', 'external_id']).doUpdateSet({
            account: account.account,
            scopes: account.scopes,
            state: 'active',
            reason: null,
            connected_at: sql`now()`,
          }),
        )
        .returningAll()
        .executeTakeFirstOrThrow()
        .catch((error: unknown) => refuseForeign(error, account)),
    async keepTokens(id: ConnectionId, tokens: Tokens): Promise<void> {
      const { keyId, sealed } = seal.seal(JSON.stringify({ ...tokens, renewAt: tokens.renewAt ?? null }), id);
      await update(id, { key_id: keyId, sealed, token_expires_at: tokens.expiresAt });
    },
  };
}

function openTokens(seal: Seal, row: Selectable<ConnectionColumns> | undefined): Tokens | null {
  if (row?.key_id == null || row.sealed === null) return null;
  return keptTokens.parse(JSON.parse(seal.open(row.key_id, row.sealed, row.id)));
}

// Row security hides the other tenant's row, so PostgreSQL can only say "insufficient privilege" (42501).
function refuseForeign(error: unknown, { platform, external_id: account }: Account): never {
  if (error instanceof Error && 'code' in error && error.code === '42501') {
    return fail('CONNECTION_TAKEN', { platform, account }, { cause: error });
  }
  throw error;
}
