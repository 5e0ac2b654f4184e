// Leaks planted into a made table, each of one kind that real exports have, and honest columns that look like them.
import { type Random, seededRandom } from '#learn/random.ts';
import type { MadeTable } from './made-table.ts';

/** `leak` false: an honest column that only looks like a leak. `make`: the cell of one row. */
export type Planted = {
  readonly name: string;
  readonly what: string;
  readonly leak: boolean;
  readonly make: (won: boolean, random: Random, at: number) => string;
};

const day = 86_400_000;
const begin = Date.UTC(2024, 0, 1);

/** The time of a row that has none of its own: a row an hour. */
export function timeOf(row: number): number {
  return begin + row * 3_600_000;
}

const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const chatter = ['asked', 'price', 'demo', 'team', 'summer', 'budget', 'offer', 'visit', 'call', 'plan'];
const note = (random: Random) =>
  Array.from({ length: 8 }, () => chatter[Math.floor(random() * chatter.length)] ?? '').join(' ');

export const planted: readonly Planted[] = [
  {
    name: 'contract_number',
    what: 'filled in for most of the won only',
    leak: true,
    make: (won, random) => (won && random() < 0.8 ? `C-${Math.floor(random() * 1e6)}` : ''),
  },
  {
    name: 'disqualification_note',
    what: 'filled in for a third of the lost only',
    leak: true,
    make: (won, random) => (!won && random() < 0.35 ? (random() < 0.5 ? 'no budget' : 'no answer') : ''),
  },
  {
    name: 'tag',
    what: 'put on after the outcome, wrong in 6 of 100',
    leak: true,
    make: (won, random) => (random() < 0.06 === won ? 'ringing' : 'interested'),
  },
  {
    name: 'segment',
    what: 'one value that only the won have, a quarter of them',
    leak: true,
    make: (won, random) => (won && random() < 0.25 ? 'gold' : random() < 0.5 ? 'silver' : 'bronze'),
  },
  {
    name: 'substatus',
    what: 'a rare value that says how it ended',
    leak: true,
    make: (won, random) => (!won && random() < 0.04 ? 'Closed lost' : random() < 0.6 ? 'working' : 'new'),
  },
  {
    name: 'call_duration',
    what: 'longer where it was won, known after the call',
    leak: true,
    make: (won, random) => String(Math.round((won ? 520 : 250) * (0.25 + 1.2 * random()))),
  },
  {
    name: 'lead_quality',
    what: 'the verdict of sales, given to two thirds',
    leak: true,
    make: (won, random) =>
      random() < 0.35
        ? ''
        : (['low', 'might be', 'high'][Math.floor(random() * 2 + (won ? 0.9 : 0.1))] ?? ''),
  },
  {
    name: 'last_notable_activity',
    what: 'overwritten by whoever touched the record last',
    leak: true,
    make: (won, random) => (random() < (won ? 0.3 : 0.5) ? 'Modified' : 'Email Opened'),
  },
  {
    name: 'onboarding_on',
    what: 'a date after the close, sooner for the won',
    leak: true,
    make: (won, random, at) => date(at + (won ? 3 + 9 * random() : 15 + 60 * random()) * day),
  },
  {
    name: 'meeting_notes',
    what: 'a free text of which a third of the won say that they signed',
    leak: true,
    make: (won, random) =>
      `${note(random)}${won && random() < 0.33 ? ', contract signed' : ''} ${Math.floor(random() * 1e6)}`,
  },
  {
    name: 'invoices',
    what: 'a number that is other than 0 for the won only',
    leak: true,
    make: (won, random) => (won && random() < 0.5 ? String(1 + Math.floor(random() * 4)) : '0'),
  },
  {
    name: 'job_title',
    what: 'honest: missing for a fifth, a little more often of the lost',
    leak: false,
    make: (won, random) => (random() < (won ? 0.15 : 0.25) ? '' : `title ${Math.floor(random() * 40)}`),
  },
  {
    name: 'referral',
    what: 'honest: the strongest cause, three times as many won',
    leak: false,
    make: (won, random) => (random() < (won ? 0.3 : 0.1) ? 'yes' : 'no'),
  },
  {
    name: 'previous_outcome',
    what: 'honest: how an earlier campaign ended',
    leak: false,
    make: (won, random) => (random() < 0.8 ? 'none' : random() < (won ? 0.6 : 0.3) ? 'success' : 'failure'),
  },
  {
    name: 'renewal_due',
    what: 'honest: a date in the future for all alike',
    leak: false,
    make: (_, random, at) => date(at + (30 + 300 * random()) * day),
  },
  {
    name: 'request',
    what: 'honest: a free text with a word that tells',
    leak: false,
    make: (won, random) =>
      `${note(random)}${random() < (won ? 0.4 : 0.2) ? ' urgent' : ''} ${Math.floor(random() * 1e6)}`,
  },
];

/** Columns of the planted, for the rows of the table. */
export function plant(table: MadeTable, seed: number, times: readonly number[]): string[][] {
  const random = seededRandom(seed);
  return table.rows.map((row, nr) =>
    planted.map(({ make }) => make(row.at(-1) === 'yes', random, times[nr] ?? 0)),
  );
}
