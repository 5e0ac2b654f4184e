// Object types that an account was seen not to let us read, though its scopes allow them: a tier can lack them.
import { isRevloopError } from '#errors.ts';
import type { Clock } from '#ports.ts';
import type { ObjectType } from '#sense/signal.ts';
import { hubspotObjects, paths } from './paths.ts';
import type { Request } from './request.ts';

export type RefusedLinks = { has(type: ObjectType): boolean; add(type: ObjectType): void };

/** The account may get a better tier: it is asked again after this. */
const rememberMs = 60 * 60_000;

/** What one account refused, as far as this process has seen. */
export function rememberRefused(clock: Clock): RefusedLinks {
  const until = new Map<ObjectType, number>();
  return {
    has: (type) => (until.get(type) ?? 0) > clock.now().getTime(),
    add: (type) => until.set(type, clock.now().getTime() + rememberMs),
  };
}

/**
 * Those of `links` that the account lets us read; the others are remembered. HubSpot refuses a whole page for one link
 * that it does not allow and need not say for which, so each type is asked for by itself. Errors: those of `Crm`.
 */
export async function readableLinks<T extends ObjectType>(
  { request, refused }: { readonly request: Request; readonly refused: RefusedLinks },
  links: readonly T[],
): Promise<T[]> {
  const readable: T[] = [];
  for (const type of links) {
    const { status } = await request({
      method: 'GET',
      path: paths.objects(type),
      query: { limit: '1', archived: 'false', properties: 'hs_object_id' },
      scope: hubspotObjects[type].readScope,
      takes: [403],
    });
    if (status === 403) refused.add(type);
    else readable.push(type);
  }
  return readable;
}

export function isScopeRefusal(error: unknown): boolean {
  return isRevloopError(error) && error.code === 'CRM_SCOPE';
}
