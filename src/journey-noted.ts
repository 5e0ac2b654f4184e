// Changes a journey and notes it in both places: the journey's own story, and the register of decisions for good.
import type { JourneyChange } from '#ports/journeys.ts';
import type { TenantStore } from '#ports/store.ts';

type Rows = Pick<TenantStore, 'journeys' | 'decisions'>;
type To = Parameters<TenantStore['journeys']['change']>[1];

/** `id`: of a journey that is there. The register names it as people do, in English. */
export async function changeNoted(rows: Rows, id: string, to: To, why: JourneyChange): Promise<void> {
  const before = await rows.journeys.get(id);
  await rows.journeys.change(id, to, why);
  const { what, who, detail, at } = why;
  const body = { journey: id, what, ...detail };
  const about = before?.name.en ?? id;
  await rows.decisions.note([{ who, kind: 'journey', about, why: null, body }], at);
}
