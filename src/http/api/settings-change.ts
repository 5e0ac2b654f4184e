// PATCH /api/settings: changes some of the tenant's choices and sets to work whatever depends on them.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import { wakeActs } from '#http/wake-acts.ts';
import type { TenantStore } from '#ports/store.ts';
import { turned } from '#sense/collection.ts';
import type { NewDecision } from '#sense/decision.ts';
import { type TenantSettings, tenantSettings } from '#sense/tenant.ts';
import { inWords } from '#texts/in-words.ts';

const shape = tenantSettings.shape;

/** Names left away stay as they are; a name that is given replaces the whole choice. */
const change = z.strictObject({
  locale: shape.locale.unwrap().optional(),
  timeZone: shape.timeZone.unwrap().optional(),
  dryRun: shape.dryRun.unwrap().optional(),
  outcomes: shape.outcomes.unwrap().optional(),
  leftOutFeatures: shape.leftOutFeatures.unwrap().optional(),
  keptFeatures: shape.keptFeatures.unwrap().optional(),
  directions: shape.directions.unwrap().optional(),
  slices: shape.slices.unwrap().optional(),
  alerts: shape.alerts.unwrap().optional(),
  writes: shape.writes.unwrap().optional(),
  identity: shape.identity.unwrap().optional(),
  collection: shape.collection.unwrap().optional(),
  usage: shape.usage.unwrap().optional(),
  sentiment: shape.sentiment
    .unwrap()
    .refine((all) => all.every(({ worst, best }) => worst !== best), 'worst and best must differ')
    .optional(),
  journeys: shape.journeys.unwrap().optional(),
  learning: shape.learning.unwrap().optional(),
});

export const settingsChange = apiRoute({
  method: 'patch',
  path: '/api/settings',
  name: 'changeSettings',
  summary: "Changes some of the tenant's choices; what is left away stays.",
  takes: { params: none, query: none, body: change },
  answer: tenantSettings,
  async handle({ store, queue }, { caller, body, now }) {
    if (body.timeZone !== undefined && !isTimeZone(body.timeZone)) {
      return fail('INPUT_INVALID', {
        problem: inWords('refusal.problem.timeZone', { zone: String(body.timeZone) }),
      });
    }
    const { before, after } = await store.asTenant(caller.tenant, async (rows) => {
      const before = (await rows.settings.hold()).settings;
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const asked = tenantSettings.parse({ ...before, ...given });
      const after = { ...asked, collection: turned(before.collection, asked.collection, now) };
      await rows.settings.save(after);
      await rows.decisions.note(notesOf(before, after, caller.who), now);
      if (!isDeepStrictEqual(before.identity, after.identity)) await findAnew(rows, after);
      if (changesUse(before, after))
        for (const kind of ['contact', 'lead', 'company'] as const)
          await rows.subjects.markKindDirty(kind, 'other use');
      // Whoever stops all journeys does not want the rest of them to go out either.
      if (after.journeys.stopped && !before.journeys.stopped) await rows.runs.recall(now);
      return { before, after };
    });
    if (changesLearning(before, after)) await queue.wake({ kind: 'learn', tenant: caller.tenant });
    if (!isDeepStrictEqual(before.identity, after.identity) || changesUse(before, after))
      await queue.wake({ kind: 'turn', tenant: caller.tenant });
    if (before.journeys.stopped && !after.journeys.stopped)
      await queue.wake({ kind: 'journey', tenant: caller.tenant });
    if (before.dryRun && !after.dryRun) await wakeActs({ store, queue }, caller.tenant);
    return after;
  },
});

/** One line of the register for each choice that is another now. */
function notesOf(before: TenantSettings, after: TenantSettings, who: string): NewDecision[] {
  return tenantSettings.keyof().options.flatMap((name): NewDecision[] => {
    const [from, to] = [before[name], after[name]];
    if (isDeepStrictEqual(from, to)) return [];
    return [{ who, kind: 'settings', about: name, why: null, body: { from, to } }];
  });
}

function changesLearning(before: TenantSettings, after: TenantSettings): boolean {
  return (
    !isDeepStrictEqual(before.outcomes, after.outcomes) ||
    !isDeepStrictEqual(before.slices, after.slices) ||
    !isDeepStrictEqual(before.directions, after.directions) ||
    !isDeepStrictEqual(before.leftOutFeatures, after.leftOutFeatures) ||
    !isDeepStrictEqual(before.keptFeatures, after.keptFeatures)
  );
}

/** What counts as use or as an answer, and whether it is known at all, hangs on these. */
function changesUse(before: TenantSettings, after: TenantSettings): boolean {
  return (
    before.collection.level !== after.collection.level ||
    !isDeepStrictEqual(before.usage, after.usage) ||
    !isDeepStrictEqual(before.sentiment, after.sentiment)
  );
}

/** Whoever may be joined by the new choice is looked at again; what was joined before stays so until somebody parts it. */
async function findAnew(
  rows: Pick<TenantStore, 'identities' | 'subjects'>,
  { identity }: TenantSettings,
): Promise<void> {
  await rows.identities.claimIds(identity.ids);
  for (const kind of ['contact', 'lead', 'company'] as const)
    await rows.subjects.markKindDirty(kind, 'other identity');
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
