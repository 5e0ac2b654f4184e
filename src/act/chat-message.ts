// The alert as a Slack message: who, what changed, why, how sure, how old, and what to do.
// Limits: header 150, section 3000, field 2000, option value 150 characters (@slack/types 3.2).
import { type Advice, adviceTitle, adviceWhy } from '#advise/advice.ts';
import { type Finding, foundOf } from '#analyze/finding.ts';
import type { HealthOverride } from '#analyze/health-override.ts';
import type { ChatMessage } from '#ports/chat.ts';
import { churnMovedText, movedText } from '#texts/moved-text.ts';
import { percent } from '#texts/percent.ts';
import { changeableFirst } from '#texts/reason-order.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import type { Twin } from '#twin/twin.ts';
import {
  clip,
  escapeText,
  moment,
  probabilityWords,
  reasonLine,
  safe,
  scoreWords,
  sureness,
  whoIs,
  wordLine,
} from './chat-words.ts';

/** Everything an alert says. `url` leads to the CRM record, `owner` is the name of its owner. */
export type AlertFacts = {
  readonly locale: Locale;
  readonly advice: Advice;
  readonly finding: Finding | null;
  readonly twin: Twin;
  readonly externalId: string;
  readonly url: string | null;
  readonly owner: string | null;
  /** What a person says of the customer instead of the index. */
  readonly word: HealthOverride | null;
};

type Block = Readonly<Record<string, unknown>>;

/** The buttons' action ids; `webhooks/slack` reads them. The value is the id of the advice. */
const actionIds = {
  take: 'revloop:take',
  done: 'revloop:done',
  snooze: 'revloop:snooze',
  notUseful: 'revloop:not_useful',
  sayHealth: 'revloop-health:say',
  open: 'revloop:open',
} as const;
const snoozeDays = [1, 3, 7] as const;

/** The message of an advice in its present state. The same facts always make the same message. */
export function alertMessage(facts: AlertFacts): ChatMessage {
  const { locale, advice } = facts;
  const step = safe(adviceTitle(locale, advice), 300);
  const who = whoIs(locale, facts.twin, facts.externalId);
  const headline = text(locale, 'slack.headline', { who, what: situationWords(facts) });
  return {
    text: `${escapeText(clip(headline, 200))} · ${changeWords(facts)}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: clip(`${signOf(advice)} ${headline}`, 150) } },
      { type: 'section', fields: fieldsOf(facts).map(mrkdwn) },
      ...(advice.reasons.length > 0
        ? [{ type: 'section', text: mrkdwn(reasonsOf(facts)), expand: true }]
        : []),
      ...leavingOf(facts),
      {
        type: 'section',
        text: mrkdwn(`*${text(locale, 'slack.step', { step })}*\n${safe(adviceWhy(locale, advice), 1_500)}`),
        expand: true,
      },
      ...stateBlocks(facts),
    ],
    mark: advice.id,
  };
}

/** What changed, in one line: `Health 81 (healthy) → *38 (at risk)*`. */
export function changeWords({ locale, advice }: Pick<AlertFacts, 'locale' | 'advice'>): string {
  const { from, to, scoreFrom, scoreTo } = advice.change;
  const label = text(locale, `slack.change.label.${advice.finding}`);
  // A rule may advise on somebody of whom nothing was found.
  const now = scoreWords(locale, scoreTo, to) || text(locale, 'reason.unknown');
  const before = scoreWords(locale, scoreFrom, from);
  if (before === '' || before === now) return `${label} *${now}*`;
  return `${label} ${text(locale, 'slack.change.arrow', { from: before, to: now })}`;
}

/** The situation in a few words, such as `customer at risk`. */
function situationWords({ locale, advice }: AlertFacts): string {
  const story = advice.situation.split(':').at(-1) ?? '';
  // The story of a tenant's rule has a name of the tenant's own.
  const keys = advice.rule ? [] : [`slack.what.${story}.${advice.change.to}`, `slack.what.${story}`];
  const key = keys.find((one) => isTextKey(one));
  return key && isTextKey(key) ? text(locale, key) : adviceTitle(locale, advice);
}

function mrkdwn(words: string): Block {
  // verbatim: no address or channel name in a customer's text turns into a link.
  return { type: 'mrkdwn', text: words, verbatim: true };
}

function signOf(advice: Advice): string {
  if (advice.state === 'done') return '✅';
  if (advice.state !== 'open' && advice.state !== 'taken' && advice.state !== 'snoozed') return '☑️';
  return { company: '⚠️', contact: '🔥', deal: '🤝' }[foundOf(advice.finding)];
}

function fieldsOf(facts: AlertFacts): string[] {
  const { locale, advice, finding } = facts;
  const label = text(locale, `slack.change.label.${advice.finding}`);
  const change = changeWords(facts).slice(label.length + 1);
  const fields = [[`*${label}*`, change, ...whyMoved(facts)].join('\n')];
  const probability = finding && probabilityWords(locale, finding);
  if (probability) {
    const title = `*${text(locale, `slack.probability.${advice.finding}`)}*`;
    fields.push([title, probability, ...leavingMoved(facts)].join('\n'));
  }
  fields.push(`*${text(locale, 'slack.confidence')}*\n${surenessWords(facts)}`);
  if (finding?.dataAsOf)
    fields.push(`*${text(locale, 'slack.dataAge')}*\n${moment(new Date(finding.dataAsOf))}`);
  return fields;
}

/** Of the very change that the alert is about; what moved it later is told of the later one. */
function whyMoved({ locale, advice: { change }, finding }: AlertFacts): string[] {
  if (finding === null || finding.score !== change.scoreTo || change.scoreFrom === null) return [];
  return movedText(locale, finding).map((words) => safe(words, 400));
}

function leavingMoved({ locale, finding }: AlertFacts): string[] {
  const [was, ...why] = churnMovedText(locale, finding?.churn ?? {}, moment);
  // A moment stands in marks of Slack's own, which must stay whole.
  return was === undefined ? [] : [was, ...why.map((words) => safe(words, 400))];
}

function surenessWords({ locale, advice, finding }: AlertFacts): string {
  const word = sureness(locale, advice.confidence);
  const [doubt] = finding?.doubts ?? [];
  if (doubt === undefined || advice.confidence >= 0.7) return word;
  return text(locale, 'slack.confidence.because', { word, doubt: text(locale, `slack.doubt.${doubt}`) });
}

const downward = new Set<Advice['code']>(['nurture', 'rescue_deal', 'settle_close', 'revive_deal']);

/** What carries the story, then the first reason that speaks against it. */
function reasonsOf({ locale, advice }: AlertFacts): string {
  const title = text(locale, advice.code === 'ask_missing' ? 'slack.missing' : 'slack.why');
  const sign = advice.finding === 'health' || downward.has(advice.code) ? -1 : 1;
  const reasons = changeableFirst(advice.reasons);
  const against = reasons.find(({ points }) => points * sign < 0);
  const lines = reasons
    .filter(({ points }) => points * sign >= 0)
    .slice(0, 4)
    .map((reason) => `• ${reasonLine(locale, reason)}`);
  const but = against ? [text(locale, 'slack.but', { reason: reasonLine(locale, against) })] : [];
  return [`*${title}*`, ...lines, ...but].join('\n');
}

/** Of a customer: what raises the probability that it leaves, or why nobody can tell it yet. */
function leavingOf({ locale, finding }: AlertFacts): Block[] {
  const churn = finding?.churn;
  if (churn === undefined) return [];
  const usual = percent(locale, churn.usual);
  if (churn.probability === null) {
    const { closed, won, needed } = churn.history;
    const key = needed > 0 ? 'card.view.churn.little' : 'card.view.churn.plain';
    return [{ type: 'context', elements: [mrkdwn(text(locale, key, { closed, won, needed, usual }))] }];
  }
  const raising = churn.reasons.filter(({ points }) => points > 0).slice(0, 3);
  if (raising.length === 0) return [];
  const title = text(locale, 'slack.leaving', { usual });
  const lines = raising.map((reason) => `• ${reasonLine(locale, reason)}`);
  return [{ type: 'section', text: mrkdwn([`*${title}*`, ...lines].join('\n')), expand: true }];
}

function stateBlocks(facts: AlertFacts): Block[] {
  const { locale, advice, owner, word } = facts;
  const about = owner ? [text(locale, 'slack.owner', { name: safe(owner, 80) })] : [];
  const said = stateWords(facts);
  const lines = said === null ? [...about, text(locale, 'slack.about')] : [said, ...about];
  const context = {
    type: 'context',
    elements: [...(word === null ? [] : [mrkdwn(wordLine(locale, word))]), mrkdwn(lines.join(' · '))],
  };
  const buttons = [...buttonsOf(facts), ...sayHealth(facts)];
  if (buttons.length === 0) return [context];
  return [{ type: 'actions', block_id: `advice:${advice.id}`, elements: buttons }, context];
}

/** While the alert stands, whoever knows better can say how the customer stands: why, and until when. */
function sayHealth({ locale, advice: { id, state, finding } }: AlertFacts): Block[] {
  if (finding !== 'health' || !['open', 'taken', 'snoozed'].includes(state)) return [];
  const label = plain(text(locale, 'slack.button.sayHealth'));
  return [{ type: 'button', action_id: actionIds.sayHealth, value: id, text: label }];
}

/** Who did what with the advice and when; null while nobody has. Safe for mrkdwn. */
export function stateWords({ locale, advice }: Pick<AlertFacts, 'locale' | 'advice'>): string | null {
  if (advice.state === 'open') return null;
  const who = advice.answeredBy ? `*${safe(advice.answeredBy, 80)}*` : text(locale, 'slack.somebody');
  const until = advice.snoozedUntil ? moment(advice.snoozedUntil) : '';
  return text(locale, `slack.state.${advice.state}`, { who, until, when: moment(advice.updatedAt) });
}

/** The answers that can still be given, as buttons. */
export function buttonsOf({ locale, advice, url }: Pick<AlertFacts, 'locale' | 'advice' | 'url'>): Block[] {
  const { id, state } = advice;
  const button = (name: 'take' | 'done' | 'notUseful', style?: 'primary') => ({
    ...{ type: 'button', action_id: actionIds[name], value: id },
    text: plain(text(locale, `slack.button.${name}`)),
    ...(style ? { style } : {}),
  });
  const open = url
    ? [
        {
          type: 'button',
          action_id: actionIds.open,
          text: plain(text(locale, 'slack.button.open')),
          url,
          value: id,
        },
      ]
    : [];
  if (state === 'open') return [button('take', 'primary'), snooze(locale), button('notUseful'), ...open];
  if (state === 'taken') return [button('done', 'primary'), button('notUseful'), ...open];
  if (state === 'snoozed') return [button('take'), ...open];
  return open;
}

function snooze(locale: Locale): Block {
  return {
    type: 'static_select',
    action_id: actionIds.snooze,
    placeholder: plain(text(locale, 'slack.button.snooze')),
    options: snoozeDays.map((days) => ({
      text: plain(text(locale, `slack.snooze.${days}`)),
      value: String(days),
    })),
  };
}

function plain(words: string): Block {
  return { type: 'plain_text', text: words };
}
