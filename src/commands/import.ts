// The command `revloop import`: brings a history of product events in from a CSV, with an account of every row.
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Command, Terminal } from '#command.ts';
import { fail } from '#errors.ts';
import type { EventSource } from '#ports/event-sources.ts';
import type { OpenStore } from '#store/open.ts';
import type { Account } from './events/import-events.ts';
import type { DayOrder } from './events/told-time.ts';

const options = {
  events: { type: 'string' },
  source: { type: 'string' },
  tenant: { type: 'string' },
  map: { type: 'string' },
  event: { type: 'string' },
  dates: { type: 'string' },
  repeats: { type: 'boolean', default: false },
  dry: { type: 'boolean', default: false },
  refused: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
const mostTold = 20;

export const command: Command = {
  summary: 'cli.import.summary',
  usage: 'cli.import.usage',
  async run(args, terminal) {
    const { values } = parseArgs({ args: [...args], options });
    const { events: file, source: wanted } = values;
    if (file === undefined) return fail('INPUT_INVALID', { problem: 'name the file by --events' });
    if (wanted === undefined)
      return fail('INPUT_INVALID', { problem: 'name the source by --source: its name, id or write key' });
    const order = orderNamed(values.dates);
    const { onStore } = await import('./on-store.ts');
    const { importEvents } = await import('./events/import-events.ts');
    const list = values.refused === undefined ? null : createWriteStream(values.refused);
    list?.write('line,problem\n');
    let told = 0;
    const account = await onStore(async (store) => {
      const source = await sourceNamed(store, wanted, values.tenant);
      return importEvents(
        { store, now: new Date() },
        {
          file,
          source,
          order,
          map: values.map,
          constant: values.event,
          repeats: values.repeats,
          dry: values.dry,
        },
        {
          refused(line, why) {
            const problem = terminal.say(`cli.import.refused.${why}`);
            list?.write(`${line},"${problem.replaceAll('"', '""')}"\n`);
            told += 1;
            if (!values.json && told <= mostTold)
              terminal.print(terminal.say('cli.import.line', { line, problem }));
          },
          progress(so) {
            if (!values.json) terminal.print(terminal.say('cli.import.progress', countsOf(so)));
          },
        },
      );
    });
    await new Promise<void>((resolve) => (list === null ? resolve() : list.end(() => resolve())));
    if (values.json) terminal.print(JSON.stringify(account));
    else tell(terminal, account, told, values.dry);
  },
};

function countsOf({ rows, kept, twice, letGo, refused }: Account) {
  return { rows, kept, twice, letGo, refused };
}

function tell({ print, say }: Terminal, account: Account, told: number, dry: boolean): void {
  if (told > mostTold) print(say('cli.import.more', { more: told - mostTold }));
  const { columns } = account;
  print(
    say('cli.import.columns', {
      columns: Object.entries(columns)
        .map((one) => one.join('='))
        .join(', '),
    }),
  );
  print(say(dry ? 'cli.import.wouldBe' : 'cli.import.done', countsOf(account)));
  if (account.letGo > 0) print(say('cli.import.letGo'));
}

function orderNamed(given: string | undefined): DayOrder | undefined {
  if (given === undefined || given === 'dmy' || given === 'mdy') return given;
  return fail('INPUT_INVALID', { problem: '--dates is dmy (31/12/2026) or mdy (12/31/2026)' });
}

/** By its write key, else by its name or id among the tenant's. */
async function sourceNamed(
  store: OpenStore,
  wanted: string,
  tenant: string | undefined,
): Promise<EventSource> {
  const { openEventSources } = await import('#store/event-sources.ts');
  const { tenantNamed } = await import('./tenant-named.ts');
  const sources = openEventSources(store.db);
  const byKey = wanted.startsWith('wk_') ? await sources.byWriteKey(wanted, new Date()) : null;
  if (byKey !== null) return byKey;
  const list = await sources.list(await tenantNamed(store, tenant));
  const there = list.map(({ name, id }) => `${name} (${id})`).join(', ') || '-';
  const [only, ...others] = list.filter(({ id, name }) => id === wanted || name === wanted);
  if (only !== undefined && others.length === 0) return only;
  return fail('INPUT_INVALID', {
    problem: `${others.length > 0 ? 'several sources are' : 'no source is'} called "${wanted}"; there are ${there}; \`revloop sources add\` makes one`,
  });
}
