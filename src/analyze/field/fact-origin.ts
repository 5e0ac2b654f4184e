// Where a fact comes from and how old it is, for whoever asks why.
import { placeAt } from './course.ts';
import type { FactOrigin } from './facts.ts';
import { readRef } from './field-ref.ts';
import type { Timeline } from './timeline.ts';

export function originOf(
  timeline: Timeline,
  at: number,
  platform: 'hubspot' | 'salesforce',
): (reference: string) => FactOrigin {
  const { crm, product } = timeline.asOf;
  return (reference) => {
    const ref = readRef(reference);
    if ('problem' in ref) return { source: platform, asOf: null };
    switch (ref.field.source) {
      case 'product':
        return { source: 'product', asOf: product };
      case 'support':
        return { source: 'support', asOf: lastCase(timeline, at) };
      case 'analysis':
        return { source: 'analysis', asOf: iso(timeline.findings.at[placeAt(timeline.findings, at)]) };
      case 'clock':
        return { source: 'clock', asOf: iso(at) };
      default:
        return { source: platform, asOf: saidAt(timeline, ref.name, at) ?? crm };
    }
  };
}

function saidAt({ properties }: Timeline, name: string | null, at: number): string | null {
  const course = name === null ? undefined : properties.get(name);
  return course === undefined ? null : iso(course.at[placeAt(course, at)]);
}

function lastCase({ tickets }: Timeline, at: number): string | null {
  const moments = tickets.flatMap(({ opened, closed }) => [opened, ...(closed === null ? [] : [closed])]);
  return iso(moments.filter((one) => one <= at).sort((one, other) => other - one)[0]);
}

function iso(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString();
}
