// Asking for fields by what the user sees of an object now, and again where an admin changed that meanwhile.
import { isRevloopError } from '#errors.ts';
import type { ObjectType } from '#sense/signal.ts';
import type { Described, Describes } from './describe.ts';
import { salesforceObjects } from './objects.ts';

/** A field that was removed or hidden is refused once; the object is then looked at anew. Errors: those of `Crm`. */
export async function withFields<T>(
  describes: Describes,
  type: ObjectType,
  work: (described: Described) => Promise<T>,
): Promise<T> {
  try {
    return await work(await describes.of(type));
  } catch (error) {
    if (!isFieldRefusal(error)) throw error;
    describes.forget(type);
    return work(await describes.of(type));
  }
}

function isFieldRefusal(error: unknown): boolean {
  return (
    isRevloopError(error) && error.code === 'CRM_REFUSED' && error.params['category'] === 'INVALID_FIELD'
  );
}

/** The conditions, with the one that tells a type from others of its object; empty where there is none. */
export function whereOf(
  type: ObjectType,
  { fields }: Pick<Described, 'fields'>,
  conditions: readonly string[],
): string {
  const { filter } = salesforceObjects[type];
  const all = [...(filter === null ? [] : [filter((field) => fields.has(field))]), ...conditions];
  return all.length === 0 ? '' : ` WHERE ${all.join(' AND ')}`;
}
