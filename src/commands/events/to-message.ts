// A row of a CSV as a message in Segment's shape, or why it is none.
import { createHash } from 'node:crypto';
import type { Columns, Role } from './columns.ts';
import type { EventRow } from './event-rows.ts';
import { type DayOrder, toldTime } from './told-time.ts';

/** Why a row is not taken: each has a sentence that says what to do. */
export const refusals = ['cells', 'event', 'who', 'time', 'order', 'future', 'old', 'size'] as const;
export type Refusal = (typeof refusals)[number];
export type Message = {
  readonly type: 'track';
  readonly messageId: string;
  readonly event: string;
  readonly timestamp: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly context: { readonly groupId?: string; readonly traits?: { readonly email: string } };
};

export type Reading = {
  readonly headers: readonly string[];
  readonly columns: Columns;
  /** The name of every event, where no column says one. */
  readonly constant?: string | undefined;
  readonly order?: DayOrder | undefined;
  readonly now: Date;
};

/** Nobody kept events of a product before. */
const oldest = Date.UTC(1995, 0, 1);
const mostText = 512;

/** `nth`: of how many rows that say just the same this is one; 0 where these count as one event. */
export function toMessage({ cells }: EventRow, reading: Reading, nth: number): Message | Refusal {
  const { headers, columns, constant, order, now } = reading;
  const cellOf = (role: Role): string => {
    const place = columns.at[role];
    return place === undefined ? '' : (cells[place] ?? '').trim();
  };
  // A mark that parts cells where it should not moves all the cells after it.
  if (cells.length !== headers.length) return 'cells';
  const event = cellOf('event') || (constant ?? '');
  if (event === '') return 'event';
  const [user, anonymous, email, group] = [
    cellOf('user'),
    cellOf('anonymous'),
    cellOf('email'),
    cellOf('group'),
  ];
  if (`${user}${anonymous}${email}${group}` === '') return 'who';
  if ([event, user, anonymous, email, group].some((one) => one.length > mostText)) return 'size';
  const time = toldTime(cellOf('time'), order);
  if ('problem' in time) return time.problem;
  if (time.at > now) return 'future';
  if (time.at.getTime() < oldest) return 'old';
  const given = cellOf('id');
  const userId = user || email;
  return {
    ...{ type: 'track', event, timestamp: time.at.toISOString() },
    messageId: given === '' ? `row-${hashOf(cells, nth)}` : given,
    ...(userId === '' ? {} : { userId }),
    ...(anonymous === '' ? {} : { anonymousId: anonymous }),
    properties: Object.fromEntries(
      columns.properties.flatMap(([name, place]) =>
        (cells[place] ?? '') === '' ? [] : [[name, cells[place] ?? '']],
      ),
    ),
    context: { ...(group === '' ? {} : { groupId: group }), ...(email === '' ? {} : { traits: { email } }) },
  };
}

/** The same row has the same id whenever it is read, in whatever file: nothing counts twice. */
export function hashOf(cells: readonly string[], nth: number): string {
  const hash = createHash('sha256').update(JSON.stringify(cells));
  if (nth > 0) hash.update(`/${nth}`);
  return hash.digest('base64url').slice(0, 22);
}
