// Moves the demo company into an empty portal: properties, owners, records; silently, as if they had always been there.
import type { Portal } from '#sandbox/hubspot/portal.ts';
import type { World } from './world.ts';

export function settle(world: World, portal: Portal): void {
  for (const { objectType, ...input } of world.properties) portal.defineProperty(objectType, input);
  for (const person of world.staff) {
    portal.owners.add({
      ...{ id: person.ownerId, email: person.email, firstName: person.firstName, lastName: person.lastName },
      teams: [{ id: person.team === 'North' ? '1' : '2', name: `Team ${person.team}`, primary: true }],
    });
  }
  portal.seed(world.objects);
}
