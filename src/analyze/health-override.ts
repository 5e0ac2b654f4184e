// A person's word about a customer: the band that it is in until a day, and why, whatever the index says meanwhile.
import { z } from 'zod';
import { type Finding, healthBands } from './finding.ts';

export const healthOverride = z.strictObject({
  id: z.string(),
  subject: z.string(),
  band: z.enum(healthBands),
  reason: z.string(),
  who: z.string(),
  at: z.date(),
  until: z.date(),
});
export type HealthOverride = z.infer<typeof healthOverride>;

/** The scores of each band, as the bands of the index are. */
const scores = { at_risk: [0, 32], watch: [33, 65], healthy: [66, 100] } as const;

/** The finding by the word that counts now, which may be newer than it; null where nobody says anything any more. */
export function bySaidNow(found: Finding, word: HealthOverride | null): Finding {
  if (found.kind !== 'health' || found.override?.id === word?.id) return found;
  const { override, ...rest } = found;
  const computed = override === undefined ? found : { ...rest, ...override.computed };
  return withOverride(computed, word ?? undefined);
}

/** The index stays beside it, and goes on being computed; the score is the nearest one of the band. */
export function withOverride(found: Finding, word: HealthOverride | undefined): Finding {
  if (word === undefined || found.kind !== 'health') return found;
  const [least, most] = scores[word.band];
  const { id, who, reason, at, until } = word;
  return {
    ...found,
    score: Math.max(least, Math.min(most, found.score ?? least)),
    band: word.band,
    override: {
      ...{ id, who, reason, at: at.toISOString(), until: until.toISOString() },
      computed: { score: found.score, band: found.band },
    },
  };
}
