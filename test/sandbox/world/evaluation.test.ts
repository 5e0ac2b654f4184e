// Those who are still deciding in the demo company show every standard signal of evaluation and trial.
import { expect, test } from 'vitest';
import { compileRule } from '#advise/rule/compile-rule.ts';
import { houseRules } from '#advise/rule/house-rules.ts';
import { needsOf } from '#advise/rule/rule-needs.ts';
import { drawTimeline } from '#analyze/field/draw-timeline.ts';
import { factReader } from '#analyze/field/read-facts.ts';
import { generateWorld } from '#sandbox/world/world.ts';
import type { Signal } from '#sense/signal.ts';
import { tenantSettings } from '#sense/tenant.ts';
import { replay } from '#twin/fold.ts';
import { segmentAdapter, typeHeader } from '#webhooks/segment/adapter.ts';

const now = new Date('2026-11-20T12:00:00Z');
const { outcomes } = tenantSettings.parse({});

/** How many companies each of the house's rules holds for, by nothing but these events. */
function heldFor(seed: number): Record<string, number> {
  const { evaluations } = generateWorld({ seed, now });
  const body = Buffer.from(JSON.stringify({ batch: evaluations }));
  const headers = { [typeHeader]: 'batch' };
  const { heard, problem } = segmentAdapter({
    ...{ id: '1', source: 'segment', origin: 'o', receivedAt: now, attempts: 0, headers, body },
  });
  expect(problem).toBeNull();
  const signals = heard.flatMap((one) => ('signal' in one ? [one.signal] : []));
  const ofCompanies = signals.filter(({ objectType }) => objectType === 'company');
  const byCompany = Map.groupBy(ofCompanies, ({ externalId }) => externalId);
  const held: Record<string, number> = {};
  for (const [subject, own] of byCompany) {
    const twin = replay(
      'company',
      own.map((one, nr): Signal => ({ ...one, id: String(nr), subject })),
    );
    const timeline = drawTimeline({ circle: { subject, twin, around: {} }, outcomes });
    for (const { id, kind, when } of houseRules) {
      if (kind !== 'company') continue;
      const facts = factReader(needsOf([when]).references, 'UTC')(timeline, now.getTime());
      if (compileRule(when)(facts) === true) held[id] = (held[id] ?? 0) + 1;
    }
  }
  return held;
}

test.each([7, 11, 23])('each signal is there, world %d', (seed) => {
  const held = heldFor(seed);
  for (const id of ['pricing-visits-company', 'papers-read-company', 'basics-only', 'trial-quiet'])
    expect(held[`house-${id}`], id).toBeGreaterThanOrEqual(3);
});
