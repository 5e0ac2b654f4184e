// The Web API's views.* methods: modals and the Home tab.
import { z } from 'zod';
import { type Call, type Method, optionalText, read } from './method.ts';
import { refuse } from './refusal.ts';
import { spendTrigger } from './trigger.ts';
import {
  checkView,
  openModal,
  publishHome,
  replaceView,
  type View,
  viewByExternalId,
  viewOf,
} from './view.ts';
import { toViewJson } from './view-json.ts';
import { userOf } from './workspace.ts';

const opening = z.object({ trigger_id: z.string(), view: z.unknown() });

function open(call: Call) {
  const args = read(call, opening);
  const { slack } = call.sender;
  const body = checkView(slack, args.view, 'modal');
  const trigger = spendTrigger(slack, args.trigger_id, call.app.id);
  if (trigger.team !== call.install.team) refuse('invalid_trigger_id');
  const owner = { team: trigger.team, app: call.app.id, user: trigger.user };
  return { view: toViewJson(openModal(slack, owner, body), call.install) };
}

function push(call: Call) {
  const args = read(call, opening);
  const { slack } = call.sender;
  const body = checkView(slack, args.view, 'modal');
  const trigger = spendTrigger(slack, args.trigger_id, call.app.id);
  const below = trigger.view ? viewOf(slack, trigger.view) : undefined;
  if (!below || trigger.team !== call.install.team) refuse('invalid_trigger_id');
  return { view: toViewJson(openModal(slack, below, body, below), call.install) };
}

const updating = z.object({
  view_id: optionalText,
  external_id: optionalText,
  hash: optionalText,
  view: z.unknown(),
});

function update(call: Call) {
  const args = read(call, updating);
  const { slack } = call.sender;
  const owner = { team: call.install.team, app: call.app.id };
  const known = args.view_id
    ? viewOf(slack, args.view_id)
    : viewByExternalId(slack, owner, args.external_id ?? '');
  if (!known || known.team !== owner.team || known.app !== owner.app || !known.open) refuse('not_found');
  if (args.hash && args.hash !== known.hash) refuse('hash_conflict');
  return {
    view: toViewJson(replaceView(slack, known, checkView(slack, args.view, known.kind)), call.install),
  };
}

function publish(call: Call) {
  const args = read(call, z.object({ user_id: z.string(), hash: optionalText, view: z.unknown() }));
  const { slack } = call.sender;
  if (!userOf(slack, call.install.team, args.user_id)) refuse('user_not_found');
  const owner = { team: call.install.team, app: call.app.id, user: args.user_id };
  const view: View = publishHome(slack, owner, checkView(slack, args.view, 'home'));
  return { view: toViewJson(view, call.install) };
}

export const viewMethods = {
  'views.open': { scopes: [], tier: 'tier4', run: open },
  'views.push': { scopes: [], tier: 'tier4', run: push },
  'views.update': { scopes: [], tier: 'tier4', run: update },
  'views.publish': { scopes: [], tier: 'tier4', run: publish },
} as const satisfies Record<string, Method>;
