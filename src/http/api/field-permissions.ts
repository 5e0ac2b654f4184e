// GET /api/field-permissions: every property that is read of the CRMs, what it may be used for, and why it may not.
import { z } from 'zod';
import { toWeights } from '#analyze/weights.ts';
import { apiRoute, none } from '#http/route.ts';
import type { TenantStore } from '#ports/store.ts';
import { platforms } from '#sense/connection.ts';
import { type FieldGate, fieldNameOf, fieldOfFeature, permissionOf } from '#sense/field-permission.ts';
import { isNeeded } from '#sense/needed-fields.ts';
import { protections } from '#sense/protection.ts';
import { type PropertyDefinition, propertyDefinition } from '#sense/record.ts';
import { subjectKinds } from '#sense/signal.ts';
import { isOurs } from '#sense/vocabulary.ts';

const uses = z.object({ score: z.boolean(), show: z.boolean(), chat: z.boolean(), keep: z.boolean() });

export const fieldLine = z.object({
  field: z.string(),
  objectType: z.enum(subjectKinds),
  property: z.string(),
  label: z.string(),
  type: propertyDefinition.shape.type,
  platforms: z.array(z.enum(platforms)),
  builtIn: z.boolean(),
  /** What it is protected as; null where it is open. */
  protection: z.enum(protections).nullable(),
  uses,
  /** What it may be used for while nobody decides otherwise. */
  byItself: uses,
  /** Revloop cannot do without keeping it. */
  needed: z.boolean(),
  /** Whether live weights look at it: `used`, or why they do not; null where they never could. */
  weights: z.string().nullable(),
});
export type FieldLine = z.infer<typeof fieldLine>;

export const fieldPermissions = apiRoute({
  method: 'get',
  path: '/api/field-permissions',
  name: 'fieldPermissions',
  summary: 'Every property of contacts, companies, leads, deals and tickets with what it may be used for.',
  takes: { params: none, query: none, body: none },
  answer: z.object({ fields: z.array(fieldLine) }),
  handle: async ({ store }, { caller }) => ({ fields: await store.asTenant(caller.tenant, fieldLines) }),
});

type Known = {
  readonly definition: PropertyDefinition;
  readonly platforms: Set<FieldLine['platforms'][number]>;
};
const definitionList = z.object({ list: z.array(propertyDefinition) });

export async function fieldLines(rows: TenantStore): Promise<FieldLine[]> {
  const { settings } = await rows.settings.read();
  const gate = await rows.fields.gate();
  const asItself: FieldGate = { ...gate, choices: {}, leftOut: new Set() };
  const looked = await lookedAt(rows);
  const lines: FieldLine[] = [];
  for (const objectType of subjectKinds) {
    const known = new Map<string, Known>();
    for (const { id, platform } of await rows.connections.all()) {
      const fact = await rows.portalFacts.read(id, `properties:${objectType}`);
      for (const definition of fact === null ? [] : definitionList.parse(fact.body).list) {
        if (isOurs(definition.name)) continue;
        const one = known.get(definition.name) ?? { definition, platforms: new Set() };
        one.platforms.add(platform);
        known.set(definition.name, one);
      }
    }
    for (const { definition, platforms: from } of known.values()) {
      const { name: property, label, type, builtIn } = definition;
      const field = fieldNameOf(objectType, property);
      const byItself = permissionOf(asItself, objectType, definition);
      lines.push({
        ...{ field, objectType, property, label, type, builtIn },
        platforms: [...from].sort(),
        protection: byItself.protection,
        uses: permissionOf(gate, objectType, definition).uses,
        byItself: byItself.uses,
        needed: isNeeded(settings, objectType, property),
        weights: looked.get(field) ?? null,
      });
    }
  }
  return lines.sort((a, b) => (a.field < b.field ? -1 : 1));
}

/** What any of the live weights say of a field; that they use it outranks that others left it out. */
async function lookedAt(rows: TenantStore): Promise<Map<string, string>> {
  const looked = new Map<string, string>();
  for (const target of ['lead', 'deal', 'churn'] as const) {
    const live = await rows.weights.live(target);
    if (live === null) continue;
    const { features, leftOut } = toWeights(live.body);
    for (const { name, why } of leftOut)
      if (looked.get(fieldOfFeature(name)) !== 'used') looked.set(fieldOfFeature(name), why);
    for (const { name } of features) looked.set(fieldOfFeature(name), 'used');
  }
  return looked;
}
