// Assembles the CRMs' projects once before the tests, because their sources are whole only when they lie together.
import { assemble } from '#scripts/assemble.ts';

export async function setup(): Promise<void> {
  await assemble({ platform: 'hubspot', out: '.out/hubspot' });
  await assemble({ platform: 'salesforce', out: '.out/salesforce' });
}
