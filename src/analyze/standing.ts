// Standing: whether a subject counts as won, lost or open, by the tenant's own rules.
import type { OutcomeCondition, OutcomeRules } from '#sense/tenant.ts';
import type { Twin } from '#twin/twin.ts';
import type { Standing } from './analyzed.ts';
import { type Circle, linked, present } from './circle.ts';

const open: Standing = { is: 'open', since: null };

/** The standing of a contact. A won condition outranks a lost one. */
export function contactStanding(circle: Circle, rules: OutcomeRules): Standing {
  return standing(rules.contact, circle, rules);
}

/** The standing of a deal; a deal's own conditions look at its properties only. */
export function dealStanding(twin: Twin, rules: OutcomeRules): Standing {
  return standing(rules.deal, { subject: '', twin, around: {} }, rules);
}

function standing(
  rule: { readonly won: readonly OutcomeCondition[]; readonly lost: readonly OutcomeCondition[] },
  circle: Circle,
  rules: OutcomeRules,
): Standing {
  const won = firstSince(rule.won, circle, rules);
  if (won !== null) return { is: 'won', since: won };
  const lost = firstSince(rule.lost, circle, rules);
  return lost === null ? open : { is: 'lost', since: lost };
}

/** Since when any of the conditions holds; null when none does. */
function firstSince(
  conditions: readonly OutcomeCondition[],
  circle: Circle,
  rules: OutcomeRules,
): string | null {
  const times = conditions.flatMap((condition) => {
    const since =
      'linked' in condition ? sinceLinked(condition, circle, rules) : sinceProperty(condition, circle.twin);
    return since === null ? [] : [since];
  });
  return times.sort()[0] ?? null;
}

function sinceProperty(condition: { property: string; in: readonly string[] }, twin: Twin): string | null {
  const known = twin.properties[condition.property];
  if (known === undefined || known.value === null || !condition.in.includes(known.value)) return null;
  return known.at;
}

function sinceLinked(
  condition: { having: 'any' | 'all'; outcome: 'won' | 'lost' },
  circle: Circle,
  rules: OutcomeRules,
): string | null {
  const deals = linked(circle, 'deal').map(({ twin }) => ({ twin, standing: dealStanding(twin, rules) }));
  const meeting = deals.filter((deal) => deal.standing.is === condition.outcome);
  if (meeting.length === 0 || (condition.having === 'all' && meeting.length < deals.length)) return null;
  const times = meeting
    .map(({ twin, standing: own }) => present(twin, 'closedate') ?? own.since ?? '')
    .sort();
  // One is enough from the first on; all of them only from the last on.
  const since = condition.having === 'any' ? times[0] : times.at(-1);
  return toIso(since) ?? meeting[0]?.standing.since ?? null;
}

function toIso(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
