// What an evaluation says in words and rounded numbers, for the terminal and the page alike.
import type { Measures } from '#analyze/report.ts';
import type { Leak } from '#learn/find-leaks.ts';
import type { TextKey, TextParams } from '#texts/texts.ts';
import type { Evaluation } from './evaluation.ts';
import type { Ground, Pull } from './reasons.ts';

export type Say = (key: TextKey, params?: TextParams) => string;
export type Line = { readonly name: string; readonly value: string; readonly beside: string };
export type NamedLeak = { readonly name: string; readonly why: string };

export type Told = {
  readonly about: string;
  readonly warnings: readonly string[];
  readonly measures: readonly Line[];
  readonly newest: readonly Line[] | null;
  readonly meaning: readonly string[];
  readonly leaks: {
    readonly leftOut: readonly NamedLeak[];
    readonly kept: readonly NamedLeak[];
    readonly doubtful: readonly NamedLeak[];
  };
  readonly unused: readonly NamedLeak[];
  readonly costs: readonly string[];
  readonly pull: (ground: Ground, pull: Pull) => string;
  readonly usual: (ground: Ground) => string;
};

export function told(evaluation: Evaluation, say: Say): Told {
  const { known, mean, spread, newest, leaks, leftOut, whole, table } = evaluation;
  const won = known.records.filter((record) => record.won).length;
  const share = ((100 * won) / known.records.length).toFixed(1);
  const named = (some: readonly Leak[]) => some.map((leak) => ({ name: leak.name, why: whyOf(leak, say) }));
  const isKept = ({ name, why }: Leak) => why !== 'doubtful' && !leftOut.includes(name);
  return {
    about: say('evaluate.about', { closed: known.records.length, won, positive: known.positive, share }),
    warnings: [
      ...(known.open > 0 ? [say('evaluate.open', { open: known.open })] : []),
      ...(table.ragged > 0 ? [say('evaluate.ragged', { ragged: table.ragged })] : []),
      ...known.notes.map(({ column, unread }) => say('evaluate.unread', { column, unread })),
      ...(known.timed && newest === null ? [say('evaluate.newest.none')] : []),
      ...(whole.learner === 'prior' ? [say('evaluate.notYet', { share })] : []),
      ...(whole.history.needed > 0 ? [say('evaluate.needed', { needed: whole.history.needed })] : []),
    ],
    measures: linesOf(mean, spread, say),
    newest: newest === null ? null : linesOf(newest.measures, null, say),
    meaning: [
      say('evaluate.pairs', { positive: known.positive, often: Math.round(100 * mean.auc) }),
      say('evaluate.top', { lift: mean.lift.toFixed(1) }),
    ],
    leaks: {
      leftOut: named(leaks.filter(({ name }) => leftOut.includes(name))),
      kept: named(leaks.filter(isKept)),
      doubtful: named(leaks.filter(({ why }) => why === 'doubtful')),
    },
    unused: whole.leftOut.map(({ name, why }) => ({ name, why: say(`evaluate.unused.${why}`) })),
    costs: costsOf(evaluation, say),
    pull: (ground, one) =>
      `${shownValue(ground, one, say)} ${one.logOdds > 0 ? '+' : '−'}${Math.abs(one.logOdds).toFixed(2)}`,
    usual: (ground) => usualOf(ground, say),
  };
}

function linesOf(of: Measures, spread: Measures | null, say: Say): Line[] {
  const line = (
    name: 'auc' | 'prAuc' | 'logLoss' | 'brier' | 'ece' | 'lift',
    decimals: number,
    beside = '',
  ): Line => ({
    name: say(`evaluate.measure.${name}`),
    value: of[name].toFixed(decimals) + (spread === null ? '' : ` ± ${spread[name].toFixed(decimals)}`),
    beside,
  });
  return [
    line('auc', 4),
    line('prAuc', 4),
    line('logLoss', 4, say('evaluate.base', { base: of.baseLogLoss.toFixed(4) })),
    line('brier', 4, say('evaluate.base', { base: of.baseBrier.toFixed(4) })),
    line('ece', 4, say('evaluate.floor', { floor: of.eceFloor.toFixed(4) })),
    line('lift', 2),
  ];
}

function costsOf({ whole, wholeSeconds, speed }: Evaluation, say: Say): string[] {
  const params = {
    seconds: wholeSeconds.toFixed(1),
    speed: speed.rowsPerSecond,
    error: speed.largestError === 0 ? '0' : speed.largestError.toExponential(0),
  };
  return [
    say('evaluate.learner', { learner: say(`evaluate.learner.${whole.learner}`) }),
    say('evaluate.costs', params),
  ];
}

function whyOf({ why, measure, value = '' }: Leak, say: Say): string {
  return say(`evaluate.leak.${why}`, { measure, value });
}

function shownValue({ kind }: Ground, { value, from, to }: Pull, say: Say): string {
  if (value !== null) return `"${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
  if (from === undefined || to === undefined) return say('evaluate.reason.unknown');
  const range =
    from === to ? short(from) : say('evaluate.reason.range', { from: short(from), to: short(to) });
  return kind === 'date' ? say('evaluate.reason.days', { days: range }) : range;
}

function usualOf({ kind, usual }: Ground, say: Say): string {
  if (usual === null) return say('evaluate.reason.unknown');
  if (typeof usual === 'string') return `"${usual}"`;
  if (kind === 'date') return say('evaluate.reason.days', { days: short(usual) });
  return kind === 'text' ? say('evaluate.reason.letters', { count: usual }) : short(usual);
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
