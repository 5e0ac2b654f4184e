// Where a customer is among the others: its segment, and its stage, with their names and since when.
import { segmentName } from '#analyze/segment/segment-name.ts';
import type { TenantStore } from '#ports/store.ts';

type Place = { id: string; name: { en: string; 'zh-CN': string }; since: Date };

export async function whereabouts(
  rows: Pick<TenantStore, 'segments' | 'stages'>,
  subject: string,
): Promise<{ segment: Place | null; stage: Place | null }> {
  const [member] = await rows.segments.of([subject]);
  const [at] = await rows.stages.of([subject]);
  const segments = member === undefined ? [] : ((await rows.segments.live())?.found?.segments ?? []);
  const stages = at === undefined ? [] : (await rows.stages.plan()).stages;
  const segment = segments.find(({ id }) => id === member?.segment);
  const stage = stages.find(({ id }) => id === at?.stage);
  return {
    segment:
      member === undefined || segment === undefined
        ? null
        : {
            id: segment.id,
            name: { en: segmentName('en', segment), 'zh-CN': segmentName('zh-CN', segment) },
            since: member.since,
          },
    stage:
      at === undefined || stage === undefined ? null : { id: stage.id, name: stage.name, since: at.since },
  };
}
