// A circle: a twin with the twins around it, as analysis looks at them together.
import type { EngagementKind, SubjectKind } from '#sense/signal.ts';
import type { Twin } from '#twin/twin.ts';
import { type Unread, unreadOf } from './unread.ts';

export type Neighbour = { readonly subject: string; readonly twin: Twin };

export type Circle = {
  readonly subject: string;
  readonly twin: Twin;
  /** Linked subjects by kind, in the order of their ids; archived ones are left out. */
  readonly around: Readonly<Partial<Record<SubjectKind, readonly Neighbour[]>>>;
  /** Of its mails, calls and meetings, what may not be read: not known, never none. */
  readonly unread?: ReadonlySet<EngagementKind>;
};

export function linked(circle: Circle, kind: SubjectKind): readonly Neighbour[] {
  return circle.around[kind] ?? [];
}

/** The first company that a CRM knows: of one that only the product names nothing is known that a record would say. */
export function companyOf(circle: Circle): Neighbour | undefined {
  const companies = linked(circle, 'company');
  return companies.find(({ twin }) => Object.keys(twin.records).length > 0) ?? companies[0];
}

/** Circles of the subjects from pairs of linked subjects and the twins of all of them. */
export function toCircles(
  subjects: readonly string[],
  pairs: readonly { readonly subject: string; readonly linked: string; readonly kind: SubjectKind }[],
  twins: ReadonlyMap<string, Twin>,
  unread: Unread = new Map(),
): Circle[] {
  const around = new Map<string, Partial<Record<SubjectKind, Neighbour[]>>>();
  for (const { subject, linked: other, kind } of pairs) {
    const twin = twins.get(other);
    if (twin === undefined || isGone(twin)) continue;
    const mine = around.get(subject) ?? {};
    mine[kind] = [...(mine[kind] ?? []), { subject: other, twin }];
    around.set(subject, mine);
  }
  return subjects.flatMap((subject): Circle[] => {
    const twin = twins.get(subject);
    if (twin === undefined) return [];
    return [{ subject, twin, around: around.get(subject) ?? {}, unread: unreadOf(twin, unread) }];
  });
}

export function isGone(twin: Twin): boolean {
  return twin.erased || twin.archived?.value === true;
}
