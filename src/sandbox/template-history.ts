// The history of a template's customers: those who do well, those who slip and are saved, and those who are lost.
import { lot } from '#advise/journey/chance.ts';
import type { Life, Template } from '#advise/journey/template.ts';
import type { NewSignal, SubjectKind } from '#sense/signal.ts';

const day = 86_400_000;
const ticketDays = 10;

export const fates = ['well', 'saved', 'lost'] as const;
export type Fate = (typeof fates)[number];
export type Customer = { readonly id: string; readonly name: string; readonly fate: Fate };

/** Who is in the example: two who do well, four who slip and are saved, three who are lost. */
export function customersOf({ id }: Template): Customer[] {
  const counts = { well: 2, saved: 4, lost: 3 } as const;
  return fates.flatMap((fate) =>
    Array.from({ length: counts[fate] }, (_, nr) => ({
      id: `${id}-${fate}-${nr + 1}`,
      name: `${fate === 'well' ? 'Steady' : 'Slipping'} ${nr + 1}`,
      fate,
    })),
  );
}

type Telling = { readonly template: Template; readonly origin: string; readonly begins: Date };

/** Everything that happens on one day, counted from the day on which trouble begins (0); the same again each time. */
export function historyOn(telling: Telling, one: Customer, dayNr: number, saved: boolean): NewSignal[] {
  const { template, begins } = telling;
  const { history } = template;
  const at = (hour: number) => new Date(begins.getTime() + dayNr * day + hour * 3_600_000);
  const troubled = one.fate !== 'well' && dayNr >= 0;
  const life = !troubled ? history.normal : saved ? history.rescue : history.trouble;
  const begun = dayNr === -history.before || (troubled && !saved && dayNr === 0);
  return [
    ...(begun ? [recordOf(telling, one, life, at(8), !troubled)] : []),
    ...(begun ? life.once.map((name) => eventOf(telling, one, name, `once/${name}`, 0, at(9))) : []),
    ...eventsOn(telling, one, dayNr, life, at),
    ...talksOn(telling, one, dayNr, life, at(11)),
    ...(troubled && !saved && dayNr % ticketDays === 0 ? ticketsOf(telling, one, dayNr, at(10)) : []),
  ];
}

function eventOf(
  telling: Telling,
  one: Customer,
  name: string,
  key: string,
  user: number,
  at: Date,
): NewSignal {
  return {
    ...{ origin: telling.origin, objectType: telling.template.journey.kind, externalId: one.id },
    ...{ kind: 'product.event', key: `${one.id}/${key}`, occurredAt: at },
    data: { name, user: `${one.id}-user-${user}`, properties: {} },
  };
}

function eventsOn(
  telling: Telling,
  one: Customer,
  dayNr: number,
  { events, people }: Life,
  at: (hour: number) => Date,
): NewSignal[] {
  return Object.entries(events).flatMap(([name, weekly]) =>
    Array.from({ length: timesOn(weekly, dayNr, one.id, name) }, (_, nr) => {
      const said = name.replace('{nr}', String(Math.floor((dayNr + 1_000) / 20)));
      return eventOf(
        telling,
        one,
        said,
        `${dayNr}/${name}/${nr}`,
        (nr + dayNr + 1_000) % people,
        at(9 + (nr % 8)),
      );
    }),
  );
}

function talksOn(
  { origin, template }: Telling,
  one: Customer,
  dayNr: number,
  { talks }: Life,
  at: Date,
): NewSignal[] {
  return Object.entries(talks).flatMap(([name, monthly]) =>
    Array.from({ length: timesOn(monthly / 4.3, dayNr, one.id, name) }, (_, nr): NewSignal => {
      const type = name === 'call' ? 'call' : name === 'meeting' ? 'meeting' : 'email';
      const id = `${one.id}-${dayNr}-${type}-${nr}`;
      return {
        ...{ origin, objectType: template.journey.kind, externalId: one.id },
        ...{ kind: 'engagement', key: id, occurredAt: at },
        data: { type, id, direction: type === 'email' ? 'in' : null, outcome: null },
      };
    }),
  );
}

/** What changes on the day on which help works. */
export function rescueOn(telling: Telling, one: Customer, dayNr: number): NewSignal[] {
  const { template, begins } = telling;
  const at = new Date(begins.getTime() + dayNr * day + 12 * 3_600_000);
  const { rescue } = template.history;
  return [
    recordOf(telling, one, rescue, at, false),
    ...rescue.once.map((name) => eventOf(telling, one, name, `rescue/${name}`, 0, at)),
    ...(rescue.tickets < 0 ? closed(telling, one, dayNr, at) : []),
  ];
}

function recordOf(telling: Telling, one: Customer, life: Life, at: Date, whole: boolean): NewSignal {
  const { template, origin, begins } = telling;
  const { kind } = template.journey;
  const nameField = kind === 'company' ? 'name' : kind === 'deal' ? 'dealname' : 'firstname';
  const filled = Object.entries(life.properties).map(
    ([name, value]) => [name, dated(value, begins)] as const,
  );
  const own = whole
    ? { [nameField]: one.name, hubspot_owner_id: String(1 + Math.floor(lot(one.id) * 90)) }
    : {};
  return {
    ...{
      origin,
      objectType: kind,
      externalId: one.id,
      kind: 'crm.record',
      key: `${one.id}/record/${at.getTime()}`,
    },
    occurredAt: at,
    data: {
      properties: { ...own, ...Object.fromEntries(filled) },
      createdAt: at.toISOString(),
      archived: false,
    },
  };
}

function dated(value: string, begins: Date): string {
  const parts = /^\{([+-]\d+)\}$/.exec(value);
  return parts === null
    ? value
    : new Date(begins.getTime() + Number(parts[1]) * day).toISOString().slice(0, 10);
}

/** Spread evenly: 0.5 a week is once in 14 days, on a day that differs from customer to customer. */
function timesOn(weekly: number, dayNr: number, ...words: readonly string[]): number {
  const shift = lot(...words);
  const until = (nr: number) => Math.floor((nr * weekly) / 7 + shift);
  return until(dayNr + 1) - until(dayNr);
}

/** Every ticket of the customer until that day of trouble. */
function ticketIds({ template }: Telling, one: Customer, dayNr: number): string[] {
  const opened = Array.from({ length: Math.floor(dayNr / ticketDays) + 1 }, (_, nr) => nr);
  const each = Array.from({ length: Math.max(0, template.history.trouble.tickets) }, (_, nr) => nr);
  return opened.flatMap((round) => each.map((nr) => `${one.id}-ticket-${round}-${nr}`));
}

function ticketsOf(telling: Telling, one: Customer, dayNr: number, at: Date): NewSignal[] {
  const all = ticketIds(telling, one, dayNr);
  if (all.length === 0) return [];
  const { origin, template } = telling;
  const kind: SubjectKind = template.journey.kind;
  const fresh = all.slice(-template.history.trouble.tickets);
  return [
    ...fresh.map((id) => ticket(origin, id, { createdate: at.toISOString() }, at)),
    {
      ...{ origin, objectType: kind, externalId: one.id, key: `${one.id}/tickets/${dayNr}`, occurredAt: at },
      kind: 'crm.links',
      data: { to: 'ticket', ids: all },
    },
  ];
}

function closed(telling: Telling, one: Customer, dayNr: number, at: Date): NewSignal[] {
  return ticketIds(telling, one, dayNr).map((id) =>
    ticket(telling.origin, id, { closed_date: at.toISOString() }, at),
  );
}

function ticket(origin: string, id: string, properties: Record<string, string>, at: Date): NewSignal {
  return {
    ...{ origin, objectType: 'ticket', externalId: id, kind: 'crm.record', key: `${id}/${at.getTime()}` },
    occurredAt: at,
    data: { properties, createdAt: at.toISOString(), archived: false },
  };
}
