// What moved the health index: the part, the signal behind it, from and to; and a person's word beside it.
import { describe, expect, it } from 'vitest';
import { finding as findingShape } from '#analyze/finding.ts';
import { health } from '#analyze/health.ts';
import { withMoved } from '#analyze/health-moved.ts';
import { withOverride } from '#analyze/health-override.ts';
import { aCircle, aTwin, daily } from '#kit/a-twin.ts';
import { tenantSettings } from '#sense/tenant.ts';

const { outcomes: rules } = tenantSettings.parse({});
const dayMs = 86_400_000;
const now = Date.parse('2026-11-20T12:00:00Z');
const company = aTwin('company', {
  properties: { lifecyclestage: 'customer' },
  // Every day until the end of October, and never since.
  events: { login: daily('2026-10-31', 120) },
  engagements: { 'email.in': daily('2026-11-18', 40) },
});

function healthAt(at: number) {
  const found = health(aCircle(company), rules, at, 'hubspot');
  if (found === null) throw new Error('nothing was found');
  return found;
}

describe('what moved the health index', () => {
  const before = healthAt(now - 20 * dayMs);
  const after = withMoved(healthAt(now), before);

  it('names the part and the signal behind it that changed most, from and to', () => {
    expect(after.moved?.[0]).toEqual({
      ...{ part: 'use', from: 100, to: 0 },
      signal: { code: 'use_days', from: 7, to: 0 },
    });
    expect(findingShape.parse(after)).toEqual(after);
  });

  it('knows that there was no open ticket where none was told of', () => {
    const ticket = (opened: string, closed: string | null) =>
      aTwin('ticket', { properties: { createdate: opened, closed_date: closed } });
    const old = ticket('2026-09-01T00:00:00Z', '2026-09-01T02:00:00Z');
    const fresh = [0, 1, 2].map(() => ticket('2026-11-20T11:00:00Z', null));
    const calm = health(aCircle(company, { ticket: [old] }), rules, now, 'hubspot');
    const found = health(aCircle(company, { ticket: [old, ...fresh] }), rules, now, 'hubspot');
    const moved = found && withMoved(found, calm).moved;
    expect(moved?.find(({ part }) => part === 'support')?.signal).toMatchObject({
      ...{ code: 'support_open', from: 0, to: 3 },
    });
  });

  it('does not name parts that stand still', () => {
    expect(after.moved?.map(({ part }) => part)).toEqual(['use']);
  });

  it('stays as long as the index stands still', () => {
    expect(withMoved(healthAt(now), after).moved).toEqual(after.moved);
  });

  it('is not there of a customer that is looked at for the first time', () => {
    expect(withMoved(healthAt(now), null).moved).toBeUndefined();
  });

  it('tells of the index and not of the word of a person', () => {
    const word = {
      ...{ id: '1', subject: 'subject', band: 'healthy' as const, reason: 'they told us', who: 'Mia' },
      ...{ at: new Date(now), until: new Date(now + 5 * dayMs) },
    };
    const said = withOverride(after, word);
    expect(said).toMatchObject({ score: 66, band: 'healthy' });
    expect(said.override).toMatchObject({ who: 'Mia', computed: { score: after.score, band: 'at_risk' } });
    expect(withMoved(healthAt(now), said).moved).toEqual(after.moved);
    expect(findingShape.parse(said)).toEqual(said);
  });
});
