// What people call the fields that records are compared by, and their values: the CRM's labels, and owners by name.
import { z } from 'zod';
import type { Slice } from '#analyze/slice.ts';
import type { TenantStore } from '#ports/store.ts';
import { partsOfField } from '#sense/needed-fields.ts';
import { propertyDefinition } from '#sense/record.ts';

const definitionList = z.object({ list: z.array(propertyDefinition) });
const ownerList = z.object({ list: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
const isOwner = /(^|\.)(hubspot_owner_id|OwnerId)$/;

export type SliceNames = {
  readonly labelOf: (field: string) => string;
  readonly levelOf: (field: string, level: string) => string;
};

export async function sliceNames(
  rows: TenantStore,
  slices: readonly Pick<Slice, 'field'>[],
): Promise<SliceNames> {
  const labels = new Map<string, string>();
  const levels = new Map<string, string>();
  const connections = await rows.connections.all();
  for (const { field } of slices) {
    const parts = partsOfField(field);
    if (parts === null) continue;
    for (const { id } of connections) {
      const fact = await rows.portalFacts.read(id, `properties:${parts.objectType}`);
      const one = definitionList.safeParse(fact?.body).data?.list.find(({ name }) => name === parts.property);
      if (one === undefined) continue;
      labels.set(field, one.label);
      for (const { value, label } of one.options ?? []) levels.set(`${field} ${value}`, label);
    }
  }
  const owners = new Map<string, string>();
  for (const { id } of connections) {
    const fact = await rows.portalFacts.read(id, 'owners');
    for (const owner of ownerList.safeParse(fact?.body).data?.list ?? []) owners.set(owner.id, owner.name);
  }
  return {
    labelOf: (field) => labels.get(field) ?? field,
    levelOf: (field, level) =>
      levels.get(`${field} ${level}`) ?? (isOwner.test(field) ? owners.get(level) : undefined) ?? level,
  };
}
