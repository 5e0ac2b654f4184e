// A change of a journey by a person: its name, its dry run, and whether it runs, stands still or has ended.
import type { Journey } from '#advise/journey/journey.ts';
import { fail } from '#errors.ts';
import type { JourneyDesk } from '#ports/journey-desk.ts';
import type { JourneyChange } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';
import { inWords } from '#texts/in-words.ts';
import { changeNoted } from './journey-noted.ts';

type Wanted = Parameters<JourneyDesk['change']>[3];
const none = { runs: 0, actions: 0 };
const whats = { live: 'resumed', paused: 'paused', killed: 'killed' } as const;

/** Errors: NOT_FOUND, JOURNEY_STATE. */
export async function changeOne(
  rows: TenantStore,
  by: string,
  id: string,
  { name, dryRun, state }: Wanted,
  now: Date,
): Promise<{ runs: number; actions: number }> {
  const journey = (await rows.journeys.hold(id)) ?? fail('NOT_FOUND', { what: 'journey' });
  const why = (what: JourneyChange['what'], detail: JourneyChange['detail'] = {}) => ({
    what,
    who: by,
    detail,
    at: now,
  });
  if (state !== undefined) mayBecome(journey, state);
  if (name !== undefined) await changeNoted(rows, id, { name }, why('renamed'));
  if (dryRun !== undefined) await changeNoted(rows, id, { dryRun }, why('dry_run', { on: dryRun }));
  if (state === undefined) return none;
  const ended = state === 'killed' ? await rows.runs.kill(id, now) : none;
  await changeNoted(rows, id, { state }, why(whats[state], ended));
  return ended;
}

function mayBecome(journey: Journey, state: keyof typeof whats): void {
  if (journey.state === 'killed') ended(journey);
  if (state === 'live' && journey.liveVersion === null)
    fail('JOURNEY_STATE', {
      state: inWords(`refusal.journey.${journey.state}`),
      problem: inWords('refusal.problem.notPublished'),
    });
}

export function ended({ state }: Journey): never {
  return fail('JOURNEY_STATE', {
    state: inWords(`refusal.journey.${state}`),
    problem: inWords('refusal.problem.ended'),
  });
}
