// The words of a chat message: escaped, clipped, and in the reader's language.
import type { Finding, Reason } from '#analyze/finding.ts';
import type { HealthOverride } from '#analyze/health-override.ts';
import { type Concept, personName, said } from '#sense/vocabulary.ts';
import { percent } from '#texts/percent.ts';
import { isTextKey, type Locale, type TextKey, text } from '#texts/texts.ts';
import type { Twin } from '#twin/twin.ts';

/** Customer text that Slack shows as it is, never as a mention, link or channel. */
// docs.slack.dev/messaging/formatting-message-text: these three characters are to be escaped, no others.
export function escapeText(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

// Control characters, and marks that turn the direction of what follows, would let a name disguise itself.
const unseen = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line of at most `max` UTF-16 units as `written`, cut between whole characters as people see them. */
export function clip(value: string, max: number, written = (words: string) => words): string {
  const line = value.replace(unseen, ' ').replace(/\s+/g, ' ').trim();
  if (line.length <= max && written(line).length <= max) return line;
  let kept = '';
  let length = 1;
  for (const { segment } of graphemes.segment(line.slice(0, max * 2))) {
    length += written(segment).length;
    if (length > max) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Clipped, then escaped: safe in mrkdwn, and no longer than `max` there. */
export const safe = (value: string, max: number) => escapeText(clip(value, max, escapeText));

const known = ({ properties }: Twin, concept: Concept): string => said(properties, concept) ?? '';

/** What people call the subject: its name, else its address, else the id of its record. */
export function nameOf(locale: Locale, twin: Twin, externalId: string): string {
  const person = personName(twin.properties) ?? '';
  const name = person || known(twin, 'name') || known(twin, 'email') || known(twin, 'domain');
  return name || text(locale, 'slack.unnamed', { id: externalId });
}

/** The subject, with its company where that is another; raw. */
export function whoIs(locale: Locale, twin: Twin, externalId: string): string {
  const name = clip(nameOf(locale, twin, externalId), 60);
  const company = clip(known(twin, 'company'), 50);
  if (twin.kind === 'company' || company === '' || company === name) return name;
  return text(locale, 'slack.headline.contact', { name, company });
}

/** How sure we are, in a word. The borders are those of the rules: below 0.4 nobody is interrupted. */
export function sureness(locale: Locale, confidence: number): string {
  const word = confidence >= 0.7 ? 'high' : confidence >= 0.4 ? 'medium' : 'low';
  return text(locale, `slack.confidence.${word}`);
}

/** A moment that each reader sees in their own language and time zone. */
// docs.slack.dev/messaging/formatting-message-text (date formatting)
export function moment(at: Date): string {
  const utc = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${utc}>`;
}

/** `84 (A)`; only what is known. */
export function scoreWords(locale: Locale, score: number | null, band: string | null): string {
  const key = `slack.band.${band ?? ''}`;
  const word = isTextKey(key) ? text(locale, key) : '';
  if (score === null) return word;
  return word === '' ? String(score) : text(locale, 'slack.change.value', { score, band: word });
}

/** `Mia Keller says Healthy until …: “They renewed”`. */
export function wordLine(locale: Locale, { who, reason, until, band }: HealthOverride): string {
  return text(locale, 'slack.word', {
    ...{ who: safe(who, 80), reason: safe(reason, 300), until: moment(until) },
    band: text(locale, `card.view.band.${band}`),
  });
}

export function probabilityWords(locale: Locale, finding: Finding): string | null {
  if (finding.probability === null) return null;
  const value = percent(locale, finding.probability);
  if (finding.interval === null) return value;
  const [low, high] = finding.interval;
  return text(locale, 'slack.probability.range', {
    value,
    low: percent(locale, low),
    high: percent(locale, high),
  });
}

/** One reason in one line, safe for mrkdwn. A text of the catalogue may be a label or, with `{value}`, the whole line. */
export function reasonLine(locale: Locale, reason: Reason): string {
  const { code, feature, value: raw, usual: rawUsual } = reason;
  // A fact of our own making has no label but its name, which is no word of a person's.
  const given = reason.label === feature ? '' : reason.label;
  const value = raw === null ? '' : safe(scalarWords(locale, reason, raw), 120);
  const usual = rawUsual === null || rawUsual === raw ? '' : safe(scalarWords(locale, reason, rawUsual), 60);
  const label = given === '' ? labelOf(locale, reason, { value, usual }) : safe(given, 80);
  const key = `reason.${code}`;
  if (isTextKey(key) && text(locale, key).includes('{value}')) return label;
  if (value === '') return text(locale, 'slack.reason', { label, value: text(locale, 'reason.unknown') });
  if (usual === '') return text(locale, 'slack.reason', { label, value });
  return text(locale, 'slack.reason.usual', { label, value, usual });
}

function labelOf(
  locale: Locale,
  { code, feature }: Reason,
  params: { value: string; usual: string },
): string {
  const keys = [`reason.${code}`, `reason.${feature}`, `slack.field.${feature}`];
  const key = keys.find((one): one is TextKey => isTextKey(one));
  return key ? text(locale, key, params) : safe(feature.replaceAll('_', ' '), 80);
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function scalarWords(locale: Locale, { feature }: Reason, value: string | number): string {
  const key = `reason.value.${feature}.${value}`;
  if (isTextKey(key)) return text(locale, key);
  if (typeof value === 'number')
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  return isoTime.test(value) ? value.slice(0, 10) : value;
}
