// Reads which records HubSpot records are linked to, a thousand a request.
import { z } from 'zod';
import type { ObjectType } from '#sense/signal.ts';
import { hubspotObjects, paths } from './paths.ts';
import { chunks } from './read.ts';
import type { Request } from './request.ts';
import { faults, refuseFaults, understood } from './understood.ts';

/** HubSpot's limit for one batch of associations. */
const batchSize = 1_000;

const batchAnswer = z.looseObject({
  results: z.array(
    z.looseObject({
      from: z.looseObject({ id: z.coerce.string() }),
      // The oldest shape of this answer says `id`.
      to: z
        .array(z.looseObject({ toObjectId: z.coerce.string().optional(), id: z.coerce.string().optional() }))
        .default([]),
      paging: z.looseObject({ next: z.looseObject({ after: z.string() }).optional() }).nullish(),
    }),
  ),
  errors: faults,
});

type Input = { readonly id: string; readonly after?: string };
type Found = z.infer<typeof batchAnswer>['results'];

/** Every asked id is in the map, with an empty list when it has no links or does not exist. */
export async function readLinks(
  request: Request,
  from: ObjectType,
  ids: readonly string[],
  to: ObjectType,
): Promise<Map<string, readonly string[]>> {
  const found = new Map(ids.map((id) => [id, new Set<string>()]));
  let left: Input[] = [...found.keys()].map((id) => ({ id }));
  while (left.length > 0) {
    const results: Found = [];
    for (const inputs of chunks(left, batchSize)) {
      results.push(...(await readBatchOfLinks(request, { from, to, inputs })));
    }
    for (const one of results) for (const id of targetsOf(one)) found.get(one.from.id)?.add(id);
    left = results.flatMap(({ from: { id }, paging }) =>
      paging?.next === undefined ? [] : [{ id, after: paging.next.after }],
    );
  }
  return new Map([...found].map(([id, linked]) => [id, [...linked]]));
}

async function readBatchOfLinks(
  request: Request,
  { from, to, inputs }: { from: ObjectType; to: ObjectType; inputs: readonly Input[] },
): Promise<Found> {
  const reply = await request({
    method: 'POST',
    path: paths.associations(from, to),
    body: { inputs },
    scope: hubspotObjects[to].readScope,
  });
  const { results, errors } = understood(batchAnswer, reply);
  // A record without links is a fault of the category OBJECT_NOT_FOUND too.
  refuseFaults(errors);
  return results;
}

function targetsOf({ to }: Found[number]): string[] {
  return to.flatMap((target) => target.toObjectId ?? target.id ?? []);
}
