// AUC of all learners with intervals, and how far Revloop is ahead, from what `scoring --said` and `made-beside` wrote.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Bench, Row } from './bench.ts';
import { rounded } from './numbers.ts';
import { rankingSvg } from './ranking-picture.ts';
import { type Interval, ranked } from './resampled.ts';
import { readSaid } from './said.ts';

const options = {
  said: { type: 'string', multiple: true, default: [] as string[] },
  picture: { type: 'string' },
  title: { type: 'string', default: '' },
} as const;

export const bench: Bench = {
  summary: 'AUC with 95 % intervals beside other learners on the same rows, and the picture of it',
  usage: '--said "NAME=F.csv" (of scoring --said, as often as wanted) [--picture F.svg] [--title T]',
  async run(args, { say }) {
    const { values } = parseArgs({ args: [...args], options });
    const panels = values.said.map((given) => {
      const border = given.lastIndexOf('=');
      const title = given.slice(0, border);
      const said = readSaid(given.slice(border + 1));
      const parts = new Set(said.map(({ part }) => part)).size;
      say(`${title}: ${said.length} rows`);
      return { title, rows: said.length, parts, ranked: ranked(said) };
    });
    if (values.picture !== undefined) writeFileSync(values.picture, rankingSvg(values.title, panels));
    const span = ({ low, high }: Interval) => `${low.toFixed(4)} to ${high.toFixed(4)}`;
    const rows = panels.flatMap((panel) =>
      panel.ranked.map(
        ({ learner, area, ahead }): Row => ({
          ...{
            data: panel.title,
            rows: panel.rows,
            learner,
            AUC: rounded(area.value, 4),
            '95 %': span(area),
          },
          'Revloop ahead by': ahead === null ? '' : rounded(ahead.value, 4),
          '95 % of that': ahead === null ? '' : span(ahead),
        }),
      ),
    );
    return {
      tables: [{ title: 'AUC', rows }],
      notes: [
        'intervals: the judged rows of each part drawn anew 1,000 times, the same rows for all learners; they tell how much hangs on which rows were judged, and nothing of how training would waver',
      ],
      details: {},
    };
  },
};
