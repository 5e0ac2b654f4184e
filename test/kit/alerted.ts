// A workspace with one alert in it, and people who answer it; for tests.
import { actChat } from '#act/chat-alert.ts';
import type { Advice } from '#advise/advice.ts';
import type { SlackHouse, Workspace } from './slack-house.ts';
import { aCustomerInDanger, putAlerts, said } from './slack-story.ts';

/** Connects a workspace, makes an advice and sends its alert. `click` presses one of its buttons. */
export async function alerted(
  house: SlackHouse,
  domain: string,
  settings: Parameters<SlackHouse['connect']>[1] = {},
) {
  const workspace = await house.connect(domain, settings);
  const advice = await aCustomerInDanger(house, workspace);
  await putAlerts(house, workspace, advice);
  await actChat(house.ports, workspace.tenant, workspace.connection);
  const [message] = await said(house, workspace);
  if (!message) throw new Error('there is no message');
  const click = (user: string, action_id: string, value?: string) =>
    house.ask('POST', 'click', {
      ...{ team: workspace.team, user: workspace.idOf(user), channel: message.channel, ts: message.ts },
      ...{ action_id, block_id: `advice:${advice.id}`, ...(value ? { value } : {}) },
    });
  return { workspace, advice, message, click };
}

/** The advice and the outcomes of its subject as they are now. */
export const standing = (house: SlackHouse, workspace: Workspace, advice: Advice) =>
  house.store.asTenant(workspace.tenant, async (rows) => ({
    advice: await rows.advice.get(advice.id),
    outcomes: await rows.outcomes.of(advice.subject),
  }));
/** Everything that Slack shows in the workspace, as one text. */
export const words = async (house: SlackHouse, workspace: Workspace) =>
  JSON.stringify(await said(house, workspace));

/** The body of a press on Take it, as Slack sends it. */
export function pressBody(
  workspace: Workspace,
  message: { ts: string; channel: string },
  advice: string,
): string {
  const payload = {
    ...{ type: 'block_actions', trigger_id: '1.2.3', team: { id: workspace.team, domain: 'x' } },
    user: { id: workspace.idOf('sam'), username: 'sam', team_id: workspace.team },
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel },
    channel: { id: message.channel, name: 'sales' },
    actions: [
      {
        ...{ type: 'button', action_id: 'revloop:take', block_id: `advice:${advice}`, value: advice },
        action_ts: '1795000000.000200',
      },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
