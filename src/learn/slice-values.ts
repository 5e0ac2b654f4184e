// What a subject is compared by: the values of the chosen fields, its own or of the first it is linked to.
import { type Circle, linked } from '#analyze/circle.ts';
import type { Platform } from '#sense/connection.ts';
import { partsOfField } from '#sense/needed-fields.ts';
import type { Twin } from '#twin/twin.ts';
import { crmSlice } from './slices.ts';

export function sliceValues(
  circle: Circle,
  fields: readonly string[],
  crm: Platform,
): Record<string, string | null> {
  return Object.fromEntries([
    [crmSlice, crm],
    ...fields.flatMap((field): [string, string | null][] => {
      const parts = partsOfField(field);
      if (parts === null) return [];
      const { objectType, property } = parts;
      const own = circle.twin.kind === objectType ? circle.twin : linked(circle, objectType)[0]?.twin;
      // A record of another type that was joined with the subject stands under that type.
      return [[field, valueIn(own, property) ?? valueIn(circle.twin, field)]];
    }),
  ]);
}

function valueIn(twin: Twin | undefined, name: string): string | null {
  const value = twin?.properties[name]?.value;
  return value === undefined || value === '' ? null : value;
}
