// The shape of a decision about a model, as the API shows it.
import { z } from 'zod';
import { instant } from '#http/instant.ts';
import { eventDetail, type ModelEvent, moves, newModelEvent } from '#learn/model-event.ts';
import type { TenantStore } from '#ports/store.ts';

const move = moves.shape.top.element.extend({ name: z.string() });

export const modelEventShown = newModelEvent.extend({
  id: z.string(),
  at: instant,
  detail: eventDetail.extend({ moves: moves.extend({ top: z.array(move) }).optional() }),
});

/** The events with the names that people know their customers by. */
export async function showEvents(
  rows: Pick<TenantStore, 'models'>,
  events: readonly ModelEvent[],
): Promise<z.input<typeof modelEventShown>[]> {
  const subjects = events.flatMap(({ detail }) => detail.moves?.top.map(({ subject }) => subject) ?? []);
  const names = await rows.models.namesOf([...new Set(subjects)]);
  return events.map(({ detail: { moves: told, ...detail }, ...event }) => ({
    ...event,
    detail:
      told === undefined
        ? detail
        : {
            ...detail,
            moves: {
              ...told,
              top: told.top.map((one) => ({ ...one, name: names.get(one.subject) ?? `#${one.subject}` })),
            },
          },
  }));
}
