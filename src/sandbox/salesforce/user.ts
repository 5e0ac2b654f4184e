// A person (or an integration) of an org, and what that one may see and do.
import { z } from 'zod';
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';

const objectRights = z.strictObject({
  read: z.boolean().optional(),
  create: z.boolean().optional(),
  edit: z.boolean().optional(),
  delete: z.boolean().optional(),
  viewAll: z.boolean().optional(),
});

export const userShape = z.strictObject({
  id: z.string(),
  username: z.string(),
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  active: z.boolean().default(true),
  admin: z.boolean().default(true),
  /** Whether the app's policy lets this user in. */
  appAccess: z.boolean().default(true),
  apiEnabled: z.boolean().default(true),
  viewSetup: z.boolean().default(true),
  viewAllData: z.boolean().default(true),
  /** Exceptions from "everything", by object. */
  objects: z.record(z.string(), objectRights).default({}),
  /** Field-level security: exceptions by `Object.Field`. */
  fields: z.record(z.string(), z.enum(['none', 'read', 'edit'])).default({}),
  permissionSets: z.array(z.string()).default([]),
});

export type User = Readonly<z.infer<typeof userShape>>;
export type UserInput = Partial<Omit<z.input<typeof userShape>, 'id'>> & {
  readonly id?: string;
  readonly lastName: string;
};
export type Rights = { readonly [right in keyof z.infer<typeof objectRights>]-?: boolean };
export type FieldRight = 'none' | 'read' | 'edit';

const everything: Rights = { read: true, create: true, edit: true, delete: true, viewAll: true };
const nothing: Rights = { read: false, create: false, edit: false, delete: false, viewAll: false };

/** What comes with a package is for admins, and for whom one of its permission sets is assigned to. */
function packageRight(user: User): FieldRight {
  if (user.admin || user.permissionSets.some((name) => name.endsWith('_Integration'))) return 'edit';
  return user.permissionSets.some((name) => name.endsWith('_User')) ? 'read' : 'none';
}

export function rightsOn(user: User, type: ObjectType): Rights {
  const given = user.objects[type.name];
  const usual =
    type.package === undefined ? { ...everything, viewAll: user.viewAllData } : packageRights(user);
  return {
    read: given?.read ?? usual.read,
    create: (given?.create ?? usual.create) && type.createable,
    edit: (given?.edit ?? usual.edit) && type.updateable,
    delete: (given?.delete ?? usual.delete) && type.deletable,
    viewAll: given?.viewAll ?? usual.viewAll,
  };
}

function packageRights(user: User): Rights {
  const right = packageRight(user);
  if (right === 'edit') return everything;
  return right === 'read' ? { ...nothing, read: true, create: true } : nothing;
}

/** Users of a package's feedback object write it, so its fields follow the object there. */
export function rightOnField(user: User, type: ObjectType, field: Field): FieldRight {
  const given = user.fields[`${type.name}.${field.name}`];
  if (given !== undefined) return given;
  if (field.package === undefined) return 'edit';
  const right = packageRight(user);
  return right === 'read' && type.package !== undefined ? 'edit' : right;
}
