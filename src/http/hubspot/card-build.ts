// Lays out what the card shows: from what is known of a record to words in the person's language.
import { type Advice, adviceTitle, adviceWhy } from '#advise/advice.ts';
import type { Finding, KeptFinding } from '#analyze/finding.ts';
import { movedText } from '#texts/moved-text.ts';
import { percent } from '#texts/percent.ts';
import { type Locale, type TextKey, text } from '#texts/texts.ts';
import { actionsOf } from './card-actions.ts';
import { notYetTold, whyItLeaves } from './card-churn.ts';
import { healthSay, wordText } from './card-health.ts';
import { stagnationNotice } from './card-stagnation.ts';
import type { CardKind, CardStory } from './card-story.ts';
import type { Answer, CardQuery, CardView, Tone } from './card-view.ts';
import { ago, bandOf, confidenceOf, reasonsOf, signed, textOr } from './card-words.ts';

type Scored = Extract<CardView, { state: 'ready' }>;
type Place = {
  readonly locale: Locale;
  readonly now: Date;
  readonly publicUrl: string;
  readonly query: Pick<CardQuery, 'objectId'>;
  readonly card: CardKind;
};

/** `empty`, or `error` with what is wrong: nothing was computed that could be shown. */
export function unscoredCard(
  { locale, publicUrl, query, card }: Place,
  state: 'empty' | 'error',
  name: string | null,
  words: { title: TextKey; text: TextKey },
): CardView {
  return {
    state,
    subject: { kind: card.kind, id: query.objectId, name: name ?? '' },
    notice: { title: text(locale, words.title), text: text(locale, words.text) },
    links: [{ label: text(locale, 'card.view.openConsole'), url: `${publicUrl}/console` }],
  };
}

export function scoredCard(place: Place, story: CardStory): CardView {
  const { locale, now, publicUrl, card, query } = place;
  const kept = story.kept;
  if (kept === null || kept.finding.score === null) {
    return unscoredCard(place, 'empty', story.name, {
      title: 'card.view.empty.title',
      text: kept === null ? 'card.view.empty.soon' : 'card.view.empty.nothing',
    });
  }
  const { finding } = kept;
  const scored: Omit<Scored, 'state' | 'notice'> = {
    subject: { kind: card.kind, id: query.objectId, name: story.name ?? '' },
    score: {
      label: text(locale, labels[card.finding].score),
      value: kept.finding.score,
      band: bandOf(locale, finding.band),
      headline: wordText(locale, finding) ?? headlineOf(locale, finding, story.advice),
    },
    trend: trendOf(locale, story, kept, now),
    probability: probabilityOf(locale, finding, now),
    ...(finding.churn?.probability === null ? { notYet: notYetTold(locale, finding.churn) } : {}),
    expected: expectedOf(locale, finding),
    confidence: confidenceOf(locale, finding.confidence, finding.doubts),
    dataAge: ageOf(locale, finding, kept.foundAt, now),
    reasons: reasonsOf(locale, finding.reasons, now),
    parts: finding.parts.flatMap((part) => partOf(locale, part)),
    say: card.kind === 'company' ? healthSay(locale, story.word) : null,
    nextStep: nextStepOf(locale, story.advice[0]),
    lastActions: actionsOf(locale, story, now),
    links: [
      {
        label: text(locale, 'card.view.openConsole'),
        url: `${publicUrl}/console/subjects/${story.subject}`,
      },
    ],
  };
  if (finding.basis !== 'prior')
    return { state: 'ready', notice: stagnationNotice(locale, story.stagnation), ...scored };
  const { closed, won, needed } = finding.history ?? { closed: 0, won: 0, needed: 0 };
  return {
    state: 'little_history',
    notice: {
      title: text(locale, 'card.view.little.title'),
      text: text(locale, littleOf(card, needed), {
        closed,
        won,
        needed,
      }),
    },
    ...scored,
  };
}

const labels = {
  lead_score: { score: 'common.leadScore', probability: 'card.view.convert' },
  health: { score: 'common.health', probability: 'card.view.leave' },
  stagnation: { score: 'common.health', probability: 'card.view.leave' },
  deal_score: { score: 'common.dealScore', probability: 'card.view.win' },
} as const satisfies Record<Finding['kind'], { score: TextKey; probability: TextKey }>;

function littleOf({ kind }: CardKind, needed: number): TextKey {
  if (kind === 'deal') return needed > 0 ? 'card.view.little.deal' : 'card.view.little.deal.plain';
  return needed > 0 ? 'card.view.little.text' : 'card.view.little.plain';
}

/** When a deal is won, if it is. */
function expectedOf(locale: Locale, { expected }: Finding): Scored['expected'] {
  if (expected == null) return null;
  const day = (date: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date));
  const { likely, from, to, alike } = expected;
  return {
    label: text(locale, 'card.view.expected'),
    text: text(locale, 'card.view.expected.likely', { date: day(likely) }),
    span: text(locale, 'card.view.expected.span', { from: day(from), to: day(to), alike }),
  };
}

const waiting = ['open', 'taken'];

/** Who is won or lost needs no urging, and neither does a strong lead while there is nothing to do. */
function headlineOf(locale: Locale, { band, standing }: Finding, advice: readonly Advice[]): string {
  if (standing !== undefined) return text(locale, `card.view.headline.${standing}`);
  const key = `card.view.headline.${band ?? 'none'}`;
  const calm = advice.some(({ state }) => waiting.includes(state)) ? key : `${key}.calm`;
  return textOr(locale, calm, textOr(locale, key, ''));
}

function trendOf(locale: Locale, story: CardStory, kept: KeptFinding, now: Date): Scored['trend'] {
  const points = story.trend.flatMap(({ at, score }) =>
    score === null ? [] : [{ date: at.toISOString(), value: score }],
  );
  const score = kept.finding.score;
  if (score !== null && points.length > 0) points.push({ date: now.toISOString(), value: score });
  if (points.length < 2) return null;
  const before = kept.before;
  return {
    points: points.slice(-120),
    movement:
      before === null || before.score === null || score === null
        ? null
        : {
            ...movement(locale, score - before.score),
            comparedWith: [
              text(locale, 'card.view.comparedWith', { when: ago(locale, before.at, now) }),
              ...movedText(locale, kept.finding),
            ].join(' · '),
          },
  };
}

function movement(locale: Locale, change: number) {
  const direction = change > 0 ? ('up' as const) : change < 0 ? ('down' as const) : ('flat' as const);
  return { direction, good: change >= 0, text: signed(locale, change) };
}

function probabilityOf(locale: Locale, finding: Finding, now: Date): Scored['probability'] {
  const { kind, probability, interval, churn } = finding;
  if (probability === null) return null;
  const [low, high] = interval ?? [probability, probability];
  return {
    label: text(locale, labels[kind].probability),
    value: probability,
    text: percent(locale, probability),
    low,
    high,
    intervalText:
      interval === null
        ? ''
        : text(locale, 'card.view.interval', { low: percent(locale, low), high: percent(locale, high) }),
    ...(churn === undefined ? {} : { why: whyItLeaves(locale, churn, now) }),
  };
}

const staleMs = 14 * 86_400_000;

function ageOf(locale: Locale, finding: Finding, foundAt: Date, now: Date): Scored['dataAge'] {
  const asOf = finding.dataAsOf === null ? foundAt : new Date(finding.dataAsOf);
  return {
    asOf: asOf.toISOString(),
    sentence: text(locale, 'card.view.dataAge', { when: ago(locale, asOf, now) }),
    stale: finding.doubts.includes('stale') || now.getTime() - asOf.getTime() > staleMs,
  };
}

function partOf(locale: Locale, { code, value, weight, trend }: Finding['parts'][number]): Scored['parts'] {
  if (value === null) return [];
  const tone: Tone = value >= 70 ? 'success' : value >= 40 ? 'warning' : 'danger';
  return [
    {
      key: code,
      label: textOr(locale, `card.view.part.${code}`, code),
      value: Math.round(value),
      tone,
      detail: text(locale, 'card.view.part.weight', { share: percent(locale, weight) }),
      movement:
        trend === null
          ? null
          : { ...movement(locale, Math.round(trend)), comparedWith: text(locale, 'card.view.than28') },
    },
  ];
}

const answers = ['done', 'dismissed', 'not_useful'] as const satisfies readonly Answer[];

function nextStepOf(locale: Locale, advice: Advice | undefined): Scored['nextStep'] {
  if (advice === undefined) return null;
  const answered = answers.find((one) => one === advice.state);
  return {
    adviceId: advice.id,
    title: adviceTitle(locale, advice),
    why: adviceWhy(locale, advice),
    confidence: text(locale, 'card.view.confidence', { share: percent(locale, advice.confidence) }),
    due: null,
    overdue: false,
    answers: answered
      ? []
      : answers.map((answer) => ({ answer, label: text(locale, `card.view.answer.${answer}`) })),
    answered: answered
      ? {
          answer: answered,
          sentence: text(locale, `card.view.answered.${answered}`, { who: advice.answeredBy ?? '' }),
        }
      : null,
  };
}
