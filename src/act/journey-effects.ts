// Carries the effect of a journey's step into the outbox: an alert becomes advice, the others become actions.
import type { NewAdvice } from '#advise/advice.ts';
import type { Effect } from '#advise/journey/effect.ts';
import type { Words } from '#advise/journey/words.ts';
import { wordsFor } from '#advise/journey/words.ts';
import { type Finding, findingKindOf } from '#analyze/finding.ts';
import type { TenantStore } from '#ports/store.ts';
import type { SubjectRef } from '#ports/store-subjects.ts';
import type { Connection } from '#sense/connection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { text } from '#texts/texts.ts';
import type { Twin } from '#twin/twin.ts';
import type { NewAction } from './action.ts';
import { alertActions } from './chat-alert.ts';
import { nameOf } from './chat-words.ts';
import { zoneOf } from './guard.ts';
import { workingDaysAhead } from './working-hours.ts';

export type Acting = {
  readonly rows: Pick<TenantStore, 'advice' | 'outbox'>;
  /** Unique for the step of the run: what it does is done once. */
  readonly key: string;
  readonly journey: { readonly id: string; readonly name: Words };
  readonly node: string;
  readonly run: string;
  readonly subject: string;
  readonly twin: Twin;
  readonly finding: Finding | null;
  /** The record in the CRM that was connected first; null where there is none. */
  readonly ref: SubjectRef | null;
  readonly ownerId: string | null;
  readonly connections: readonly Connection[];
  readonly settings: TenantSettings;
  readonly now: Date;
};

/** `undone`: there was nowhere to do it. `advice`: the id of what an alert opened. */
export type Acted = {
  readonly how: 'done' | 'undone';
  readonly actions: readonly NewAction[];
  readonly advice: string | null;
};

const undone: Acted = { how: 'undone', actions: [], advice: null };
const done = (...actions: readonly NewAction[]): Acted => ({ how: 'done', actions, advice: null });

export async function actOn(acting: Acting, effect: Effect): Promise<Acted> {
  if (effect.kind === 'alert') return alert(acting, effect);
  if (effect.kind === 'chat') return say(acting, effect);
  const { ref } = acting;
  if (ref === null) return undone;
  const common = { key: acting.key, connection: ref.origin, subject: acting.subject };
  const { objectType, externalId } = ref;
  switch (effect.kind) {
    case 'field': {
      const set = Object.entries(effect.set).map(
        ([name, value]) => [name, value.replaceAll('{now}', acting.now.toISOString())] as const,
      );
      const properties = Object.fromEntries(set);
      // People change such fields too: what was written last time says nothing of what stands there now.
      await acting.rows.outbox.writing(ref.origin, [{ objectType, externalId, properties }]);
      return done({ ...common, kind: 'crm.write', payload: { objectType, externalId, properties } });
    }
    case 'hook':
      return done({ ...common, kind: 'web.hook', payload: { url: effect.url, body: bodyOf(acting, ref) } });
    default:
      return done({ ...common, kind: 'crm.task', payload: taskOf(acting, effect, ref) });
  }
}

async function alert(acting: Acting, effect: Extract<Effect, { kind: 'alert' }>): Promise<Acted> {
  const { rows, finding, twin, subject, now, connections } = acting;
  const { title, why, code, situation } = effect;
  const name = nameIn(acting);
  const filled = (words: Words): Words => ({
    en: wordsFor(words, 'en', name),
    'zh-CN': wordsFor(words, 'zh-CN', name),
  });
  const advice: NewAdvice = {
    ...{ subject, situation, code, alert: true, task: false },
    finding: finding?.kind ?? findingKindOf(twin.kind),
    confidence: finding?.confidence ?? 0,
    reasons: [...(finding?.reasons ?? [])]
      .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
      .slice(0, 5),
    change: { from: null, to: finding?.band ?? '', scoreFrom: null, scoreTo: finding?.score ?? null },
    words: { title: filled(title), why: filled(why) },
  };
  const saved = await rows.advice.save(advice, now);
  const actions = alertActions(saved.advice, connections);
  return { how: 'done', actions, advice: saved.advice.id };
}

function say(acting: Acting, { to, text: words, asks }: Extract<Effect, { kind: 'chat' }>): Acted {
  const { connections, key, subject, settings, ref, ownerId, run } = acting;
  const [workspace] = connections
    .filter(({ platform, state }) => platform === 'slack' && state === 'active')
    .sort((a, b) => a.connectedAt.getTime() - b.connectedAt.getTime());
  if (workspace === undefined) return undone;
  const said = wordsFor(words, settings.locale, nameIn(acting));
  const approval = asks === true ? { approval: { run } } : {};
  const payload = { to, text: said, crm: ref?.origin ?? null, ownerId, ...approval };
  return done({ key, connection: workspace.id, subject, kind: 'chat.say', payload });
}

function taskOf(acting: Acting, effect: Extract<Effect, { kind: 'task' | 'mail' }>, ref: SubjectRef) {
  const { settings, now, ownerId } = acting;
  const { locale, journeys } = settings;
  const zone = zoneOf(settings, ownerId === null ? [] : [ownerId]);
  const name = nameIn(acting);
  const title = wordsFor(effect.kind === 'mail' ? effect.subject : effect.title, locale, name);
  const body = wordsFor(effect.body, locale, name);
  return {
    objectType: ref.objectType,
    externalId: ref.externalId,
    subject: effect.kind === 'mail' ? text(locale, 'journey.mail.title', { name, subject: title }) : title,
    body:
      effect.kind === 'mail'
        ? `${text(locale, 'journey.mail.intro')}\n\n${text(locale, 'journey.mail.subject', { subject: title })}\n\n${body}`
        : body,
    dueAt: workingDaysAhead(journeys, zone, now, effect.dueDays).toISOString(),
    ownerId: effect.kind === 'task' ? (effect.owner ?? ownerId) : ownerId,
    advice: '',
  };
}

function bodyOf(acting: Acting, ref: SubjectRef): string {
  const { journey, node, key, now, twin, finding } = acting;
  const crm = acting.connections.find(({ id }) => id === ref.origin);
  return JSON.stringify({
    type: 'journey.step',
    id: key,
    at: now.toISOString(),
    journey: { id: journey.id, name: journey.name.en, step: node },
    customer: {
      ...{ kind: twin.kind, name: nameIn(acting), id: acting.subject },
      record: { platform: crm?.platform ?? null, account: crm?.externalId ?? null, id: ref.externalId },
    },
    score: finding?.score ?? null,
    band: finding?.band ?? null,
  });
}

function nameIn({ twin, ref, subject, settings }: Acting): string {
  return nameOf(settings.locale, twin, ref?.externalId ?? subject);
}

const ownerProperties = ['hubspot_owner_id', 'OwnerId'];

/** The CRM user who owns the record. */
export function ownerOf(twin: Twin): string | null {
  for (const name of ownerProperties) {
    const value = twin.properties[name]?.value;
    if (value) return value;
  }
  return null;
}
