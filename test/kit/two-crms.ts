// A tenant with a HubSpot portal and a Salesforce org side by side: records are said by hand, and twins brought up to date.

import type { TenantStore } from '#ports/store.ts';
import { absorb, absorbGone } from '#sense/absorb.ts';
import type { Connection, Platform } from '#sense/connection.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { ObjectType, SubjectKind } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { bringUpToDate } from '#twin/bring-up-to-date.ts';
import { replay } from '#twin/fold.ts';
import type { TestDatabase } from './database.ts';
import { canonical } from './watch.ts';

const minute = 60_000;
const began = Date.parse('2026-11-01T08:00:00Z');

export type TwoCrms = Awaited<ReturnType<typeof twoCrms>>;

export async function twoCrms(database: TestDatabase) {
  const tenant = await database.tenant();
  let minutes = 0;
  const now = () => new Date(began + minutes * minute);
  const connect = (platform: Platform, externalId: string): Promise<Connection> =>
    database.store.asTenant(tenant, ({ connections }) =>
      connections.save({
        ...{ platform, externalId, account: {}, scopes: [] },
        tokens: { accessToken: 'a', refreshToken: 'r', expiresAt: null },
      }),
    );
  const hubspot = await connect('hubspot', `portal ${tenant}`);
  const salesforce = await connect('salesforce', `org ${tenant}`);
  const as = <T>(work: (rows: TenantStore) => Promise<T>) => database.store.asTenant(tenant, work);
  const house = {
    ...{ tenant, as, hubspot, salesforce, connect, now },
    /** The CRM says what a record is like now; a minute later than what was said before. */
    say(
      connection: Connection,
      objectType: ObjectType,
      id: string,
      properties: CrmRecord['properties'],
      more: Partial<Pick<CrmRecord, 'links' | 'mergedIds' | 'archived' | 'createdAt'>> = {},
    ) {
      minutes += 1;
      const times = { createdAt: new Date(began), modifiedAt: now() };
      const record: CrmRecord = { objectType, id, properties, archived: false, ...times, ...more };
      return as((rows) => absorb(rows, connection, [record], now()));
    },
    gone(connection: Connection, objectType: ObjectType, id: string) {
      minutes += 1;
      return as((rows) => absorbGone(rows, connection, objectType, [id], now()));
    },
    /** Until nobody is dirty any more. */
    async rest() {
      for (let rounds = 0; rounds < 20; rounds += 1) {
        const left = await as(async (rows) => {
          const dirty = await rows.subjects.dirty(new Date(Date.now() + minute), 100);
          const { settings } = await rows.settings.read();
          await bringUpToDate(rows, dirty, settings.identity);
          await rows.subjects.clean(dirty);
          return dirty.length;
        });
        if (left === 0) return;
      }
      throw new Error('it never comes to rest');
    },
    subject: (connection: Connection, kind: SubjectKind, id: string) =>
      as(async ({ subjects }) => (await subjects.find(connection.id, kind, [id])).get(id) ?? ''),
    /** The twin as kept; an error when a clean replay of its signals gives another. */
    twin: (subject: string) =>
      as(async (rows) => {
        const twin = (await rows.twins.load([subject])).get(subject)?.twin;
        if (twin === undefined) throw new Error(`there is no twin ${subject}`);
        const clean = replay(twin.kind, await rows.signals.of(subject));
        if (canonical(clean) !== canonical(twin)) throw new Error(`a replay gives another twin ${subject}`);
        return twin;
      }),
    refs: (subject: string) => as(({ subjects }) => subjects.refs([subject])),
    settings: tenantSettings.parse({}),
  };
  return house;
}
