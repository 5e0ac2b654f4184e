// What the Home tab says of the models: which version speaks, what the last look found, and what waits for a person.
import { targets } from '#analyze/target.ts';
import { toWeights } from '#analyze/weights.ts';
import type { TenantStore } from '#ports/store.ts';
import { type Locale, text } from '#texts/texts.ts';

type Rows = Pick<TenantStore, 'weights' | 'models'>;

/** A line for each target of which something was learned, as mrkdwn; none before that. */
export async function modelLines(rows: Rows, locale: Locale): Promise<string[]> {
  const lines: string[] = [];
  for (const target of targets) {
    const live = await rows.weights.live(target);
    if (live === null) continue;
    const { learner, history } = toWeights(live.body);
    if (learner === 'prior') continue;
    const said = text(locale, 'slack.home.model', {
      target: text(locale, `slack.model.target.${target}`),
      version: live.version,
      day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(live.trainedAt),
      closed: new Intl.NumberFormat(locale).format(history.closed),
    });
    lines.push(`${said} ${text(locale, `slack.home.model.${await stateOf(rows, target, live.version)}`)}`);
  }
  return lines;
}

/** The worst of what is known: somebody must decide, promises are not kept, the world has moved. */
async function stateOf(rows: Rows, target: (typeof targets)[number], version: number) {
  const waiting = (await rows.weights.list(target)).some(({ state }) => state === 'candidate');
  if (waiting) return 'waiting';
  const [last] = await rows.models.checks(target, 1);
  if (last === undefined || last.version !== version) return 'young';
  const { promises, drift, baseRate } = last.body;
  if (promises.verdict !== 'kept' && promises.verdict !== 'too_few') return 'broken';
  if (drift.level === 'drift' || baseRate.level === 'drift') return 'moved';
  return promises.verdict === 'kept' ? 'kept' : 'too_few';
}
