// Checks the properties of a write against the portal's definitions, with HubSpot's answers for each fault.
import { type ErrorDetail, invalid } from './hubspot-error.ts';
import type { ObjectType } from './object-type.ts';
import type { PortalContext } from './portal-context.ts';
import type { Properties } from './record.ts';
import { checkValue } from './value.ts';

type Fault = { readonly name: string; readonly code: string; readonly message: string };
type Checking = Pick<PortalContext, 'book' | 'owners' | 'pipelines' | 'portalId'>;

/** Whether the caller may set what HubSpot keeps itself: people's own edits in the demo world may, the API may not. */
export type Strictness = 'api' | 'portal';

/** Returns the values as HubSpot keeps them; throws the 400 that names every fault. */
export function checkedProperties(
  context: Checking,
  type: ObjectType,
  given: Properties,
  before: Properties,
  strictness: Strictness,
): Record<string, string> {
  const kept: Record<string, string> = {};
  const faults: Fault[] = [];
  const after = { ...before, ...given };
  for (const [name, value] of Object.entries(given)) {
    const checked = checkOne(context, type, name, value, { before, after, strictness });
    if ('fault' in checked) faults.push(checked.fault);
    else kept[name] = checked.value;
  }
  if (faults.length > 0) throw propertyFaults(context.portalId, faults);
  return kept;
}

function checkOne(
  context: Checking,
  type: ObjectType,
  name: string,
  value: string,
  state: { before: Properties; after: Properties; strictness: Strictness },
): { value: string } | { fault: Fault } {
  const definition = context.book.get(type.name, name);
  if (definition === undefined) {
    return { fault: { name, code: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` } };
  }
  const kept = name === 'hs_object_id' || name === type.created || name === type.modified;
  if (kept || definition.calculated || (definition.readOnlyValue && state.strictness === 'api')) {
    const message = `"${name}" is a read only property; its value cannot be set.`;
    return { fault: { name, code: 'READ_ONLY_VALUE', message } };
  }
  const checked = checkValue(
    definition,
    value,
    state.before[name] ?? '',
    elsewhere(context, type, name, state.after),
  );
  if (!checked.ok) return { fault: { name, code: checked.code, message: checked.message } };
  return { value: checked.value };
}

// Owners, pipelines and stages are options that live outside the property definition.
function elsewhere(
  context: Checking,
  type: ObjectType,
  name: string,
  after: Properties,
): ReadonlySet<string> | undefined {
  if (name === 'hubspot_owner_id') return context.owners.ids();
  const pipelines = context.pipelines.list(type.name);
  if (pipelines.length === 0) return undefined;
  if (name === 'pipeline' || name === 'hs_pipeline') return new Set(pipelines.map((one) => one.id));
  if (name !== 'dealstage' && name !== 'hs_pipeline_stage') return undefined;
  const chosen = after[type.name === 'deals' ? 'pipeline' : 'hs_pipeline'];
  const stages = pipelines
    .filter((one) => chosen === undefined || one.id === chosen)
    .flatMap((one) => one.stages);
  return new Set(stages.map((one) => one.id));
}

/** The 400 HubSpot answers for values that are not valid. */
export function propertyFaults(portalId: number, faults: readonly Fault[]) {
  const listed = faults.map(({ name, code, message }) => ({
    isValid: false,
    message,
    error: code,
    name,
    localizedErrorMessage: message,
    portalId,
  }));
  const errors: ErrorDetail[] = faults.map(({ name, code, message }) => ({
    message,
    code,
    context: { propertyName: [name] },
  }));
  return invalid(`Property values were not valid: ${JSON.stringify(listed)}`, errors);
}
