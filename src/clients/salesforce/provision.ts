// Our fields in an org: the package brings them, so here it is only found out whether they are there and can be written.
import type { Crm, FieldDefinition, FieldReport } from '#ports/crm.ts';
import type { Describes, Field } from './describe.ts';
import { ownFields } from './port-name.ts';

/** Field types that take what we write. */
const fitting: Readonly<Record<FieldDefinition['type'], readonly string[]>> = {
  number: ['double', 'percent', 'currency', 'int'],
  string: ['string', 'textarea', 'picklist'],
  text: ['textarea'],
  datetime: ['datetime'],
  enumeration: ['picklist', 'string'],
};

/** One look at each object. */
export function provisioner(describes: Describes): Crm['provision'] {
  return async (fields) => {
    const reports: FieldReport[] = [];
    for (const [objectType, own] of Map.groupBy(fields, (field) => field.objectType)) {
      describes.forget(objectType);
      const described = await describes.of(objectType);
      const some = (ownFields[objectType] ?? []).some((name) => described.fields.has(name));
      for (const field of own) {
        reports.push(report(field, described.fields.get(field.name), { object: described.name, some }));
      }
    }
    return reports;
  };
}

function report(
  field: FieldDefinition,
  one: Field | undefined,
  { object, some }: { object: string; some: boolean },
): FieldReport {
  const { objectType, name } = field;
  const end = (state: FieldReport['state'], problem: string | null): FieldReport => ({
    objectType,
    name,
    state,
    problem,
  });
  if (one === undefined) {
    return end(
      'missing',
      some
        ? `The connected user does not see this field of ${object}: assign the permission set Revloop Integration to the user, or update the Revloop package.`
        : `${object} has no field of Revloop that the connected user sees: install the Revloop package, and assign its permission set Revloop Integration to the user.`,
    );
  }
  if (!fitting[field.type].includes(one.type)) {
    return end(
      'conflict',
      `The field ${one.name} has the type ${one.type}, and Revloop needs ${fitting[field.type][0]}.`,
    );
  }
  if (one.calculated) return end('conflict', `The field ${one.name} is a formula and cannot be written.`);
  if (!one.updateable) {
    return end(
      'missing',
      `The connected user may not write ${one.name}: assign the permission set Revloop Integration.`,
    );
  }
  return end('there', null);
}
