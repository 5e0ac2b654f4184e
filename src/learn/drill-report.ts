// Makes the report of a drill from its cases, what judges said, and the outcomes that are known.
import type { DrillCase, Judgement, KnownCase } from './drill.ts';
import { agreementOf, groupLessons, reviewOf, wordLessons } from './drill-lessons.ts';
import type { DrillLesson, DrillReport } from './drill-view.ts';
import { auc, rowLogLoss } from './metrics.ts';
import { areaError } from './slices.ts';

/** Below these nothing is said of who was right. */
const leastKnown = 20;
const leastOfEach = 5;
const z95 = 1.96;
const bins = 5;
const mostApart = 10;
/** Nobody is made infinitely wrong by one word. */
const least = 0.01;

export function drillReportOf(cases: readonly DrillCase[], judgements: readonly Judgement[]): DrillReport {
  const said = Map.groupBy(judgements, ({ place }) => place);
  const known = cases.flatMap((of): KnownCase[] => {
    const own = said.get(of.place) ?? [];
    if (own.length === 0 || of.outcome === null) return [];
    return [
      {
        ...{ of, said: own, machine: within(of.probability), y: of.outcome === 'won' ? 1 : 0 },
        people: sigmoid(mean(own.map(({ probability }) => logit(within(probability))))),
      },
    ];
  });
  const won = known.filter(({ y }) => y === 1).length;
  const counts = { cases: cases.length, judged: said.size, known: known.length, won };
  const needed = Math.max(0, leastKnown - known.length, leastOfEach - Math.min(won, known.length - won));
  const agreement = agreementOf(judgements);
  const silent = { judges: [], calibration: [], agreement, mix: null, lessons: [], review: [], apart: [] };
  if (needed > 0) return { ...counts, needed, ...silent };
  const names = [...new Set(known.flatMap(({ said }) => said.map(({ judge }) => judge)))].sort();
  const machine = known.map((one) => ({ one, p: one.machine }));
  const people = known.map((one) => ({ one, p: one.people }));
  const judges = [
    standing('machine', machine, false),
    standing('people', people, true),
    ...(names.length < 2 ? [] : names.map((name) => standing(name, saidBy(known, name), true))),
  ];
  const mix = mixOf(known);
  return {
    ...{ ...counts, needed, judges, agreement, mix },
    calibration: [
      { who: 'machine', bins: binned(machine) },
      { who: 'people', bins: binned(people) },
    ],
    lessons: [
      ...whoKnowsMore(judges, mix),
      ...groupLessons([
        { who: 'machine', told: machine },
        ...(names.length === 1 ? [{ who: 'people', told: people }] : []),
        ...(names.length < 2 ? [] : names.map((name) => ({ who: name, told: saidBy(known, name) }))),
      ]),
      ...wordLessons(known),
      ...(agreement?.correlation !== null && (agreement?.correlation ?? 1) < 0.3
        ? [plainLesson('agree_little', 'people', known.length)]
        : []),
    ],
    review: reviewOf(known),
    apart: furthest(known),
  };
}

type Told = { readonly one: KnownCase; readonly p: number };

function saidBy(known: readonly KnownCase[], judge: string): Told[] {
  return known.flatMap((one) => {
    const own = one.said.find((each) => each.judge === judge);
    return own === undefined ? [] : [{ one, p: within(own.probability) }];
  });
}

function standing(who: string, told: readonly Told[], compared: boolean): DrillReport['judges'][number] {
  const y = told.map(({ one }) => one.y);
  const p = told.map(({ p }) => p);
  const won = y.filter((one) => one === 1).length;
  const area = auc(y, p);
  const some = Math.min(won, y.length - won) > 0;
  const losses = told.map(({ one, p }) => rowLogLoss(one.y, p));
  const squares = told.map(({ one, p }) => (one.y - p) ** 2);
  const gains = told.map(({ one, p }) => rowLogLoss(one.y, p) - rowLogLoss(one.y, one.machine));
  return {
    ...{ who, cases: told.length },
    ...{ brier: rounded(mean(squares)), brierRange: rangeOf(squares) },
    ...{ logLoss: rounded(mean(losses)), logLossRange: rangeOf(losses) },
    auc: some ? rounded(area) : null,
    aucRange: some ? clipped(around(area, areaError(area, won, y.length - won))) : null,
    predicted: rounded(mean(p)),
    happened: rounded(won / Math.max(1, y.length)),
    against: compared
      ? { gain: rounded(mean(gains)), range: rangeOf(gains), verdict: verdictOn(rangeOf(gains)) }
      : null,
  };
}

const verdictOn = ([low, high]: [number, number]) => (high < 0 ? 'better' : low > 0 ? 'worse' : 'level');

function binned(told: readonly Told[]): DrillReport['calibration'][number]['bins'] {
  const rising = [...told].sort((a, b) => a.p - b.p);
  return Array.from({ length: bins }, (_, bin) => {
    const from = Math.round((bin * rising.length) / bins);
    return rising.slice(from, Math.round(((bin + 1) * rising.length) / bins));
  })
    .filter((part) => part.length > 0)
    .map((part) => ({
      predicted: rounded(mean(part.map(({ p }) => p))),
      observed: rounded(mean(part.map(({ one }) => one.y))),
      rows: part.length,
    }));
}

/** The share is chosen on all cases but one, and that one is judged: so the mix cannot boast of what it was chosen by. */
function mixOf(known: readonly KnownCase[]): DrillReport['mix'] {
  const shares = Array.from({ length: 21 }, (_, at) => at / 20);
  const mixed = ({ people, machine }: KnownCase, share: number) =>
    sigmoid(share * logit(people) + (1 - share) * logit(machine));
  const losses = shares.map((share) => known.map((one) => rowLogLoss(one.y, mixed(one, share))));
  const sums = losses.map((list) => list.reduce((sum, loss) => sum + loss, 0));
  const best = sums.indexOf(Math.min(...sums));
  const honest = known.map((_, row) => {
    const without = losses.map((list, at) => (sums[at] ?? 0) - (list[row] ?? 0));
    return losses[without.indexOf(Math.min(...without))]?.[row] ?? 0;
  });
  const single = (sums[0] ?? 0) <= (sums.at(-1) ?? 0) ? losses[0] : losses.at(-1);
  const gains = honest.map((loss, row) => loss - (single?.[row] ?? 0));
  return {
    share: shares[best] ?? 0,
    logLoss: rounded(mean(honest)),
    overBest: rounded(mean(gains)),
    overBestRange: rangeOf(gains),
  };
}

function whoKnowsMore(judges: DrillReport['judges'], mix: DrillReport['mix']): DrillLesson[] {
  const better = judges.filter(({ against }) => against?.verdict === 'better');
  const worse = judges.filter(({ against }) => against?.verdict === 'worse');
  return [
    ...better.map(({ who, cases }) => plainLesson('people_know_more', who, cases)),
    ...worse.map(({ who, cases }) => plainLesson('machine_knows_more', who, cases)),
    ...(mix !== null && mix.overBestRange[1] < 0 ? [plainLesson('mix_is_best', 'people', 0)] : []),
  ];
}

function plainLesson(code: DrillLesson['code'], who: string, rows: number): DrillLesson {
  return { code, who, rows, label: null, level: null, predicted: null, happened: null, words: [] };
}

function furthest(known: readonly KnownCase[]): DrillReport['apart'] {
  return [...known]
    .sort((a, b) => Math.abs(b.people - b.machine) - Math.abs(a.people - a.machine))
    .slice(0, mostApart)
    .map(({ of, people, machine, y, said }) => ({
      place: of.place,
      people: rounded(people),
      machine: rounded(machine),
      outcome: y === 1 ? 'won' : 'lost',
      facts: of.facts,
      words: said.flatMap(({ reason }) => (reason === null ? [] : [reason])),
    }));
}

function rangeOf(values: readonly number[]): [number, number] {
  const middle = mean(values);
  const variance = values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return around(middle, Math.sqrt(variance / Math.max(1, values.length)));
}

const around = (value: number, error: number): [number, number] => [
  rounded(value - z95 * error),
  rounded(value + z95 * error),
];
const clipped = ([low, high]: [number, number]): [number, number] => [Math.max(0, low), Math.min(1, high)];
const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
const within = (p: number) => Math.min(1 - least, Math.max(least, p));
const logit = (p: number) => Math.log(p / (1 - p));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const rounded = (value: number) => Math.round(value * 1e4) / 1e4 + 0;
