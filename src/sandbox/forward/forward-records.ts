// The demo company's portal as records that were read: on the first day, and what changes on each day after it.
import type { SeedObject } from '#sandbox/hubspot/seed.ts';
import type { ForwardDay } from '#sandbox/world/forward.ts';
import type { World } from '#sandbox/world/world.ts';
import type { CrmRecord } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';

const day = 86_400_000;
const kindOf: Readonly<Record<string, SubjectKind>> = {
  ...{ companies: 'company', contacts: 'contact', deals: 'deal', tickets: 'ticket' },
};

/** Tickets that were closed so long before the first day say nothing any more. */
const ticketDays = 365;
const termDays = 180;

/** What the portal knows of customers and former customers, their users, deals and tickets on the first day. */
export function firstRecords(world: World): CrmRecord[] {
  const homes = new Map(
    world.companies.flatMap((company) =>
      company.customerSince === undefined ? [] : company.users.map(({ id }) => [id, company.id] as const),
    ),
  );
  const companies = new Set(world.companies.filter((one) => one.customerSince).map(({ id }) => id));
  const since = world.now.getTime() - ticketDays * day;
  const companyOf = (one: SeedObject) =>
    one.associations?.find(({ toType, toId }) => toType === 'companies' && companies.has(toId))?.toId;
  return world.objects.flatMap((one): CrmRecord[] => {
    const id = one.id ?? '';
    if (one.type === 'companies') return companies.has(id) ? [toRecord(one, null)] : [];
    if (one.type === 'contacts') return homes.has(id) ? [toRecord(one, homes.get(id) ?? null)] : [];
    const home = companyOf(one);
    if (home === undefined || (one.type !== 'deals' && one.type !== 'tickets')) return [];
    return one.type === 'tickets' && one.createdAt.getTime() < since ? [] : [toRecord(one, home)];
  });
}

const engagementOf: Readonly<Record<string, CrmRecord['objectType']>> = {
  ...{ calls: 'call', emails: 'email', meetings: 'meeting', notes: 'note' },
};

/** Everything that the portal has on the first day: leads and what was said to them too. */
export function allRecords(world: World): CrmRecord[] {
  const homes = new Map(
    world.companies.flatMap(({ id, people }) => people.map((lead) => [lead.id, id] as const)),
  );
  return world.objects.flatMap((one, nr): CrmRecord[] => {
    const home =
      homes.get(one.id ?? '') ?? one.associations?.find(({ toType }) => toType === 'companies')?.toId ?? null;
    if (kindOf[one.type] !== undefined) return [toRecord(one, one.type === 'companies' ? null : home)];
    const objectType = engagementOf[one.type];
    if (objectType === undefined) return [];
    const contact =
      one.associations?.flatMap(({ toType, toId }) => (toType === 'contacts' ? [toId] : [])) ?? [];
    const common = {
      objectType,
      id: one.id ?? String(nr),
      createdAt: one.createdAt,
      modifiedAt: one.updatedAt,
    };
    return [{ ...common, archived: false, properties: one.properties, links: { contact } }];
  });
}

function toRecord(one: SeedObject, home: string | null): CrmRecord {
  const objectType = kindOf[one.type] ?? 'contact';
  return {
    ...{ objectType, id: one.id ?? '', createdAt: one.createdAt, modifiedAt: one.updatedAt, archived: false },
    properties: objectType === 'deal' ? closing(one.properties) : one.properties,
    links: home === null ? {} : { company: [home] },
  };
}

/** HubSpot tells by properties of its own whether the stage of a deal is a closed one. */
function closing(properties: Readonly<Record<string, string>>): Record<string, string> {
  const stage = properties['dealstage'];
  return {
    ...properties,
    hs_is_closed_won: String(stage === 'closedwon'),
    hs_is_closed_lost: String(stage === 'closedlost'),
  };
}

/** The portal as it goes on: `known` is what it says of companies, and changes with them. */
export function openPortal(first: readonly CrmRecord[]) {
  const companies = new Map(
    first.flatMap((one) => (one.objectType === 'company' ? [[one.id, one] as const] : [])),
  );
  const unsolved: { readonly record: CrmRecord; readonly solved: Date }[] = [];
  const change = (id: string, at: Date, properties: Readonly<Record<string, string>>): CrmRecord[] => {
    const known = companies.get(id);
    if (known === undefined) return [];
    const now = { ...known, modifiedAt: at, properties: { ...known.properties, ...properties } };
    companies.set(id, now);
    return [now];
  };
  return {
    /** Everything that changed up to `today`, which is the end of one or several days. */
    changes(days: readonly ForwardDay[], today: Date): CrmRecord[] {
      for (const { company, ticket } of days.flatMap(({ tickets }) => tickets)) {
        const properties = { subject: 'A question', hs_pipeline: '0', hs_pipeline_stage: '1' };
        unsolved.push({
          record: linkedRecord('ticket', ticket.id, company.id, ticket.opened, properties),
          solved: ticket.solved,
        });
      }
      const opened = unsolved.filter(({ record, solved }) => solved > today && record.createdAt <= today);
      const solved = unsolved.filter((one) => one.solved <= today);
      for (const one of solved) unsolved.splice(unsolved.indexOf(one), 1);
      return [
        ...opened.map(({ record }) => record),
        ...solved.map(({ record, solved: at }) => ({
          ...record,
          modifiedAt: at,
          properties: { ...record.properties, hs_pipeline_stage: '4', closed_date: at.toISOString() },
        })),
        ...days.flatMap(({ renewed, left }) => [
          ...renewed.flatMap(({ company, term: { end } }) => [
            ...change(company.id, end, { renewal_date: iso(new Date(end.getTime() + termDays * day)) }),
            renewal(company.id, true, end),
          ]),
          ...left.flatMap(({ company, leaving: { at } }) => [
            ...change(company.id, at, { lifecyclestage: 'other', monthly_revenue: '0', renewal_date: '' }),
            renewal(company.id, false, at),
          ]),
        ]),
      ];
    },
  };
}

const iso = (at: Date) => at.toISOString().slice(0, 10);

function renewal(company: string, won: boolean, at: Date): CrmRecord {
  const properties = {
    dealname: 'renewal',
    dealstage: won ? 'closedwon' : 'closedlost',
    closedate: at.toISOString(),
  };
  return linkedRecord('deal', `${company}-${iso(at)}`, company, at, closing(properties));
}

function linkedRecord(
  objectType: 'deal' | 'ticket',
  id: string,
  company: string,
  at: Date,
  properties: Readonly<Record<string, string>>,
): CrmRecord {
  const links = { company: [company] };
  return { ...{ objectType, id, createdAt: at, modifiedAt: at, archived: false, links }, properties };
}
