// Standing: whether a subject counts as won, lost or open, by the tenant's own rules.
import type { OutcomeCondition, OutcomeRules } from '#sense/tenant.ts';
import { said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';
import type { Standing } from './analyzed.ts';
import { type Circle, linked } from './circle.ts';
import { dateOf } from './value.ts';

const open: Standing = { is: 'open', since: null };

type Rule = { readonly won: readonly OutcomeCondition[]; readonly lost: readonly OutcomeCondition[] };

/** The standing of a contact or a lead. A won condition outranks a lost one. */
export function personStanding(circle: Circle, rules: OutcomeRules): Standing {
  const { contact, lead } = rules;
  // What a contact was as a lead has the lead's name before it.
  const wasLead = { won: lead.won.map(ofLead), lost: lead.lost.map(ofLead) };
  return standing([contact, circle.twin.kind === 'lead' ? lead : wasLead], circle, rules);
}

function ofLead(condition: OutcomeCondition): OutcomeCondition {
  if ('linked' in condition) return condition;
  const { and } = condition;
  const named = { ...condition, property: `lead.${condition.property}` };
  return and === undefined ? named : { ...named, and: { ...and, property: `lead.${and.property}` } };
}

/** The standing of a deal; a deal's own conditions look at its properties only. */
export function dealStanding(twin: Twin, rules: OutcomeRules): Standing {
  return standing([rules.deal, rules.opportunity], { subject: '', twin, around: {} }, rules);
}

/**
 * When a deal was closed (ms), `since` when it has been won or lost as far as we heard: on the day that the CRM names, or
 * sooner, for on many a lost deal stands the day that was once hoped for. Null where nobody says.
 */
export function dealClosedAt({ properties }: Pick<Twin, 'properties'>, since: string | null): number | null {
  const told = [said(properties, 'closeDate'), since].flatMap((time) =>
    time === null ? [] : (dateOf(time) ?? []),
  );
  return told.length === 0 ? null : Math.min(...told);
}

function standing(given: readonly Rule[], circle: Circle, rules: OutcomeRules): Standing {
  const won = firstSince(
    given.flatMap((rule) => rule.won),
    circle,
    rules,
  );
  if (won !== null) return { is: 'won', since: won };
  const lost = firstSince(
    given.flatMap((rule) => rule.lost),
    circle,
    rules,
  );
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

type PropertyCondition = Exclude<OutcomeCondition, { linked: 'deal' }>;

function sinceProperty({ property, in: values, and }: PropertyCondition, twin: Twin): string | null {
  const known = twin.properties[property];
  if (known === undefined || known.value === null || !values.includes(known.value)) return null;
  if (and === undefined) return known.at;
  const too = sinceProperty(and, twin);
  return too === null || too > known.at ? too : known.at;
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
    .flatMap(({ twin, standing: own }) => dealClosedAt(twin, own.since) ?? [])
    .sort((one, other) => one - other);
  // One is enough from the first on; all of them only from the last on.
  const since = condition.having === 'any' ? times[0] : times.at(-1);
  return since === undefined ? null : new Date(since).toISOString();
}
