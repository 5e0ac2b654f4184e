// What a user may do, as the records an admin's tools ask for: permission sets, who has them, rights by object.
import type { OrgContext } from './org-context.ts';
import { permissionObjects } from './permission-objects.ts';
import { saveSetup } from './setup-records.ts';
import { rightsOn, type User } from './user.ts';

const names = permissionObjects.map((type) => type.name);

/** Writes the rights of all users anew: after a user, an object or a package changed. */
export function savePermissions(context: OrgContext): void {
  const { database, orgId, users } = context;
  database.transaction(() => {
    for (const name of names) {
      database.run('delete from links where org = ? and type = ?', orgId, name);
      database.run('delete from records where org = ? and type = ?', orgId, name);
    }
    for (const user of users.list()) saveFor(context, user);
  });
}

function saveFor(context: OrgContext, user: User): void {
  const set = saveSetup(context, 'PermissionSet', {
    ...{ Name: `X${user.id}`, Label: `${user.firstName} ${user.lastName}`.trim(), IsOwnedByProfile: true },
    ...{ PermissionsApiEnabled: user.apiEnabled, PermissionsViewSetup: user.viewSetup },
    PermissionsViewAllData: user.viewAllData,
  });
  saveSetup(context, 'PermissionSetAssignment', { PermissionSetId: set, AssigneeId: user.id });
  for (const type of context.book.objects()) {
    const rights = rightsOn(user, type);
    // Setup objects have no rights of their own, nor have tasks and events: those follow what they are about.
    if (type.setup || type.name === 'Task' || type.name === 'Event' || !rights.read) continue;
    saveSetup(context, 'ObjectPermissions', {
      ...{ ParentId: set, SobjectType: type.name, PermissionsRead: true, PermissionsCreate: rights.create },
      ...{ PermissionsEdit: rights.edit, PermissionsDelete: rights.delete },
      ...{ PermissionsViewAllRecords: rights.viewAll, PermissionsModifyAllRecords: false },
    });
  }
}
