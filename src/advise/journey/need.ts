// A need: what of a tenant's data a rule asks for, so that one sees beforehand what is missing.
import { readRef } from '#analyze/field/field-ref.ts';
import { referencesIn, referencesOf } from './asking.ts';
import type { JourneyGraph, JourneyKind } from './journey-graph.ts';
import type { Stage } from './stage.ts';

/** Texts: `console.need.<of>`. A named one is a property of the CRM record, or an event of the product. */
export type Need =
  | { readonly of: 'property' | 'event'; readonly name: string }
  | { readonly of: 'any_event' | 'users' | 'ticket' | 'deal' | 'engagement' };

/** What a reference needs; null where Revloop finds it out by itself. */
export function needOf(reference: string): Need | null {
  const read = readRef(reference);
  if ('problem' in read) return null;
  const { id, named, source } = read.field;
  if (named?.of === 'property') return { of: 'property', name: read.name ?? '' };
  if (named?.of === 'event')
    return read.name === null ? { of: 'any_event' } : { of: 'event', name: read.name };
  if (id.startsWith('users')) return { of: 'users' };
  if (source === 'product') return { of: 'any_event' };
  if (source === 'support') return { of: 'ticket' };
  if (id.startsWith('deals')) return { of: 'deal' };
  const engaged = ['mails_in', 'mails_out', 'calls', 'meetings', 'days_since.mail_in', 'days_since.mail_out'];
  if ([...engaged, 'days_since.meeting', 'days_since.talk'].includes(id)) return { of: 'engagement' };
  return null;
}

export function needKey(need: Need): string {
  return 'name' in need ? `${need.of}:${need.name}` : need.of;
}

/** Everything that a journey and its stages ask for or write, each once. */
export function needsOf(
  graph: JourneyGraph,
  stages: readonly Stage[],
  stageKind: JourneyKind,
  rules: readonly JourneyGraph['enter'][] = [],
): Need[] {
  const references = [
    ...referencesOf(graph),
    ...rules.flatMap((rule) => referencesIn(rule, graph.kind)),
    ...stages.flatMap(({ enter, leave }) =>
      [enter, ...(leave === null ? [] : [leave])].flatMap((rule) => referencesIn(rule, stageKind)),
    ),
  ];
  const steps = Object.values(graph.nodes).flatMap((node): Need[] => {
    if (node.kind === 'event') return [{ of: 'event', name: node.event }];
    return node.kind === 'field' ? Object.keys(node.set).map((name) => ({ of: 'property', name })) : [];
  });
  const all = [...references.flatMap((reference) => needOf(reference) ?? []), ...steps];
  return [...new Map(all.map((need) => [needKey(need), need])).values()];
}
