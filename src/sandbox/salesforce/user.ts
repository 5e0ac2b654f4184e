// A person (or an integration) of an org, and what that one may see and do.
import { z } from 'zod';
import type { Field } from './field.ts';
import type { ObjectType } from './object-type.ts';
import { type PermissionSet, packageMetadata } from './package-metadata.ts';

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

export function rightsOn(user: User, type: ObjectType): Rights {
  const given = user.objects[type.name];
  const usual =
    type.package === undefined ? { ...everything, viewAll: user.viewAllData } : packageRights(user, type);
  return {
    read: given?.read ?? usual.read,
    create: (given?.create ?? usual.create) && type.createable,
    edit: (given?.edit ?? usual.edit) && type.updateable,
    delete: (given?.delete ?? usual.delete) && type.deletable,
    viewAll: given?.viewAll ?? usual.viewAll,
  };
}

/** What comes with a package is for admins, and for whom one of its permission sets is assigned to. */
function packageRights(user: User, type: ObjectType): Rights {
  if (user.admin) return everything;
  const sets = setsOf(user).flatMap((set) => set.objects.get(bare(type.name)) ?? []);
  const any = (right: keyof Rights) => sets.some((set) => set[right]);
  return {
    read: any('read'),
    create: any('create'),
    edit: any('edit'),
    delete: any('delete'),
    viewAll: any('viewAll'),
  };
}

export function rightOnField(user: User, type: ObjectType, field: Field): FieldRight {
  const given = user.fields[`${type.name}.${field.name}`];
  if (given !== undefined) return given;
  if (field.package === undefined || user.admin) return 'edit';
  // What an object requires can neither be hidden nor closed.
  if (!field.nillable) return packageRights(user, type).create ? 'edit' : 'read';
  const sets = setsOf(user).flatMap((set) => set.fields.get(`${bare(type.name)}.${bare(field.name)}`) ?? []);
  return sets.includes('edit') ? 'edit' : (sets[0] ?? 'none');
}

function setsOf(user: User): PermissionSet[] {
  return user.permissionSets.flatMap((name) => packageMetadata().permissionSets.get(name) ?? []);
}

/** Without a namespace, as the package's source names it. */
function bare(name: string): string {
  return name.replace(/^[A-Za-z0-9]+__(?=\w+__c$)/, '');
}
