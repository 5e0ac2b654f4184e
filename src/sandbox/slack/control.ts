// The simulated Slack's own door for tests and tools: apps, chaos, messages, and acting as a person.
import express, { type Router } from 'express';
import { z } from 'zod';
import { answerError } from './api.ts';
import { channelByName } from './channel.ts';
import { chaosOf, chaosShape, setChaos } from './chaos.ts';
import { type Sender, verifyEventsUrl } from './dispatch.ts';
import { click, close, submit } from './interaction.ts';
import { messagesOf, toMessageJson } from './message.ts';
import { command, openHome, uninstall, write } from './person.ts';
import { refuse } from './refusal.ts';
import { appShape, registerApp } from './registered-app.ts';
import { homeOf, openModalOf } from './view.ts';
import { teams, usersOf } from './workspace.ts';

const who = { team: z.string(), user: z.string() };
const raw = z.union([z.string(), z.array(z.string())]);
const entered = z.record(z.string(), z.record(z.string(), raw)).optional();
const clicking = z.object({
  ...who,
  channel: z.string().optional(),
  ts: z.string().optional(),
  view_id: z.string().optional(),
  action_id: z.string(),
  block_id: z.string().optional(),
  value: raw.optional(),
  entered,
});
const submitting = z.object({ ...who, view_id: z.string(), entered });
const closing = z.object({ ...who, view_id: z.string() });
const writing = z.object({ ...who, channel: z.string(), text: z.string(), thread_ts: z.string().optional() });
const commanding = z.object({
  ...who,
  channel: z.string(),
  command: z.string().startsWith('/'),
  text: z.string().default(''),
});
const homing = z.object({ ...who, app: z.string() });
const uninstalling = z.object({ team: z.string(), app: z.string() });
const listing = z.object({
  team: z.string().optional(),
  channel: z.string().optional(),
  thread_ts: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const dispatchRow = z.object({
  ...{ id: z.number(), at: z.number(), team: z.string(), app: z.string(), kind: z.string() },
  ...{ attempt: z.number(), status: z.number().nullable(), reason: z.string().nullable() },
});

type Ask = { readonly body: unknown; readonly query: unknown };

function actions(sender: Sender): Record<string, (ask: Ask) => unknown> {
  const { slack } = sender;
  return {
    'POST apps': async ({ body }) => {
      const app = registerApp(slack, appShape.parse(body));
      return { app, verified: app.eventsUrl ? await verifyEventsUrl(sender, app) : null };
    },
    'GET chaos': () => chaosOf(slack),
    'PUT chaos': ({ body }) => {
      setChaos(slack, chaosShape.parse(body));
      return chaosOf(slack);
    },
    'GET workspaces': () => teams(slack).map((team) => ({ ...team, users: usersOf(slack, team.id) })),
    'GET messages': ({ query }) => {
      const { team, channel, thread_ts, limit } = listing.parse(query);
      const inTeams = teams(slack).filter((item) => team === undefined || item.id === team);
      return inTeams.flatMap((item) => {
        const named = channel ? (channelByName(slack, item.id, channel)?.id ?? channel) : undefined;
        return messagesOf(slack, item.id, { channel: named, threadTs: thread_ts, limit }).map((message) => ({
          ...toMessageJson(message),
          ...{ channel: message.channel, team: message.team, seen_by: message.seen_by },
        }));
      });
    },
    'GET dispatches': () => slack.db.all(dispatchRow, 'select * from dispatches order by id desc limit 500'),
    'GET view': ({ query }) => {
      const { team, user } = z.object(who).parse(query);
      return { view: openModalOf(slack, team, user) ?? null };
    },
    'GET home': ({ query }) => ({ view: homeOf(slack, homing.parse(query)) ?? null }),
    'POST click': ({ body }) => {
      const { view_id: viewId, action_id: actionId, block_id: blockId, ...rest } = clicking.parse(body);
      return click(sender, { ...rest, viewId, actionId, blockId });
    },
    'POST submit': ({ body }) => {
      const { view_id: viewId, entered: values = {}, ...rest } = submitting.parse(body);
      return submit(sender, { ...rest, viewId, entered: values });
    },
    'POST close': ({ body }) => {
      const { view_id: viewId, ...rest } = closing.parse(body);
      return close(sender, { ...rest, viewId });
    },
    'POST write': ({ body }) => {
      const { thread_ts: threadTs, ...rest } = writing.parse(body);
      const message = write(sender, rest, { ...rest, threadTs });
      return message ? { ok: true, ts: message.ts } : refuse('channel_not_found');
    },
    'POST command': ({ body }) => {
      const parsed = commanding.parse(body);
      return command(sender, parsed, parsed);
    },
    'POST home': async ({ body }) => {
      const parsed = homing.parse(body);
      await openHome(sender, parsed, parsed.app);
      return { ok: true };
    },
    'POST uninstall': async ({ body }) => {
      const parsed = uninstalling.parse(body);
      await uninstall(sender, parsed.team, parsed.app);
      return { ok: true };
    },
  };
}

/** `/sandbox/...`: JSON in, JSON out. A body of the wrong shape is answered 400 with what is wrong. */
export function control(sender: Sender): Router {
  const router = express.Router();
  const table = actions(sender);
  router.use('/sandbox', express.json());
  router.all('/sandbox/:name', async (request, response) => {
    const run = table[`${request.method} ${request.params.name}`];
    if (!run) {
      response.status(404).json({ ok: false, error: 'not_found' });
      return;
    }
    try {
      response.json(await run({ body: request.body, query: request.query }));
    } catch (error) {
      if (error instanceof z.ZodError)
        response.status(400).json({ ok: false, error: z.prettifyError(error) });
      else answerError(sender, response, error);
    }
  });
  return router;
}
