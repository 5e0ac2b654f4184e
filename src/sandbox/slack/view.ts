// A view in the simulated Slack: a modal somebody has open, or an app's Home tab.
import { z } from 'zod';
import { type Block, checkBlocks, fromJson, storedBlocks } from './block.ts';
import { column, truth } from './database.ts';
import { id, plainText } from './element.ts';
import { refuse } from './refusal.ts';
import type { Slack } from './slack.ts';

const fields = {
  callback_id: z.string().max(255).optional(),
  private_metadata: z.string().max(3000).optional(),
  external_id: z.string().max(255).optional(),
};
const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...fields,
  blocks: z.array(z.unknown()),
});
const home = z.strictObject({ type: z.literal('home'), ...fields, blocks: z.array(z.unknown()) });
const anyView = z.discriminatedUnion('type', [modal, home], { error: () => 'must be modal or home' });

const keptModal = modal.extend({ blocks: storedBlocks });
const keptHome = home.extend({ blocks: storedBlocks });
const kept = z.discriminatedUnion('type', [keptModal, keptHome]);
export type ViewBody = z.infer<typeof kept>;

const viewRow = z.object({
  id,
  team: z.string(),
  app: z.string(),
  user: z.string(),
  kind: z.enum(['modal', 'home']),
  root: z.string(),
  previous: z.string().nullable(),
  external_id: z.string().nullable(),
  hash: z.string(),
  json: column(kept),
  open: truth,
});
export type View = z.infer<typeof viewRow>;
export type ViewOwner = { readonly team: string; readonly app: string; readonly user: string };

/** Checks a view as an app sends it (JSON text or parsed). Refuses with `invalid_arguments` or `invalid_blocks`. */
export function checkView(slack: Slack, value: unknown, kind: View['kind']): ViewBody {
  const parsed = anyView.safeParse(fromJson(value));
  if (!parsed.success) {
    const messages = parsed.error.issues.map(
      (issue) => `[ERROR] ${issue.message} [json-pointer:/view/${issue.path.map(String).join('/')}]`,
    );
    refuse('invalid_arguments', { response_metadata: { messages } });
  }
  if (parsed.data.type !== kind)
    refuse('invalid_arguments', {
      response_metadata: { messages: [`[ERROR] view must be of type ${kind}`] },
    });
  const blocks: Block[] = checkBlocks(parsed.data.blocks, { max: 100, newId: slack.newId, input: true });
  if (parsed.data.type === 'modal' && !parsed.data.submit && blocks.some((block) => block.type === 'input'))
    refuse('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: submit [json-pointer:/view/submit]'] },
    });
  return { ...parsed.data, blocks };
}

/** Opens a modal: alone, or (with `onTopOf`) above the one that is open. At most three lie on each other. */
export function openModal(slack: Slack, owner: ViewOwner, body: ViewBody, onTopOf?: View): View {
  if (onTopOf && stack(slack, onTopOf).length >= 3) refuse('push_limit_reached');
  if (!onTopOf)
    slack.db.run(
      "update views set open = 0 where team = ? and user = ? and kind = 'modal'",
      owner.team,
      owner.user,
    );
  const viewId = slack.newId('V');
  slack.db.run(
    'insert into views values (?,?,?,?,?,?,?,?,?,?,1)',
    ...[viewId, owner.team, owner.app, owner.user, 'modal', onTopOf?.root ?? viewId, onTopOf?.id ?? null],
    ...[body.external_id ?? null, newHash(slack), JSON.stringify(body)],
  );
  slack.changed({ team: owner.team, kind: 'view', user: owner.user });
  return viewOf(slack, viewId) ?? refuse('internal_error');
}

/** Publishes the Home tab of `owner.user`, in place of what stood there. */
export function publishHome(slack: Slack, owner: ViewOwner, body: ViewBody): View {
  const known = homeOf(slack, owner);
  if (known) return replaceView(slack, known, body);
  const viewId = slack.newId('V');
  slack.db.run(
    'insert into views values (?,?,?,?,?,?,null,?,?,?,1)',
    ...[viewId, owner.team, owner.app, owner.user, 'home', viewId],
    ...[body.external_id ?? null, newHash(slack), JSON.stringify(body)],
  );
  slack.changed({ team: owner.team, kind: 'home', user: owner.user });
  return viewOf(slack, viewId) ?? refuse('internal_error');
}

export function replaceView(slack: Slack, view: View, body: ViewBody): View {
  slack.db.run(
    'update views set json = ?, hash = ? where id = ?',
    JSON.stringify(body),
    newHash(slack),
    view.id,
  );
  slack.changed({ team: view.team, kind: view.kind === 'home' ? 'home' : 'view', user: view.user });
  return viewOf(slack, view.id) ?? refuse('internal_error');
}

/** Closes one modal (the one below shows again), or with `all` the whole stack. */
export function closeModal(slack: Slack, view: View, all = false): void {
  if (all) slack.db.run('update views set open = 0 where root = ?', view.root);
  else slack.db.run('update views set open = 0 where id = ?', view.id);
  slack.changed({ team: view.team, kind: 'view', user: view.user });
}

export function viewOf(slack: Slack, viewId: string): View | undefined {
  return slack.db.one(viewRow, 'select * from views where id = ?', viewId);
}

export function viewByExternalId(
  slack: Slack,
  owner: Omit<ViewOwner, 'user'>,
  externalId: string,
): View | undefined {
  return slack.db.one(
    viewRow,
    'select * from views where team = ? and app = ? and external_id = ? and open = 1',
    ...[owner.team, owner.app, externalId],
  );
}

/** The modal on top of what this person has open. */
export function openModalOf(slack: Slack, team: string, user: string): View | undefined {
  return slack.db.one(
    viewRow,
    "select * from views where team = ? and user = ? and kind = 'modal' and open = 1 order by rowid desc limit 1",
    ...[team, user],
  );
}

export function homeOf(slack: Slack, owner: ViewOwner): View | undefined {
  return slack.db.one(
    viewRow,
    "select * from views where team = ? and app = ? and user = ? and kind = 'home'",
    ...[owner.team, owner.app, owner.user],
  );
}

function stack(slack: Slack, view: View): View[] {
  return slack.db.all(viewRow, 'select * from views where root = ? and open = 1', view.root);
}

function newHash(slack: Slack): string {
  return `${Math.floor(slack.now() / 1000)}.${slack.newSecret(8)}`;
}
