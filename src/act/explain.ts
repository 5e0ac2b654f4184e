// Makes the explanation of a record from what was found, advised and done: codes and values as the card needs them.
import { z } from 'zod';
import type { Advice } from '#advise/advice.ts';
import type { Words } from '#advise/journey/words.ts';
import {
  dealBands,
  type Finding,
  foundOf,
  healthBands,
  type KeptFinding,
  leadGrades,
} from '#analyze/finding.ts';
import type { OutcomeRows } from '#ports/store.ts';
import { changeableFirst } from '#texts/reason-order.ts';
import type { Action } from './action.ts';
import { type ExplainedReason, type Explanation, explanationVersion } from './explanation.ts';
import { nextWorkingDay } from './task.ts';

type Scored = Extract<Explanation, { state: 'ready' }>;

/** What was done and said lately, and how the score went; newest first. */
export type Story = {
  readonly actions: readonly (Action & { readonly doneAt: Date | null })[];
  readonly outcomes: Awaited<ReturnType<OutcomeRows['of']>>;
  readonly trend: readonly { readonly at: Date; readonly score: number | null }[];
};
export const noStory: Story = { actions: [], outcomes: [], trend: [] };

type Told = {
  readonly subject: string;
  readonly console: string | null;
  readonly finding: Finding;
  /** As it was before this turn. */
  readonly kept: KeptFinding | null;
  readonly next: Advice | null;
  readonly story: Story;
  readonly now: Date;
};

export function explain({ subject, console, finding, kept, next, story, now }: Told): Explanation {
  const { kind, score, confidence, doubts } = finding;
  const common = { v: explanationVersion, subject, console, kind, at: now.toISOString() } as const;
  if (score === null) return { ...common, state: 'not_scored', why: 'nothing_known' };
  return {
    ...common,
    state: finding.basis === 'prior' ? 'little_history' : 'ready',
    score,
    band: finding.band,
    standing: finding.standing ?? null,
    probability: rounded(finding.probability),
    interval:
      finding.interval === null ? null : [thousandths(finding.interval[0]), thousandths(finding.interval[1])],
    confidence: { value: confidence, doubts, parts: finding.sureness ?? {} },
    change: changeOf(finding, kept),
    reasons: changeableFirst(finding.reasons).slice(0, 10).map(reasonOf),
    ...(finding.expected == null ? {} : { expected: finding.expected }),
    parts: finding.parts
      .filter(({ value }) => value !== null)
      .map((one) => ({ ...one, weight: thousandths(one.weight) })),
    ...(finding.churn === undefined ? {} : { churn: churnOf(finding.churn) }),
    ...(finding.override === undefined ? {} : { override: wordOf(finding.override) }),
    trend: trendOf(story, score, now),
    next: next === null ? null : nextOf(next),
    did: didOf(story),
    dataAsOf: finding.dataAsOf,
    history: finding.history,
  };
}

/** What stands on a record that has no score, or has none any more. */
export function explainNoScore(
  told: Pick<Told, 'subject' | 'console' | 'now'>,
  kind: Finding['kind'],
): Explanation {
  const { subject, console, now } = told;
  const why = ({ company: 'no_customer', contact: 'never_lead', deal: 'closed' } as const)[foundOf(kind)];
  return { v: explanationVersion, state: 'not_scored', subject, console, kind, at: now.toISOString(), why };
}

/** In words that differ exactly when the card would show something else, apart from numbers. */
export function gistOf(text: string): string {
  const parsed: unknown =
    text === ''
      ? null
      : JSON.parse(text, (name, value: unknown) =>
          passing.has(name) ? undefined : name === 'override' ? spelled(value) : value,
        );
  return JSON.stringify(parsed).replace(/\d[\d.,]*/g, '#');
}

/** A card must know the word that counts now: its number is told apart from others, even where the same was said again. */
function spelled(word: unknown): unknown {
  const { id } = override.parse(word);
  return { word, id: id.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '') };
}
const override = z.looseObject({ id: z.string().default('') });

/** Moves with every turn, or is told by other fields of the record. */
const passing = new Set([
  'at',
  'asOf',
  'dataAsOf',
  'trend',
  'did',
  'change',
  'points',
  'parts',
  'interval',
  'probability',
]);

function changeOf(finding: Finding, kept: KeptFinding | null): Scored['change'] {
  const { cause, by } = finding.because ?? { cause: 'record' as const, by: [] };
  if (kept === null) return null;
  const { finding: last, foundAt, before } = kept;
  const moved = last.score !== finding.score || last.band !== finding.band;
  const from = moved ? { score: last.score, band: last.band, at: foundAt } : before;
  if (from === null) return null;
  return { score: from.score, band: bandOf(from.band), at: from.at.toISOString(), cause, by };
}

const bands = [...leadGrades, ...healthBands, ...dealBands] as const;
const bandOf = (band: string | null): Finding['band'] => bands.find((one) => one === band) ?? null;

const mostLabel = 80;
const mostValue = 120;
const mostWhy = 400;
/** So many are read at a glance. */
const mostRaising = 2;

function reasonOf({ changeable, ...reason }: Finding['reasons'][number]): ExplainedReason {
  const clipped = (value: typeof reason.value) =>
    typeof value === 'string' ? clip(value, mostValue) : value;
  return {
    ...reason,
    label: clip(reason.label, mostLabel),
    value: clipped(reason.value),
    usual: clipped(reason.usual),
    changeable: changeable === true,
  };
}

function churnOf(churn: NonNullable<Finding['churn']>): NonNullable<Scored['churn']> {
  const { usual, reasons, confidence, doubts, history } = churn;
  const raising = reasons.filter(({ points }) => points > 0).slice(0, mostRaising);
  return {
    ...{ usual: thousandths(usual), reasons: raising.map(reasonOf), confidence, doubts, history },
    ...churnChange(churn),
  };
}

function churnChange({ before, because }: NonNullable<Finding['churn']>) {
  if (before === undefined || because === undefined) return {};
  const by = because.by.map((one) => ({ ...one, label: clip(one.label, mostLabel) }));
  const { probability, at } = before;
  return { change: { probability: thousandths(probability), at, cause: because.cause, by } };
}

function wordOf({ id, who, reason, at, until, computed }: NonNullable<Finding['override']>) {
  return { id, who: clip(who, mostLabel), reason: clip(reason, mostValue), at, until, computed };
}

function nextOf(advice: Advice): Scored['next'] {
  const { id, code, confidence, state, task, createdAt, answeredBy, words } = advice;
  return {
    ...{ id, code, params: {}, confidence, state, since: createdAt.toISOString() },
    due: task ? nextWorkingDay(createdAt).toISOString() : null,
    by: answeredBy === null ? null : clip(answeredBy, mostLabel),
    ...(words === undefined
      ? {}
      : { words: { title: clipped(words.title, mostLabel), why: clipped(words.why, mostWhy) } }),
  };
}

const clipped = (words: Words, most: number): Words => ({
  en: clip(words.en, most),
  'zh-CN': clip(words['zh-CN'], most),
});

/** The last score of each day, and today's. */
function trendOf({ trend }: Story, score: number, now: Date): Scored['trend'] {
  const days = new Map<string, number>();
  for (const one of [...trend].reverse())
    if (one.score !== null) days.set(one.at.toISOString().slice(0, 10), one.score);
  days.set(now.toISOString().slice(0, 10), score);
  return [...days].slice(-20);
}

function didOf({ actions, outcomes }: Story): Scored['did'] {
  const done = actions.map((action) => ({
    at: action.doneAt ?? action.createdAt,
    ...deed(action),
  }));
  const said = outcomes.map(({ kind, by, at }) =>
    by === null
      ? { at, code: 'outcome' as const, params: { what: kind } }
      : { at, code: 'answer' as const, params: { what: kind, who: clip(by, mostLabel) } },
  );
  return [...done, ...said]
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .slice(0, 4)
    .map((one) => ({ ...one, at: one.at.toISOString() }));
}

function deed(action: Action): Pick<Scored['did'][number], 'code' | 'params'> {
  switch (action.kind) {
    case 'crm.task':
      return { code: 'task', params: { subject: clip(action.payload.subject, mostValue) } };
    case 'chat.alert':
    case 'chat.say':
    case 'web.hook':
      return { code: 'alert', params: {} };
    case 'chat.forget':
      return { code: 'forget', params: {} };
    default: {
      const { properties } = action.payload;
      const score = properties['revloop_lead_score'] ?? properties['revloop_health_score'];
      const share = properties['revloop_win_probability'];
      if (share) return { code: 'score', params: { score: Math.round(100 * Number(share)) } };
      return score === undefined
        ? { code: 'fields', params: { count: Object.keys(properties).length } }
        : { code: 'score', params: { score: Number(score) } };
    }
  }
}

const thousandths = (value: number) => Math.round(value * 1_000) / 1_000;
const rounded = (value: number | null) => (value === null ? null : thousandths(value));
const clip = (words: string, most: number) => (words.length <= most ? words : `${words.slice(0, most - 1)}…`);
