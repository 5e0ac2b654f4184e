// All circles of a kind, a page at a time, each page in a transaction of its own.
import { circlesOf } from '#analyze/analyze.ts';
import type { Circle } from '#analyze/circle.ts';
import type { Ports } from '#ports.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantId } from '#sense/tenant.ts';

const pageSize = 1000;

export async function* circlePages(
  { store }: Pick<Ports, 'store'>,
  tenant: TenantId,
  kind: SubjectKind,
): AsyncGenerator<Circle[]> {
  let after: string | null = null;
  do {
    const page: { circles: Circle[]; last: string | null } = await store.asTenant(tenant, async (rows) => {
      const found = await rows.twins.page(kind, after, pageSize);
      const circles = await circlesOf(rows, new Map(found.map(({ subject, twin }) => [subject, twin])));
      return { circles, last: found.length === pageSize ? (found.at(-1)?.subject ?? null) : null };
    });
    yield page.circles;
    after = page.last;
  } while (after !== null);
}
