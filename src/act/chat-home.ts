// The Home tab and the lists of `/revloop top`, as Slack shows them.
import { adviceTitle } from '#advise/advice.ts';
import { type Locale, type TextKey, text } from '#texts/texts.ts';
import { type AlertFacts, buttonsOf, changeWords, stateWords } from './chat-message.ts';
import type { Home, Top, TopRow } from './chat-overview.ts';
import { clip, escapeText, reasonLine, safe, whoIs } from './chat-words.ts';

type Block = Readonly<Record<string, unknown>>;

/** At most 4 blocks an advice and 10 of them: far below Slack's 100 of a Home tab. */
export function homeBlocks(home: Home): Block[] {
  const { locale, advice, more } = home;
  const header = { type: 'header', text: { type: 'plain_text', text: text(locale, 'slack.home.title') } };
  const rest = more > 0 ? [context(text(locale, 'slack.home.more', { count: more }))] : [];
  const none = advice.length === 0 ? [section(text(locale, 'slack.home.none'))] : [];
  return [
    header,
    ...none,
    ...advice.flatMap(adviceBlocks),
    ...rest,
    ...listBlocks(home, 'slack.top.endangered', home.endangered),
    ...listBlocks(home, 'slack.top.hottest', home.hottest),
    ...(home.models.length === 0 ? [] : [{ type: 'divider' }, context(home.models.join('\n'))]),
  ];
}

/** Both lists as mrkdwn, for a slash command's answer. */
export function topText(top: Top): string {
  const { locale } = top;
  return [
    list(locale, 'slack.top.endangered', top.endangered),
    list(locale, 'slack.top.hottest', top.hottest),
  ].join('\n\n');
}

function adviceBlocks(facts: AlertFacts): Block[] {
  const { locale, advice, twin, externalId } = facts;
  const who = escapeText(whoIs(locale, twin, externalId));
  const step = safe(adviceTitle(locale, advice), 200);
  const [reason] = advice.reasons;
  const lines = [
    `*${text(locale, 'slack.home.row', { step, who })}*`,
    changeWords(facts),
    ...(reason ? [reasonLine(locale, reason)] : []),
  ];
  const said = stateWords(facts);
  const buttons = buttonsOf(facts);
  return [
    { type: 'divider' },
    section(lines.join('\n')),
    ...(said ? [context(said)] : []),
    ...(buttons.length > 0 ? [{ type: 'actions', block_id: `advice:${advice.id}`, elements: buttons }] : []),
  ];
}

function listBlocks({ locale }: Home, title: TextKey, rows: readonly TopRow[]): Block[] {
  return rows.length === 0 ? [] : [{ type: 'divider' }, section(list(locale, title, rows))];
}

function list(locale: Locale, title: TextKey, rows: readonly TopRow[]): string {
  const lines = rows.map(({ who, score, url }, index) => {
    // A link's text must not contain the bar that ends its address.
    const name = safe(clip(who, 120).replaceAll('|', '/'), 120);
    return text(locale, 'slack.top.row', { place: index + 1, who: url ? `<${url}|${name}>` : name, score });
  });
  return [`*${text(locale, title)}*`, ...(lines.length > 0 ? lines : [text(locale, 'slack.top.none')])].join(
    '\n',
  );
}

const section = (words: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: words },
  expand: true,
});
const context = (words: string): Block => ({ type: 'context', elements: [{ type: 'mrkdwn', text: words }] });
