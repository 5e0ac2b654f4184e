// A portal with a history that can be learned from: contacts that were won and lost, by a cause that is known.
import type { Portal } from '#sandbox/hubspot/portal.ts';

const day = 86_400_000;

const titles = ['Owner', 'Manager', 'Student', 'Clerk', 'Manager', 'Student'] as const;
/** Of ten leads with a title so many are won. */
const wins = { Owner: 9, Manager: 5, Clerk: 2, Student: 1 } as const;

/**
 * 240 closed contacts over the last 120 days, whose job title decides how many of them were won. Gives the ids of `open`
 * contacts made a moment ago, all with the best title.
 */
export function closedHistory(portal: Portal, open: number): string[] {
  const now = Date.now();
  const closed = Array.from({ length: 240 }, (_, nr) => {
    const title = titles[nr % titles.length] ?? 'Clerk';
    const won = (Math.floor(nr / titles.length) * 7) % 10 < wins[title];
    const at = new Date(now - (120 - nr / 2) * day);
    return {
      type: 'contacts',
      createdAt: at,
      updatedAt: at,
      properties: {
        ...{ email: `closed${nr}@history.example`, jobtitle: title },
        ...(won ? { lifecyclestage: 'customer' } : { lifecyclestage: 'lead', hs_lead_status: 'UNQUALIFIED' }),
      },
    };
  });
  portal.seed(closed);
  return portal.seed(
    Array.from({ length: open }, (_, nr) => ({
      ...{ type: 'contacts', createdAt: new Date(now), updatedAt: new Date(now) },
      properties: {
        ...{ email: `open${nr}@now.example`, firstname: 'Ada', lastname: `Okafor ${nr}`, phone: '+1 555 01' },
        ...{ jobtitle: 'Owner', company: 'Now', lifecyclestage: 'lead' },
      },
    })),
  );
}
