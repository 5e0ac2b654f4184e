// The rules admins configure for writes (2026-09): properties a record must have afterwards.
import { propertyFaults } from './checked-properties.ts';
import type { Call } from './endpoint.ts';
import { type ObjectType, objectTypeOf } from './object-type.ts';
import type { Properties } from './record.ts';

/** Throws the 400 that names every property the rules miss. */
export function keepRules(call: Call, type: ObjectType, before: Properties, given: Properties): void {
  const after = { ...before, ...given };
  const faults = call.chaos
    .read()
    .writeRules.filter((rule) => objectTypeOf(rule.objectType).name === type.name)
    .filter((rule) => rule.when === undefined || after[rule.when.property] === rule.when.value)
    .filter((rule) => !after[rule.property])
    .map(({ property }) => ({
      name: property,
      code: 'REQUIRED_PROPERTY_MISSING',
      message: `Property "${property}" is required`,
    }));
  if (faults.length > 0) throw propertyFaults(call.portal.portalId, faults);
}
