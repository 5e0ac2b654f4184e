// PATCH /api/field-permissions: changes what properties may be used for, writes it into the register, and has all scores found anew.
import { z } from 'zod';
import { fail } from '#errors.ts';
import { apiRoute, none } from '#http/route.ts';
import type { TenantStore } from '#ports/store.ts';
import type { NewDecision } from '#sense/decision.ts';
import { fieldUses } from '#sense/field-permission.ts';
import { type FieldChange, partsOfField, withChanges } from '#sense/needed-fields.ts';
import { subjectKinds } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { type InWords, inWords } from '#texts/in-words.ts';
import { type FieldLine, fieldLine, fieldLines } from './field-permissions.ts';

/** True and false decide; null gives it back to what holds by itself. */
const use = z.boolean().nullable().optional();

export const fieldPermissionsChange = apiRoute({
  method: 'patch',
  path: '/api/field-permissions',
  name: 'changeFieldPermissions',
  summary: 'Changes what properties may be used for. To allow what is protected, say why.',
  takes: {
    params: none,
    query: none,
    body: z.strictObject({
      changes: z
        .array(z.strictObject({ field: z.string(), score: use, show: use, chat: use, keep: use }))
        .min(1)
        .max(1000),
      why: z.string().trim().max(500).default(''),
    }),
  },
  answer: z.object({ fields: z.array(fieldLine) }),
  async handle({ store, queue }, { caller, body, now }) {
    const { tenant, who } = caller;
    const after = await store.asTenant(tenant, async (rows) => {
      const { settings } = await rows.settings.hold();
      const before = new Map((await fieldLines(rows)).map((line) => [line.field, line]));
      for (const change of body.changes) {
        const problem = problemOf(before.get(change.field), change, body.why);
        if (problem !== null) return fail('INPUT_INVALID', { problem });
      }
      await keepChoices(rows, settings, body.changes);
      const lines = await fieldLines(rows);
      const changed = lines.filter((line) => isOther(before.get(line.field), line));
      await rows.decisions.note(
        changed.flatMap((line) => noteOf(before.get(line.field), line, who, body.why)),
        now,
      );
      await forgetAll(
        rows,
        changed.filter(({ uses, field }) => !uses.keep && before.get(field)?.uses.keep === true),
      );
      await rows.fields.hide(changed.filter(({ uses }) => !uses.show).map(({ field }) => field));
      if (changed.length > 0)
        for (const kind of ['contact', 'lead', 'company', 'deal'] as const)
          await rows.subjects.markKindDirty(kind, 'field permission');
      return lines;
    });
    await queue.wake({ kind: 'learn', tenant });
    await queue.wake({ kind: 'turn', tenant });
    return { fields: after };
  },
});

/** What speaks against the change; null where nothing does. */
function problemOf(line: FieldLine | undefined, change: FieldChange, why: string): InWords | null {
  const { field } = change;
  if (line === undefined) return inWords('refusal.problem.noField', { field });
  if (change.keep === false && line.needed) return inWords('refusal.problem.needed', { field });
  const opens =
    line.protection !== null && fieldUses.some((one) => change[one] === true && !line.byItself[one]);
  if (!opens || line.protection === null || why !== '') return null;
  const protection = inWords(`console.fields.protection.${line.protection}`);
  return inWords('refusal.problem.protected', { field, protection });
}

/** Whoever allows a score what was left out by name means both. */
async function keepChoices(
  rows: TenantStore,
  settings: TenantSettings,
  changes: readonly FieldChange[],
): Promise<void> {
  const opened = new Set(
    changes.flatMap(({ field, score }) => (score === true ? [field, field.replace(/^contact\./, '')] : [])),
  );
  await rows.settings.save({
    ...settings,
    fields: withChanges(settings.fields, changes),
    leftOutFeatures: settings.leftOutFeatures.filter((name) => !opened.has(name)),
  });
}

const isOther = (before: FieldLine | undefined, after: FieldLine): boolean =>
  fieldUses.some((one) => before?.uses[one] !== after.uses[one]);

function noteOf(before: FieldLine | undefined, after: FieldLine, who: string, why: string): NewDecision[] {
  const changed = fieldUses.filter((one) => before?.uses[one] !== after.uses[one]);
  const of = (line: FieldLine | undefined) =>
    Object.fromEntries(changed.map((one) => [one, line?.uses[one] ?? null]));
  const body = { label: after.label, protection: after.protection, from: of(before), to: of(after) };
  return [{ who, kind: 'field', about: after.field, why: why === '' ? null : why, body }];
}

async function forgetAll(rows: TenantStore, lines: readonly FieldLine[]): Promise<void> {
  for (const objectType of subjectKinds) {
    const properties = lines.flatMap(({ field }) => {
      const parts = partsOfField(field);
      return parts?.objectType === objectType ? [parts.property] : [];
    });
    if (properties.length > 0) await rows.fields.forget(objectType, properties);
  }
}
