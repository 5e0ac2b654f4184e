// What the person has changed of fields and not saved yet.
import type { ChangeFieldPermissionsBody, FieldPermissionsAnswer } from '../api-types.ts';

export type Field = FieldPermissionsAnswer['fields'][number];
export type Draft = ReadonlyMap<string, Partial<Field['uses']>>;
export const uses = ['score', 'show', 'chat', 'keep'] as const;
export type Use = (typeof uses)[number];

export function fits(field: Field, filter: string): boolean {
  if (filter === 'protected') return field.protection !== null;
  if (filter === 'changed') return uses.some((use) => field.uses[use] !== field.byItself[use]);
  return filter === 'scored' ? field.weights === 'used' : true;
}

export function drafted(now: Draft, list: readonly Field[], use: Use, value: boolean): Draft {
  const next = new Map(now);
  for (const field of list) {
    if (use === 'keep' && !value && field.needed) continue;
    const own = { ...next.get(field.field), [use]: value };
    if (own[use] === field.uses[use]) delete own[use];
    if (Object.keys(own).length === 0) next.delete(field.field);
    else next.set(field.field, own);
  }
  return next;
}

export function asByItself(now: Draft, list: readonly Field[]): Draft {
  return uses.reduce<Draft>(
    (draft, use) => list.reduce((one, field) => drafted(one, [field], use, field.byItself[use]), draft),
    now,
  );
}

export function changesOf(draft: Draft): ChangeFieldPermissionsBody['changes'] {
  return [...draft].map(([field, changes]) => ({ field, ...changes }));
}
