// Places a customer of the past in the segments of today, by what it did then: whoever has left is in none of them by now.
import type { SegmentVersion } from '#analyze/segment/segment.ts';
import type { Conduct } from './behaviour-of.ts';
import { coordinate } from './scale.ts';

/** Of what tells segments apart so much must be known. */
const leastKnown = 0.5;

/** The id of the nearest segment; null where too little is known. */
export function placeIn({ scales, segments }: SegmentVersion, conduct: Conduct): string | null {
  const point = scales.map((scale) => {
    const value = conduct[scale.behaviour];
    return { behaviour: scale.behaviour, z: value === null ? null : coordinate(scale, value) };
  });
  if (point.filter(({ z }) => z !== null).length < leastKnown * scales.length) return null;
  const far = segments.map(({ id, centroid }) => {
    const known = point.flatMap(({ behaviour, z }) => {
      const middle = centroid[behaviour] ?? null;
      return z === null || middle === null ? [] : [(z - middle) ** 2];
    });
    const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
    return { id, far: known.length === 0 ? Number.POSITIVE_INFINITY : mean };
  });
  return far.sort((one, other) => one.far - other.far)[0]?.id ?? null;
}
