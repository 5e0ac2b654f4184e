// Permission sets, who has them, and their rights by object: what a tool asks to learn what its user may see.
import { fieldOf, fields, readOnly, reference, texts } from './field.ts';
import { type ObjectType, objectOf } from './object-type.ts';

const told = { ...readOnly, nillable: false } as const;
const fixed = { owned: false, setup: true, createable: false, updateable: false, deletable: false } as const;

export const permissionObjects: readonly ObjectType[] = [
  objectOf({
    ...{ ...fixed, name: 'PermissionSet', label: 'Permission Set', keyPrefix: '0PS' },
    fields: [
      fieldOf({ name: 'Name', type: 'string', length: 80, nillable: false, nameField: true }),
      ...texts({ Label: 80 }),
      ...fields(
        'boolean',
        ['IsOwnedByProfile', 'PermissionsApiEnabled', 'PermissionsViewSetup', 'PermissionsViewAllData'],
        told,
      ),
    ],
  }),
  objectOf({
    ...{ ...fixed, name: 'PermissionSetAssignment', label: 'Permission Set Assignment', keyPrefix: '0Pa' },
    fields: [reference('PermissionSetId', ['PermissionSet']), reference('AssigneeId', ['User'])],
  }),
  objectOf({
    ...{ ...fixed, name: 'ObjectPermissions', label: 'Object Permissions', keyPrefix: '110' },
    fields: [
      reference('ParentId', ['PermissionSet']),
      ...texts({ SobjectType: 80 }),
      ...fields(
        'boolean',
        ['PermissionsRead', 'PermissionsCreate', 'PermissionsEdit', 'PermissionsDelete'],
        told,
      ),
      ...fields('boolean', ['PermissionsViewAllRecords', 'PermissionsModifyAllRecords'], told),
    ],
  }),
];
