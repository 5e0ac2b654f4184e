// Yardsticks of deals: what the stage alone would say, and the expected close beside the close date that stood in the CRM.
import { expectedOf } from '#analyze/pace.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { auc, logLoss } from '#learn/metrics.ts';
import { paceOf, type Spell } from '#learn/pace-of.ts';
import type { Row } from './bench.ts';

const day = 86_400_000;
const parts = 10;
const oldShare = 0.7;
const leastNewest = 50;
/** So many deals of the base rate are added to each stage. */
const shrink = 20;

const closed = ({ at, closedAt = at }: ClosedRecord) => closedAt;
const dealOf = ({ id, group = id }: ClosedRecord) => group;
const rounded = (value: number, to = 1000) => Math.round(value * to) / to;
const numberAt = ({ values }: ClosedRecord, name: string) => {
  const value = values[name];
  return typeof value === 'number' ? value : null;
};
const stageOf = ({ values }: ClosedRecord) => String(values['deal_stage'] ?? '');

/** The same border as in learn/newest.ts: the newest 30 % by when they closed, pictured since then where those are enough. */
function byTime(records: readonly ClosedRecord[]) {
  const dates = records.map(closed).sort((a, b) => a - b);
  const border = dates[Math.floor(oldShare * dates.length)] ?? 0;
  const since = records.filter((one) => closed(one) >= border);
  const pictured = since.filter(({ at }) => at >= border);
  return {
    older: records.filter((one) => closed(one) < border),
    newest: pictured.length >= leastNewest ? pictured : since,
  };
}

export function stageAlone(records: readonly ClosedRecord[]): Row[] {
  const deals = [...new Set(records.map(dealOf))].sort();
  const partOf = new Map(deals.map((deal, nr) => [deal, nr % parts]));
  const folds = Array.from({ length: parts }, (_, part) => {
    const judged = records.filter((one) => partOf.get(dealOf(one)) === part);
    return { known: records.filter((one) => partOf.get(dealOf(one)) !== part), judged };
  });
  const { older, newest } = byTime(records);
  return [
    { yardstick: 'the stage alone, folds by deal', ...measured(folds) },
    { yardstick: 'the stage alone, newest 30 %', ...measured([{ known: older, judged: newest }]) },
  ];
}

type Part = { readonly known: readonly ClosedRecord[]; readonly judged: readonly ClosedRecord[] };

function measured(all: readonly Part[]): Row {
  const said: number[] = [];
  const outcomes: number[] = [];
  for (const { known, judged } of all) {
    const base = known.filter(({ won }) => won).length / Math.max(1, known.length);
    const stages = Map.groupBy(known, stageOf);
    for (const one of judged) {
      const own = stages.get(stageOf(one)) ?? [];
      said.push((own.filter(({ won }) => won).length + shrink * base) / (own.length + shrink));
      outcomes.push(one.won ? 1 : 0);
    }
  }
  return {
    rows: said.length,
    auc: rounded(auc(outcomes, said)),
    'log loss': rounded(logLoss(outcomes, said)),
  };
}

/** Of deals that were won lately: by how many days each was wrong, by a pace that was learned from the older ones. */
export function closeDates(records: readonly ClosedRecord[]): Row[] {
  const { older, newest } = byTime(records);
  const pace = paceOf(spellsOf(older));
  const pairs = newest.flatMap((one) => {
    const due = numberAt(one, 'deal_due_days');
    const place = { stage: stageOf(one), stageDays: numberAt(one, 'deal_stage_days') };
    const found = one.won
      ? expectedOf(pace, { ...place, age: numberAt(one, 'deal_age') ?? 0 }, one.at)
      : null;
    if (found === null || due === null) return [];
    const truth = (closed(one) - one.at) / day;
    const ours = (Date.parse(found.likely) - one.at) / day;
    const within = Date.parse(found.from) <= closed(one) && closed(one) <= Date.parse(found.to) + day;
    return [{ ours: Math.abs(ours - truth), crm: Math.abs(due - truth), within: within ? 1 : 0 }];
  });
  const mean = (list: readonly number[]) =>
    list.reduce((sum, one) => sum + one, 0) / Math.max(1, list.length);
  const middle = (list: readonly number[]) =>
    list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const row = (date: string, errors: readonly number[]): Row => ({
    ...{ date, pictures: errors.length },
    ...{ 'mean error, days': rounded(mean(errors), 10), 'median error, days': rounded(middle(errors), 10) },
  });
  return [
    {
      ...row(
        'expected close',
        pairs.map(({ ours }) => ours),
      ),
      'in its span': rounded(mean(pairs.map(({ within }) => within))),
    },
    row(
      'close date in the CRM then',
      pairs.map(({ crm }) => crm),
    ),
  ];
}

/** A deal's way from each stage that it was pictured in, and from its opening. */
function spellsOf(records: readonly ClosedRecord[]): Spell[] {
  const spells = new Map<string, Spell>();
  for (const one of records) {
    const left = (closed(one) - one.at) / day;
    const end = one.won ? 'won' : 'lost';
    const [inStage, age] = [numberAt(one, 'deal_stage_days'), numberAt(one, 'deal_age')];
    const stage = stageOf(one);
    if (inStage !== null) spells.set(`${dealOf(one)} ${stage}`, { stage, days: inStage + left, end });
    if (age !== null) spells.set(dealOf(one), { stage: null, days: age + left, end });
  }
  return [...spells.values()];
}
