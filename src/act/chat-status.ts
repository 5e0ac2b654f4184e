// What `/revloop status` answers: what is connected, where alerts go, what waits.
import type { Ports } from '#ports.ts';
import type { Connection, Platform } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { type Locale, text } from '#texts/texts.ts';
import { safe } from './chat-words.ts';

const names = { hubspot: 'HubSpot', salesforce: 'Salesforce', slack: 'Slack' } as const satisfies Record<
  Platform,
  string
>;
const most = 500;

export function statusText(
  { store }: Pick<Ports, 'store'>,
  connection: Connection,
  locale: Locale,
): Promise<string> {
  return store.asTenant(connection.tenant, async (rows) => {
    const { name, settings } = await rows.settings.read();
    const connections = await rows.connections.all();
    const open = await rows.advice.list(['open', 'taken', 'snoozed'], most);
    const parked = await rows.outbox.list({ states: ['parked'], limit: most });
    const lines = [
      text(locale, 'slack.status.title', { tenant: safe(name, 100) }),
      ...connections.map(
        ({ platform, account, externalId, state }) =>
          `• ${text(locale, 'slack.status.connection', {
            platform: names[platform],
            account: safe(account.name ?? externalId, 80),
            state: text(locale, `slack.status.${state}`),
          })}`,
      ),
      `• ${text(locale, 'slack.status.alerts', { where: whereTo(locale, settings, connection), perDay: settings.alerts.perDay })}`,
      `• ${text(locale, 'slack.status.open', { count: atMost(open.length) })}`,
      ...(parked.length > 0
        ? [`• ${text(locale, 'slack.status.parked', { count: atMost(parked.length) })}`]
        : []),
      ...(settings.dryRun ? [`• ${text(locale, 'slack.status.dryRun')}`] : []),
    ];
    return lines.join('\n');
  });
}

function whereTo(locale: Locale, { alerts }: TenantSettings, { account }: Connection): string {
  const channel = alerts.channel ?? account.channel;
  const where = channel
    ? /^[UW]/.test(channel)
      ? `<@${channel}>`
      : `<#${channel}>`
    : text(locale, 'slack.status.installer');
  return Object.keys(alerts.managers).length > 0 ? text(locale, 'slack.status.manager', { where }) : where;
}

function atMost(count: number): string {
  return count < most ? String(count) : `${most}+`;
}
