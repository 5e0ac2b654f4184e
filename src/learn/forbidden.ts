// Forbidden: the properties that could be features, had nobody said that they may not.
import type { FeatureSource } from '#analyze/feature.ts';
import type { LeftOut } from '#analyze/weights.ts';
import { type FieldGate, fieldOfFeature, permissionOf, permissionOfField } from '#sense/field-permission.ts';
import { isTrait } from '#sense/protection.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import type { Lesson, ReadDefinitions } from './lesson.ts';

export type Permitted = {
  readonly sources: FeatureSource[];
  /** Left out before anybody looked at the values, by name. */
  readonly forbidden: readonly LeftOut[];
};

/** What the lesson may learn from: definitions of fields that may not be scored never reach it. */
export async function permitted(
  lesson: Lesson,
  read: ReadDefinitions,
  settings: TenantSettings,
  gate: FieldGate,
): Promise<Permitted> {
  const open: ReadDefinitions = async (platform, kind) =>
    (await read(platform, kind)).filter((one) => permissionOf(gate, kind, one).uses.score);
  const sources = await lesson.sources(open, settings);
  const all = await lesson.sources(read, { ...settings, leftOutFeatures: [] });
  const used = new Set(sources.map(({ name }) => name));
  const forbidden = all.filter(({ name }) => !used.has(name)).map((one) => leftOutOf(one, gate));
  return { sources, forbidden: forbidden.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function leftOutOf({ name, label, type }: FeatureSource, gate: FieldGate): LeftOut {
  const { protection } = permissionOfField(gate, fieldOfFeature(name), { label: label ?? '', type });
  const why = protection === null ? 'permission' : isTrait(protection) ? 'protected' : 'personal';
  return { name, ...(label === undefined ? {} : { label }), why, measure: 0 };
}
