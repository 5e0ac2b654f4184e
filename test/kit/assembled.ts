// Assembles the HubSpot project once before the tests, because its sources are whole only when they lie together.
import { assemble } from '#scripts/assemble.ts';

export async function setup(): Promise<void> {
  await assemble({ platform: 'hubspot', out: '.out/hubspot' });
}
