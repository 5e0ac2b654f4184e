// A circle as it was known at a moment: what the record said then, and only the deals that were closed by then as closed.
import type { Circle, Neighbour } from '#analyze/circle.ts';
import { dateOf } from '#analyze/value.ts';
import { said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';
import { placeAt } from './course.ts';
import type { Timeline } from './timeline.ts';

/** Counters of days need no change: whoever looks at them says until when. */
export function circleAt(
  circle: Circle,
  { properties }: Pick<Timeline, 'properties'>,
  moment: number,
): Circle {
  const known: Record<string, Twin['properties'][string]> = {};
  for (const [name, course] of properties) {
    const place = placeAt(course, moment);
    const at = course.at[place];
    if (at === undefined) continue;
    known[name] = { value: course.values[place] ?? null, at: new Date(at).toISOString(), by: '' };
  }
  const deals = (circle.around.deal ?? []).flatMap((deal) => dealAt(deal, moment));
  return {
    ...circle,
    twin: { ...circle.twin, properties: known },
    around: { ...circle.around, deal: deals },
  };
}

function dealAt(deal: Neighbour, moment: number): Neighbour[] {
  const { twin } = deal;
  if (twin.createdAt !== null && Date.parse(twin.createdAt) > moment) return [];
  const close = said(twin.properties, 'closeDate');
  const closed = close === null ? null : dateOf(close);
  if (closed === null || closed <= moment) return [deal];
  // What a deal is today says nothing of the time before it was closed.
  return [{ ...deal, twin: { ...twin, properties: {} } }];
}
