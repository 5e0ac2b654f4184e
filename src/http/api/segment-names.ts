// What the segments of a tenant are called, in both languages: rules and journeys keep their ids.
import type { Group } from '#advise/rule/rule-tree.ts';
import { sentence } from '#advise/rule/sentence.ts';
import { segmentName } from '#analyze/segment/segment-name.ts';
import type { Store } from '#ports.ts';
import type { TenantId } from '#sense/tenant.ts';
import type { InWords } from '#texts/in-words.ts';
import type { Locale } from '#texts/texts.ts';

/** By id, as they were found last. */
export type SegmentNames = ReadonlyMap<string, InWords>;

export async function segmentNames(store: Pick<Store, 'asTenant'>, tenant: TenantId): Promise<SegmentNames> {
  const live = await store.asTenant(tenant, (rows) => rows.segments.live());
  const found = live?.found?.segments ?? [];
  return new Map(
    found.map((one) => [one.id, { en: segmentName('en', one), 'zh-CN': segmentName('zh-CN', one) }]),
  );
}

/** A condition in words, with the names of segments in them. */
export function sayTree(tree: Group, names: SegmentNames): InWords {
  const say = (locale: Locale) => sentence(locale, tree, { segment: (id) => names.get(id)?.[locale] });
  return { en: say('en'), 'zh-CN': say('zh-CN') };
}
