// Rules for leads: call now, reach out, ask for what is missing, nurture.
import type { Reason } from '#analyze/finding.ts';
import { type Concept, namesOf, said } from '#sense/vocabulary.ts';
import { comparable, type Look, lastActivity, liveOf, movedBy } from './look.ts';
import { fade, tell, type Verdict } from './story.ts';
import { thresholds } from './thresholds.ts';

const good = ['A', 'B'];
const isGood = (band: string | null) => band !== null && good.includes(band);

/** A lead newly reached a grade that the tenant wants to hear of, or rose far to a good one: call. */
export function hotLead(look: Look): Verdict {
  const situation = 'lead_score:hot';
  const wanted: readonly string[] = look.settings.alerts.leadGrades;
  const isWanted = (band: string | null) => band !== null && wanted.includes(band);
  const rose = movedBy(look) >= thresholds.bigRise && isGood(look.finding.band);
  if (!isWanted(look.finding.band) && !rose) return fade(look, situation, 'up');
  const wasWanted = isWanted(look.kept?.finding.band ?? null);
  // New weights move everybody: then only a lead that is itself new, or just did something, is news.
  const isNew = !wasWanted && (comparable(look) || isFresh(look));
  return tell(look, { situation, code: 'call_now', direction: 'up', news: isNew || rose, task: true });
}

/** A good lead that is not hot: write to it. Nobody is interrupted. */
export function warmLead(look: Look): Verdict {
  const situation = 'lead_score:warm';
  if (liveOf(look, 'lead_score:hot')) return 'over';
  if (look.finding.band !== 'B') return isGood(look.finding.band) ? 'over' : fade(look, situation, 'up');
  return tell(look, { situation, code: 'reach_out', direction: 'up', news: false, task: false });
}

/** A good lead of which something important is not known: ask. */
export function incompleteLead(look: Look): Verdict {
  const situation = 'lead_score:incomplete';
  if (!isGood(look.finding.band)) return fade(look, situation, 'up');
  const reasons = missing(look);
  if (reasons.length === 0) return 'over';
  return tell(look, { situation, code: 'ask_missing', direction: 'up', news: false, task: false, reasons });
}

/** A once good lead lost much: nurture it instead of dropping it. */
export function coolingLead(look: Look): Verdict {
  const situation = 'lead_score:cooling';
  const { finding, kept } = look;
  if (isGood(finding.band)) return fade(look, situation, 'down');
  const fell = isGood(kept?.finding.band ?? null) && movedBy(look) <= -thresholds.coolingFall;
  if (!fell && !liveOf(look, situation)) return 'over';
  return tell(look, { situation, code: 'nurture', direction: 'down', news: false, task: false });
}

function isFresh(look: Look): boolean {
  const since = look.now.getTime() - thresholds.freshMs;
  const made = look.twin.createdAt === null ? 0 : Date.parse(look.twin.createdAt);
  return made >= since || (lastActivity(look)?.getTime() ?? 0) >= since;
}

// Without one of each nobody can reach the lead, or knows whom to ask for.
const needed = [
  { feature: 'email', by: ['email'] },
  { feature: 'phone', by: ['phone'] },
  { feature: 'company', by: ['company', 'companyId'] },
  { feature: 'jobtitle', by: ['jobTitle'] },
] as const satisfies readonly { feature: string; by: readonly Concept[] }[];

function missing({ finding, twin }: Look): Reason[] {
  const weighty = finding.doubts.includes('missing')
    ? finding.reasons.filter(({ value }) => value === null)
    : [];
  const contact = needed.filter(
    ({ by }) =>
      by.every((concept) => said(twin.properties, concept) === null) &&
      !weighty.some(({ feature }) => by.some((concept) => namesOf(concept).includes(feature))),
  );
  const asked = contact.map(
    ({ feature }): Reason => ({
      ...{ code: 'property', feature, label: '', value: null, usual: null, points: 0 },
      ...{ source: twin.kind === 'lead' ? ('salesforce' as const) : ('hubspot' as const), asOf: null },
    }),
  );
  return [...weighty, ...asked].slice(0, 5);
}
