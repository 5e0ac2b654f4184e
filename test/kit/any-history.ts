// Any history of a company, its people, tickets and deals, as signals: what property tests of facts draw from.
import { type Circle, toCircles } from '#analyze/circle.ts';
import { fc } from '#kit/fast-check.ts';
import type { Signal, SubjectKind } from '#sense/signal.ts';
import { replay } from '#twin/fold.ts';

export const dayMs = 86_400_000;
export const begin = Date.parse('2026-01-01T00:00:00Z');
export const historyDays = 100;

type Drawn = {
  readonly subject: string;
  readonly day: number;
  readonly minute: number;
  readonly what: number;
  readonly pick: number;
};

const kinds: Readonly<Record<string, SubjectKind>> = {
  '1': 'company',
  '2': 'contact',
  '3': 'contact',
  '4': 'ticket',
  '5': 'ticket',
  '6': 'deal',
};

export const anyHistory: fc.Arbitrary<Signal[]> = fc
  .array(
    fc.record({
      subject: fc.constantFrom(...['1', '1', '2', '2', '3']),
      day: fc.integer({ min: 0, max: historyDays - 1 }),
      minute: fc.integer({ min: 0, max: 1439 }),
      what: fc.integer({ min: 0, max: 9 }),
      pick: fc.integer({ min: 0, max: 11 }),
    }),
    { maxLength: 60 },
  )
  .chain((drawn) =>
    fc
      .array(fc.integer({ min: 0, max: historyDays - 1 }), { minLength: 6, maxLength: 6 })
      .map((days) => [...drawn.map(signalOf), ...casesOf(days)]),
  );

const events = ['Logged In', 'Feature Used', 'page: Pricing', 'Export'];
const stages = ['lead', 'customer', 'other', 'evangelist', ''];

function signalOf(drawn: Drawn, nr: number): Signal {
  const at = new Date(begin + drawn.day * dayMs + drawn.minute * 60_000);
  const objectType = kinds[drawn.subject] ?? 'contact';
  const common = {
    ...{ id: String(nr), subject: drawn.subject, key: `k${nr}`, origin: 'crm', objectType },
    ...{ externalId: drawn.subject, occurredAt: at },
  };
  if (drawn.what < 6) {
    const data = { name: events[drawn.pick % 4] ?? '', user: `u${drawn.pick % 3}`, properties: {} };
    return { ...common, kind: 'product.event', data };
  }
  if (drawn.what < 8) {
    const type = (['call', 'meeting', 'email', 'note'] as const)[drawn.pick % 4] ?? 'call';
    const direction = type === 'email' ? (drawn.pick < 6 ? 'in' : 'out') : null;
    return { ...common, kind: 'engagement', data: { type, id: String(nr), direction, outcome: null } };
  }
  const properties = {
    lifecyclestage: stages[drawn.pick % 5] ?? '',
    ...(drawn.pick > 5 ? { seats: String(drawn.pick), beta: drawn.pick % 2 === 0 ? 'true' : 'no' } : {}),
    ...(drawn.pick > 8
      ? {
          renewal: '2026-03-01',
          renewal_date: '2026-03-02',
          invoices_late: '2',
          topics: 'a;b',
          hs_timezone: 'asia_slash_shanghai',
        }
      : {}),
  };
  return record(common, properties, drawn.day);
}

type Common = Omit<Signal, 'kind' | 'data'>;

function record(common: Common, properties: Record<string, string>, createdDay: number): Signal {
  const createdAt = new Date(begin + createdDay * dayMs).toISOString();
  return { ...common, kind: 'crm.record', data: { properties, createdAt, archived: false } };
}

/** Two tickets and a deal that are opened on one day and closed on a later one, if there is one. */
function casesOf(days: readonly number[]): Signal[] {
  return ['4', '5', '6'].flatMap((subject, index): Signal[] => {
    const [opened = 0, closed = 0] = days.slice(index * 2, index * 2 + 2).sort((a, b) => a - b);
    const time = (day: number, hour: number) => new Date(begin + day * dayMs + hour * 3_600_000);
    const objectType = kinds[subject] ?? 'ticket';
    const common = (at: Date, nr: number): Common => ({
      ...{ id: `${subject}${nr}`, subject, key: `case${subject}${nr}`, origin: 'crm', objectType },
      ...{ externalId: subject, occurredAt: at },
    });
    const first = record(common(time(opened, 1), 1), { createdate: time(opened, 0).toISOString() }, opened);
    if (closed === opened) return [first];
    const end = time(closed, 2).toISOString();
    const over: Record<string, string> =
      objectType === 'ticket'
        ? { closed_date: end, first_agent_reply_date: end }
        : { closedate: end, [closed % 2 === 0 ? 'hs_is_closed_won' : 'hs_is_closed_lost']: 'true' };
    return [first, record(common(time(closed, 2), 2), over, opened)];
  });
}

/** The circle of the company as it was when only these signals were known. */
export function circleOf(signals: readonly Signal[]): Circle {
  const twins = new Map(
    [...Map.groupBy(signals, ({ subject }) => subject)].map(([subject, own]) => [
      subject,
      replay(kinds[subject] ?? 'contact', own),
    ]),
  );
  if (!twins.has('1')) twins.set('1', replay('company', []));
  const pairs = [...twins.keys()]
    .filter((subject) => subject !== '1')
    .map((linked) => ({ subject: '1', linked, kind: kinds[linked] ?? ('contact' as const) }));
  const [circle] = toCircles(['1'], pairs, twins);
  if (circle === undefined) throw new Error('there is no company');
  return circle;
}
