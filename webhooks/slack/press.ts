// A press: what a person said by a button in Slack, read from the interaction that Slack sent.
import { z } from 'zod';

export const pressKinds = ['taken', 'done', 'snoozed', 'not_useful'] as const;

export type Press = {
  /** Same for every delivery of the same press, so that it counts once. */
  readonly key: string;
  readonly advice: string;
  readonly kind: (typeof pressKinds)[number];
  /** Only of `snoozed`. */
  readonly days: number | null;
  readonly team: string;
  readonly user: string;
  /** The person's handle, where nothing better is known. */
  readonly handle: string;
  readonly trigger: string;
  /** The Home tab has no message that could be answered. */
  readonly where: 'message' | 'home';
};

// docs.slack.dev/reference/interaction-payloads/block_actions-payload
export const blockActions = z.object({
  type: z.literal('block_actions'),
  trigger_id: z.string().default(''),
  team: z.object({ id: z.string() }).nullish(),
  user: z.object({
    id: z.string(),
    team_id: z.string().optional(),
    username: z.string().optional(),
    name: z.string().optional(),
  }),
  container: z
    .object({ message_ts: z.string(), channel_id: z.string(), view_id: z.string() })
    .partial()
    .default({}),
  /** The message that the button stands in; the Home tab has none. */
  message: z.object({ text: z.string() }).partial().default({}),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        action_ts: z.string(),
        block_id: z.string().default(''),
        value: z.string().optional(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
});

const kindOf: Readonly<Record<string, Press['kind']>> = {
  'revloop:take': 'taken',
  'revloop:done': 'done',
  'revloop:snooze': 'snoozed',
  'revloop:not_useful': 'not_useful',
};
const adviceBlock = /^advice:([0-9a-f-]{36})$/;

/** The press in the body of a `block_actions` interaction; null where it is no answer of ours, such as a link. */
export function toPress(body: unknown): Press | null {
  const parsed = blockActions.safeParse(body);
  const action = parsed.data?.actions[0];
  if (!parsed.data || !action) return null;
  const kind = kindOf[action.action_id];
  const advice = adviceBlock.exec(action.block_id)?.[1];
  const { user, container } = parsed.data;
  const team = parsed.data.team?.id ?? user.team_id;
  const days = kind === 'snoozed' ? Number(action.selected_option?.value) : null;
  if (!kind || !advice || !team || (days !== null && !(days >= 1 && days <= 30))) return null;
  const place = container.message_ts
    ? `${container.channel_id}/${container.message_ts}`
    : (container.view_id ?? '');
  return {
    key: ['slack', team, place, user.id, action.action_id, action.action_ts].join('/'),
    ...{ advice, kind, days, team },
    user: user.id,
    handle: user.username ?? user.name ?? user.id,
    trigger: parsed.data.trigger_id,
    where: container.message_ts ? 'message' : 'home',
  };
}
