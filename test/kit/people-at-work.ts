// People at work in a portal, by a seed: what they do is told by its events.
import type { Random } from '#learn/random.ts';
import type { Portal } from '#sandbox/hubspot/portal.ts';

/** Edits, makes, merges, links, archives and restores contacts; `made` are the ids of all that ever were. */
export function peopleAtWork(portal: Portal, random: Random) {
  const past = {
    createdAt: new Date('2026-03-01T08:00:00.000Z'),
    updatedAt: new Date('2026-03-01T08:00:00.000Z'),
  };
  const companies = portal.seed(
    Array.from({ length: 4 }, (_, nr) => ({
      type: 'companies',
      properties: { name: `Company ${nr}` },
      ...past,
    })),
  );
  const live = portal.seed(
    Array.from({ length: 16 }, (_, nr) => ({
      type: 'contacts',
      properties: { email: `old${nr}@a.test` },
      ...past,
    })),
  );
  const made = [...live];
  const archived: string[] = [];
  const chance = (share: number) => random() < share;
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const drop = (list: string[], id: string) => void list.splice(list.indexOf(id), 1);
  let nr = 0;

  function edit(): void {
    nr += 1;
    portal.update('contacts', pick(live), {
      jobtitle: pick(['Owner', 'Manager', 'Clerk', 'Student']),
      phone: `+1 555 ${nr}`,
      ...(chance(0.2) ? { email: `changed${nr}@a.test` } : {}),
    });
  }
  function make(): string {
    nr += 1;
    const { id } = portal.create('contacts', { email: `new${nr}@a.test`, jobtitle: 'Owner' });
    live.push(id);
    made.push(id);
    if (chance(0.5)) relate(id);
    return id;
  }
  function relate(id: string): void {
    const [fromType, toType] = ['contacts', 'companies'] as const;
    const ends = { fromType, fromId: id, toType, toId: pick(companies) };
    const there = portal
      .associated('contacts', id, 'companies')
      .some(({ toId }) => String(toId) === ends.toId);
    if (there) portal.disassociate(ends);
    else portal.associate(ends);
  }
  function merge(loser: string): void {
    const winner = pick(live);
    if (winner === loser) return;
    const { id } = portal.merge('contacts', winner, loser, undefined, { newId: chance(0.4) });
    drop(live, loser);
    if (id === winner) return;
    drop(live, winner);
    live.push(id);
    made.push(id);
  }
  function archive(): void {
    if (live.length < 5) return;
    const id = pick(live);
    portal.archive('contacts', id);
    if (chance(0.5)) return void portal.restore('contacts', id);
    drop(live, id);
    archived.push(id);
  }
  function restore(): void {
    if (archived.length === 0) return;
    const id = pick(archived);
    portal.restore('contacts', id);
    drop(archived, id);
    live.push(id);
  }
  return {
    made,
    work() {
      edit();
      if (chance(0.7)) edit();
      if (chance(0.4)) {
        const id = make();
        if (chance(0.5)) merge(id);
      }
      if (chance(0.1)) merge(pick(live));
      if (chance(0.3)) relate(pick(live));
      if (chance(0.25)) archive();
      if (chance(0.2)) restore();
    },
  };
}
