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

/**
 * The company of a person as a CRM links the two. One that only the product names is left out: that somebody uses the product
 * would tell how it ended. `isCrm`: whether that is a connection of a CRM.
 */
export function companyOf(circle: Circle, isCrm: (origin: string) => boolean): Neighbour | undefined {
  const companies = linked(circle, 'company');
  const { links } = circle.twin;
  const byProduct = Object.keys(links).some(
    (to) => to.endsWith(':company') && !isCrm(to.split(':')[0] ?? ''),
  );
  return byProduct
    ? companies.find((one) => names(circle.twin, one.twin) || names(one.twin, circle.twin))
    : companies[0];
}

/** Whether a record of the one names a record of the other. */
function names({ links }: Twin, { records }: Twin): boolean {
  return Object.entries(links).some(([to, { ids }]) => {
    const [origin = '', type = ''] = to.split(':');
    return ids.some((id) => Object.hasOwn(records, `${origin}:${type}:${id}`));
  });
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
