// A portal with a history that can be learned from: contacts that were won and lost, by a cause that is known.
import type { Portal } from '#sandbox/hubspot/portal.ts';

const day = 86_400_000;

const sources = ['partner', 'referral', 'cold list', 'fair', 'referral', 'cold list'] as const;
/** Of ten leads of a source so many are won. */
const wins = { partner: 9, referral: 5, fair: 2, 'cold list': 1 } as const;

/**
 * 240 closed contacts over the last 120 days, whose source decides how many of them were won. Gives the ids of `open`
 * contacts made a moment ago, all from the best source.
 */
export function closedHistory(portal: Portal, open: number): string[] {
  portal.defineProperty('contacts', {
    name: 'source',
    label: 'Lead source',
    type: 'string',
    fieldType: 'text',
  });
  const now = Date.now();
  const closed = Array.from({ length: 240 }, (_, nr) => {
    const source = sources[nr % sources.length] ?? 'fair';
    const won = (Math.floor(nr / sources.length) * 7) % 10 < wins[source];
    const at = new Date(now - (120 - nr / 2) * day);
    return {
      type: 'contacts',
      createdAt: at,
      updatedAt: at,
      properties: {
        ...{ email: `closed${nr}@history.example`, source },
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
        ...{ source: 'partner', jobtitle: 'Head of Operations', company: 'Now', lifecyclestage: 'lead' },
      },
    })),
  );
}
