// What an evaluation says in words and rounded numbers, for the terminal and the page alike.
import type { Leak } from '#analyze/leak.ts';
import type { Measures } from '#analyze/report.ts';
import type { LeftOut } from '#analyze/weights.ts';
import { type ByConfidence, byConfidence } from '#learn/by-confidence.ts';
import type { TextKey, TextParams } from '#texts/texts.ts';
import type { Evaluation } from './evaluation.ts';
import { pooled } from './pooled.ts';
import type { Ground, Pull } from './reasons.ts';

export type Say = (key: TextKey, params?: TextParams) => string;
export type Line = { readonly name: string; readonly value: string; readonly beside: string };
/** A figure with the sentence that says it in words. */
export type Meaning = { readonly figure: string; readonly says: string };
export type Measured = Line & { readonly about: string };
export type NamedLeak = { readonly name: string; readonly why: string };

export type Told = {
  readonly about: string;
  readonly warnings: readonly string[];
  readonly measures: readonly Measured[];
  readonly newest: { readonly title: string; readonly lines: readonly Measured[] } | null;
  readonly meaning: readonly Meaning[];
  /** Whether the confidence means anything; null where there are too few records to ask. */
  readonly trust: {
    readonly verdict: string;
    readonly lines: readonly Line[];
    readonly by: ByConfidence;
  } | null;
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

const mostNamed = 8;

export function told(evaluation: Evaluation, say: Say): Told {
  const { known, mean, spread, newest, leaks, leftOut, whole, table } = evaluation;
  const won = known.records.filter((record) => record.won).length;
  const share = ((100 * won) / known.records.length).toFixed(1);
  const named = (some: readonly Leak[]) => some.map((leak) => ({ name: leak.name, why: whyOf(leak, say) }));
  const isKept = ({ name, why }: Leak) => why !== 'doubtful' && !leftOut.includes(name);
  return {
    about: say('evaluate.about', { closed: known.records.length, won, positive: known.positive, share }),
    warnings: [
      ...openOf(known, say),
      ...(table.ragged > 0 ? [say('evaluate.ragged', { ragged: table.ragged })] : []),
      ...known.notes.map(({ column, unread }) => say('evaluate.unread', { column, unread })),
      ...(known.orderedBy?.found === false && newest === null ? [say('evaluate.newest.none')] : []),
      ...(whole.learner === 'prior' ? [say('evaluate.notYet', { share })] : []),
      ...(whole.history.needed > 0 ? [say('evaluate.needed', { needed: whole.history.needed })] : []),
    ],
    measures: linesOf(mean, spread, say),
    newest: newestOf(evaluation, say),
    meaning: meaningOf(evaluation, say),
    trust: trustOf(evaluation, say),
    leaks: {
      leftOut: named(leaks.filter(({ name }) => leftOut.includes(name))),
      kept: named(leaks.filter(isKept)),
      doubtful: named(leaks.filter(({ why }) => why === 'doubtful')),
    },
    unused: whole.leftOut.map(({ name, why, measure }) => ({
      name,
      why: unusedOf({ name, why, measure }, say),
    })),
    costs: costsOf(evaluation, say),
    pull: (ground, one) =>
      `${shownValue(ground, one, say)} ${one.logOdds > 0 ? '+' : '−'}${Math.abs(one.logOdds).toFixed(2)}`,
    usual: (ground) => usualOf(ground, say),
  };
}

function openOf({ open, undecided }: Evaluation['known'], say: Say): string[] {
  if (open === 0) return [];
  const values = undecided
    .slice(0, mostNamed)
    .map((value) => `"${value}"`)
    .join(', ');
  if (values === '') return [say('evaluate.open', { open })];
  return [
    say('evaluate.open.named', { open, values: undecided.length > mostNamed ? `${values}, ...` : values }),
  ];
}

function newestOf({ known: { orderedBy }, newest }: Evaluation, say: Say): Told['newest'] {
  if (newest === null || orderedBy === null) return null;
  const { column, found } = orderedBy;
  const title = say(found ? 'evaluate.newest.found' : 'evaluate.newest', { column });
  return { title, lines: linesOf(newest.measures, null, say) };
}

function meaningOf(evaluation: Evaluation, say: Say): Meaning[] {
  const { known, mean, whole } = evaluation;
  if (whole.learner === 'prior') return [];
  const { outcomes, probabilities } = pooled(evaluation);
  const { positive } = known;
  const often = Math.round(100 * mean.auc);
  const share = Math.round(100 * shareInBest(outcomes, probabilities, 0.2));
  const lift = mean.lift.toFixed(1);
  return [
    { figure: `${often} %`, says: say('evaluate.pairs', { positive, often }) },
    { figure: `${lift} ×`, says: say('evaluate.top', { lift }) },
    { figure: `${share} %`, says: say('evaluate.fifth', { positive, share }) },
  ];
}

/** The share of all positives that is among the best `part` by probability. */
function shareInBest(outcomes: Uint8Array, probabilities: Float64Array, part: number): number {
  const order = Array.from(outcomes.keys()).sort(
    (a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b,
  );
  const won = (rows: readonly number[]) => rows.reduce((sum, row) => sum + (outcomes[row] ?? 0), 0);
  return won(order.slice(0, Math.round(part * order.length))) / Math.max(1, won(order));
}

function trustOf(evaluation: Evaluation, say: Say): Told['trust'] {
  const { outcomes, probabilities, confidences } = pooled(evaluation);
  const by = byConfidence(outcomes, probabilities, confidences);
  if (by === null || evaluation.whole.learner === 'prior') return null;
  const [first, last] = [by.fifths[0], by.fifths.at(-1)];
  const params = { least: first?.logLoss.toFixed(3) ?? '', most: last?.logLoss.toFixed(3) ?? '' };
  return {
    verdict: say(`evaluate.trust.${by.verdict}`, params),
    lines: by.fifths.map(({ confidence, logLoss, logLossError, brier, promised, observed }) => ({
      name: say('evaluate.trust.line', { confidence: confidence.toFixed(2) }),
      value: `${logLoss.toFixed(3)} ± ${logLossError.toFixed(3)}`,
      beside: say('evaluate.trust.beside', {
        brier: brier.toFixed(3),
        promised: (100 * promised).toFixed(1),
        observed: (100 * observed).toFixed(1),
      }),
    })),
    by,
  };
}

function linesOf(of: Measures, spread: Measures | null, say: Say): Measured[] {
  const line = (
    name: 'auc' | 'prAuc' | 'logLoss' | 'brier' | 'ece' | 'lift',
    decimals: number,
    beside = '',
  ): Measured => ({
    name: say(`evaluate.measure.${name}`),
    about: say(`evaluate.measure.${name}.text`),
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

function unusedOf({ name, why, measure }: LeftOut, say: Say): string {
  switch (why) {
    case 'identifier':
    case 'constant':
    case 'empty':
    case 'outlived':
    case 'personal':
    case 'protected':
    case 'permission':
      return say(`unused.${why}`);
    default:
      return whyOf({ name, why, measure }, say);
  }
}

function whyOf({ why, measure, value = '' }: Leak, say: Say): string {
  return say(`leak.${why}`, { measure, value, percent: Math.round(100 * measure) });
}

function shownValue({ kind }: Ground, { value, from, to }: Pull, say: Say): string {
  if (value !== null) return quoted(value);
  if (from === undefined || to === undefined) return say('evaluate.reason.unknown');
  const range = from === to ? short(from) : say('evaluate.reason.range', apart(from, to));
  return kind === 'date' ? say('evaluate.reason.days', { days: range }) : range;
}

function usualOf({ kind, usual }: Ground, say: Say): string {
  if (usual === null) return say('evaluate.reason.unknown');
  if (typeof usual === 'string') return quoted(usual);
  if (kind === 'date') return say('evaluate.reason.days', { days: short(usual) });
  return kind === 'text' ? say('evaluate.reason.letters', { count: usual }) : short(usual);
}

/** A value with line breaks in it stays on its line. */
function quoted(value: string): string {
  const line = value.replace(/\s+/g, ' ').trim();
  return `"${line.length > 40 ? `${line.slice(0, 39)}…` : line}"`;
}

/** Both ends with as many digits as tell them apart. */
function apart(from: number, to: number): { from: string; to: string } {
  const [low, high] = [short(from), short(to)];
  if (low !== high) return { from: low, to: high };
  for (let digits = 4; digits <= 15; digits++) {
    const [one, other] = [from, to].map((value) => String(Number(value.toPrecision(digits))));
    if (one !== undefined && other !== undefined && one !== other) return { from: one, to: other };
  }
  return { from: low, to: high };
}

function short(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
