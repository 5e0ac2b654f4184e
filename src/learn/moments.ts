// The moments of a closed record that a training row pictures: such as those at which open ones are scored.
import { hash } from 'node:crypto';

/** One picture for so many days of life, so that who stands open for long counts as often as it is scored. */
const daysAPicture = 14;
const day = 86_400_000;

/**
 * At most `most` moments in [createdAt, closedAt), earliest first: the life is cut into equal parts, and one moment of each
 * is drawn by the record's own name, so that the same record always gives the same rows.
 */
export function momentsOf(
  id: string,
  { createdAt, closedAt }: { readonly createdAt: number; readonly closedAt: number },
  most: number,
): number[] {
  const life = closedAt - createdAt;
  if (life <= 0) return [closedAt];
  const count = Math.max(1, Math.min(most, Math.round(life / (daysAPicture * day))));
  return Array.from({ length: count }, (_, part) =>
    Math.floor(createdAt + ((part + drawn(`${id}/${part}`)) / count) * life),
  );
}

/** In [0, 1), by the name alone. */
function drawn(name: string): number {
  return Number.parseInt(hash('sha256', name).slice(0, 12), 16) / 2 ** 48;
}
