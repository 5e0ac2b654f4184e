// Imports a CSV of product events in portions, each committed whole: what ends in between goes on when it is begun again.
import { fail } from '#errors.ts';
import type { EventSource } from '#ports/event-sources.ts';
import type { Store } from '#ports.ts';
import { columnsOf } from './columns.ts';
import { type EventRow, eventRows } from './event-rows.ts';
import { type Fate, keepMessages } from './keep-messages.ts';
import { hashOf, type Message, type Refusal, toMessage } from './to-message.ts';
import type { DayOrder } from './told-time.ts';

/** Rows a transaction, and rows between two words of how far it is. */
const together = 1000;
const between = 20_000;

type Needs = { readonly store: Pick<Store, 'asTenant'>; readonly now: Date };
type Asked = {
  readonly file: string;
  readonly source: EventSource;
  readonly map?: string | undefined;
  readonly constant?: string | undefined;
  readonly order?: DayOrder | undefined;
  /** Rows that say just the same are as many events, not one. */
  readonly repeats: boolean;
  /** Nothing is kept; only read. */
  readonly dry: boolean;
};
/** `rows` is the sum of the four others. */
export type Account = {
  readonly rows: number;
  readonly kept: number;
  readonly twice: number;
  readonly letGo: number;
  readonly refused: number;
  /** The columns that were taken for what. */
  readonly columns: Readonly<Record<string, string>>;
};
type Told = {
  readonly refused: (line: number, why: Refusal) => void;
  readonly progress: (account: Account) => void;
};

/** Errors: TABLE_INVALID, INPUT_INVALID; COLLECTS_NOTHING where the dial is at none. */
export async function importEvents({ store, now }: Needs, asked: Asked, told: Told): Promise<Account> {
  const { headers, rows } = await eventRows(asked.file);
  const columns = columnsOf(headers, asked.map, asked.constant);
  const reading = { headers, columns, constant: asked.constant, order: asked.order, now };
  const counts = { rows: 0, kept: 0, twice: 0, letGo: 0, refused: 0 };
  const named = Object.fromEntries(Object.entries(columns.at).map(([role, at]) => [role, headers[at] ?? '']));
  const account = (): Account => ({ ...counts, columns: named });
  const seen = new Map<string, number>();
  const nth = (cells: readonly string[]): number => {
    if (!asked.repeats) return 0;
    const key = hashOf(cells, 0);
    const times = seen.get(key) ?? 0;
    seen.set(key, times + 1);
    return times;
  };
  const refuse = (line: number, why: Refusal) => {
    counts.refused += 1;
    told.refused(line, why);
  };
  let portion: { line: number; message: Message }[] = [];
  const flush = async () => {
    const messages = portion.map(({ message }) => message);
    const fates: readonly Fate[] | null = asked.dry
      ? messages.map(() => 'kept' as const)
      : messages.length === 0
        ? []
        : await keepMessages(store, asked.source, messages, now);
    if (fates === null) return fail('COLLECTS_NOTHING');
    fates.forEach((fate, place) => {
      if (fate === 'refused') refuse(portion[place]?.line ?? 0, 'size');
      else counts[fate === 'let go' ? 'letGo' : fate] += 1;
    });
    portion = [];
  };
  for await (const row of rows satisfies AsyncIterable<EventRow>) {
    counts.rows += 1;
    const message = toMessage(row, reading, nth(row.cells));
    if (typeof message === 'string') refuse(row.line, message);
    else portion.push({ line: row.line, message });
    if (portion.length === together) await flush();
    if (counts.rows % between === 0) told.progress(account());
  }
  await flush();
  return account();
}
