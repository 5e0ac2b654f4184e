// What one user sees of an org: the objects and fields that field-level security leaves.
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import type { OrgContext } from './org-context.ts';
import type { SalesforceRecord } from './record.ts';
import { type Rights, rightOnField, rightsOn, type User } from './user.ts';

export type View = { readonly context: OrgContext; readonly user: User };

export function visibleObject({ context, user }: View, name: string): ObjectType | undefined {
  const type = context.book.object(name);
  return type !== undefined && rightsOn(user, type).read ? type : undefined;
}

export function visibleField({ context, user }: View, type: ObjectType, name: string): Field | undefined {
  const field = context.book.field(type, name);
  return field !== undefined && rightOnField(user, type, field) !== 'none' ? field : undefined;
}

export function visibleFields({ user }: View, type: ObjectType): Field[] {
  return type.fields.filter((field) => rightOnField(user, type, field) !== 'none');
}

/** The field as this user may write it. */
export function asWritable({ user }: View, type: ObjectType, field: Field): Field {
  const right = rightOnField(user, type, field);
  return right === 'edit' ? field : { ...field, createable: false, updateable: false };
}

export function rightsIn({ user }: View, type: ObjectType): Rights {
  return rightsOn(user, type);
}

/** Whether sharing lets the user see the record at all. */
export function shares({ context, user }: View, type: ObjectType): (record: SalesforceRecord) => boolean {
  const narrow = context.facts().privateObjects.includes(type.name) && !rightsOn(user, type).viewAll;
  return narrow ? (record) => record.values['OwnerId'] === user.id : () => true;
}
