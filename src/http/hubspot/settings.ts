// GET /hubspot/settings: is this portal connected, how far has reading come, and where the console is.
import { paceOf } from '#http/api/progress.ts';
import type { HttpDeps } from '#http/deps.ts';
import { json } from '#http/reply.ts';
import type { Route } from '#http/route.ts';
import type { Connection } from '#sense/connection.ts';
import { type Locale, text, toLocale } from '#texts/texts.ts';
import { ago } from './card-words.ts';
import { SettingsQuery, SettingsView } from './settings-view.ts';
import { signedQuery } from './signed.ts';

export const hubspotSettings: Route = {
  method: 'get',
  path: '/hubspot/settings',
  async handle(deps, request) {
    const now = deps.clock.now();
    const query = signedQuery(deps, request, SettingsQuery, now);
    const locale = toLocale(query.locale);
    const connection = await deps.store.doors.connection('hubspot', query.portalId);
    const view =
      connection === null ? unknownPortal(locale, deps) : await portalView(locale, deps, connection, now);
    return json(SettingsView.parse(view));
  },
};

function unknownPortal(locale: Locale, { config }: Pick<HttpDeps, 'config'>): SettingsView {
  return {
    connection: { state: 'unknown', label: text(locale, 'card.settings.unknown'), tone: 'default' },
    notice: {
      title: text(locale, 'card.view.unknown.title'),
      text: text(locale, 'card.view.unknown.text'),
    },
    facts: [],
    links: [{ label: text(locale, 'card.settings.install'), url: `${config.publicUrl}/oauth/hubspot/start` }],
  };
}

async function portalView(
  locale: Locale,
  deps: HttpDeps,
  connection: Connection,
  now: Date,
): Promise<SettingsView> {
  const active = connection.state === 'active';
  return {
    connection: active
      ? { state: 'connected', label: text(locale, 'card.settings.connected'), tone: 'success' }
      : { state: 'paused', label: text(locale, 'card.settings.paused'), tone: 'danger' },
    notice:
      connection.state === 'active'
        ? null
        : {
            title: text(locale, 'card.view.paused.title'),
            text: text(locale, `card.view.paused.${connection.state}`),
          },
    facts: await factsOf(locale, deps, connection, now),
    links: [{ label: text(locale, 'card.view.openConsole'), url: `${deps.config.publicUrl}/console` }],
  };
}

async function factsOf(
  locale: Locale,
  { reports, store }: HttpDeps,
  connection: Connection,
  now: Date,
): Promise<SettingsView['facts']> {
  const number = new Intl.NumberFormat(locale);
  const reading = (await reports.progress(connection.tenant)).filter(
    (one) => one.connection === connection.id && one.phase === 'backfill',
  );
  const seen = reading.reduce((sum, one) => sum + one.seen, 0);
  const left = reading.reduce((sum, one) => sum + (paceOf(one).secondsLeft ?? 0), 0);
  const { lastTurnAt, actionsParked } = await reports.status(connection.tenant);
  const weights = await store.asTenant(connection.tenant, (rows) => rows.weights.live('lead'));
  return [
    { label: text(locale, 'card.settings.records'), value: number.format(seen) },
    ...(left > 0
      ? [
          {
            label: text(locale, 'card.settings.left'),
            value: text(locale, 'card.settings.minutes', { minutes: Math.max(1, Math.round(left / 60)) }),
          },
        ]
      : []),
    {
      label: text(locale, 'card.settings.lastTurn'),
      value: lastTurnAt === null ? text(locale, 'card.settings.never') : ago(locale, lastTurnAt, now),
    },
    {
      label: text(locale, 'card.settings.model'),
      value:
        weights === null
          ? text(locale, 'card.settings.noModel')
          : text(locale, 'card.settings.modelIs', {
              version: weights.version,
              when: ago(locale, weights.trainedAt, now),
            }),
    },
    { label: text(locale, 'card.settings.parked'), value: number.format(actionsParked) },
  ];
}
