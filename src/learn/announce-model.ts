// Announces in the chat that scores are others now, or that a person is to say yes: rarely, and only where it matters.
import type { TenantStore } from '#ports/store.ts';
import { isTextKey, type Locale, text } from '#texts/texts.ts';
import type { Moves, NewModelEvent } from './model-event.ts';

/** Fewer than one in twenty who move far or change their grade is nothing to interrupt anybody for. */
const material = 0.05;
const namedFields = 2;

/** `console`: where it is; without it there is nothing that the message could lead to. */
export async function announceModel(
  rows: Pick<TenantStore, 'settings' | 'connections' | 'outbox'>,
  event: NewModelEvent,
  { console, now }: { readonly console: string | undefined; readonly now: Date },
): Promise<void> {
  const { moves } = event.detail;
  const subject = moves?.top[0]?.subject;
  if (console === undefined || moves === undefined || subject === undefined) return;
  const waits = event.what === 'waiting';
  if (!waits && Math.max(moves.far, moves.graded) < material * moves.looked) return;
  const workspace = (await rows.connections.all()).find(
    ({ platform, state }) => platform === 'slack' && state === 'active',
  );
  if (workspace === undefined) return;
  const { locale } = (await rows.settings.read()).settings;
  const words = wordsOf(locale, event, moves);
  const url = `${console}/model${event.target === 'lead' ? '' : `/${event.target}`}`;
  const label = text(locale, waits ? 'slack.model.decide' : 'slack.model.look');
  const payload = { to: 'channel' as const, text: words, crm: null, ownerId: null, link: { label, url } };
  const key = `model/${event.target}/${event.version}/${event.what}/${now.toISOString()}`;
  await rows.outbox.put([{ kind: 'chat.say', key, connection: workspace.id, subject, payload }], now);
}

function wordsOf(locale: Locale, { target, version, what, who }: NewModelEvent, moves: Moves): string {
  const number = (value: number) => new Intl.NumberFormat(locale).format(value);
  const params = {
    target: text(locale, `slack.model.target.${target}`),
    version: number(version ?? 0),
    who: who === 'learn' ? text(locale, 'console.register.self') : who,
    looked: number(moves.looked),
    far: number(moves.far),
    graded: number(moves.graded),
  };
  const said =
    what === 'waiting'
      ? 'slack.model.waiting'
      : what === 'rolled_back'
        ? 'slack.model.back'
        : 'slack.model.live';
  const fields = fieldsOf(locale, moves);
  const why = fields.length === 0 ? '' : ` ${text(locale, 'slack.model.why', { list: fields.join(', ') })}`;
  return `${text(locale, said, params)} ${text(locale, 'slack.model.moves', params)}${why}`;
}

/** The fields that move most of those who move most; never whose they are: a name in a channel needs a permission. */
function fieldsOf(locale: Locale, { top }: Moves): string[] {
  const counts = new Map<string, number>();
  for (const { by } of top) {
    const [first] = by;
    if (first === undefined) continue;
    const key = `reason.${first.feature}`;
    const known = isTextKey(key) ? text(locale, key) : first.label;
    const name = known.includes('{') ? first.label : known;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, namedFields)
    .map(([name]) => name);
}
