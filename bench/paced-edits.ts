// Edits in a portal at a steady pace, and when the portal received the new score of each edited record.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Portal } from '#sandbox/hubspot/portal.ts';
import type { Portals } from '#sandbox/hubspot/portals.ts';
import { worst } from './synthetic-leads.ts';

export type Pace = {
  readonly ids: readonly string[];
  readonly perSecond: number;
  readonly patience: number;
};
/** Times in ms since 1970; `writtenAt` null: nothing came within the patience. */
export type Paced = {
  readonly edits: readonly { id: string; editedAt: number; writtenAt: number | null }[];
  readonly lastEditAt: number;
};

const property = 'hs_analytics_source';
const written = 'revloop_lead_score';

/** Moves each of these records from its source to the other of the two worst; returns how many changed. */
export function edits(portal: Portal, ids: readonly string[]): { edited: number } {
  for (const id of ids) move(portal, id);
  return { edited: ids.length };
}

function move(portal: Portal, id: string): void {
  const before = portal.read('contacts', id)?.properties[property];
  portal.update('contacts', id, { [property]: before === worst[0] ? worst[1] : worst[0] });
}

/** Moves each record once from its source to the other of the two worst, so that its score really changes. */
export async function paced(portals: Portals, portal: Portal, pace: Pace): Promise<Paced> {
  const open = new Map<string, { id: string; editedAt: number; writtenAt: number | null }>();
  const all: { id: string; editedAt: number; writtenAt: number | null }[] = [];
  portals.onChange((_, changes) => {
    const now = Date.now();
    for (const change of changes) {
      if (change.kind !== 'propertyChange' || change.property !== written) continue;
      const waiting = open.get(String(change.id));
      if (waiting === undefined) continue;
      waiting.writtenAt = now;
      open.delete(String(change.id));
    }
  });
  const began = performance.now();
  for (const [nr, id] of pace.ids.entries()) {
    const wait = (nr / pace.perSecond) * 1000 - (performance.now() - began);
    if (wait > 1) await sleep(wait);
    const edit = { id, editedAt: Date.now(), writtenAt: null };
    open.set(id, edit);
    all.push(edit);
    move(portal, id);
  }
  const lastEditAt = Date.now();
  for (let waited = 0; open.size > 0 && waited < pace.patience * 10; waited += 1) await sleep(100);
  return { edits: all, lastEditAt };
}
