// A synthetic history of closed leads with known cause and effect, from a seed.
import type { FeatureSource, Value } from '#analyze/feature.ts';
import type { ClosedRecord } from '#learn/closed-records.ts';
import { type Random, seededRandom } from '#learn/random.ts';

const day = 86_400_000;
export const historyEnd = Date.UTC(2026, 10, 1);

export const leadSources: readonly FeatureSource[] = [
  { name: 'employees', label: 'Employees', type: 'number' },
  { name: 'source', label: 'Lead source', type: 'enumeration' },
  { name: 'visited', label: 'Last visit', type: 'datetime' },
  { name: 'wants', label: 'Wants', type: 'multi' },
  { name: 'note', label: 'Note', type: 'string' },
  { name: 'opted_in', label: 'Opted in', type: 'bool' },
];

const chances = [
  ['推荐', 1.6],
  ['web', 0.2],
  ['fair', -0.4],
  ['cold list', -1.7],
] as const;

/** One lead with the log-odds by which it is won. */
function aLead(random: Random, at: number): { values: Record<string, Value>; logOdds: number } {
  const [source, chance] = chances[Math.floor(random() * chances.length)] ?? ['web', 0];
  const employees = Math.round(Math.exp(random() * 7));
  const age = random() * 60;
  const trial = random() < 0.3;
  const blank = random() < 0.2;
  const fits = !blank && employees > 20 && employees < 200;
  const logOdds = -0.9 + chance + (trial ? 1.1 : 0) - age / 30 + (fits ? 1.5 : 0) - (blank ? 0.8 : 0);
  return {
    logOdds,
    values: {
      employees: blank ? '' : String(employees),
      source,
      visited: new Date(at - age * day).toISOString(),
      wants: trial ? 'trial;price' : random() < 0.5 ? 'price' : null,
      note: random() < 0.5 ? `called ${Math.floor(random() * 1e9)} times` : 'Select',
      opted_in: random() < 0.5 ? 'true' : 'false',
    },
  };
}

/** A closed lead with the probability it really had. */
export type KnownLead = ClosedRecord & { readonly chance: number };

/** `rows` closed leads, one closed every hour up to `historyEnd`. */
export function aLeadHistory(rows: number, seed = 1): KnownLead[] {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, (_, row) => {
    const at = historyEnd - (rows - row) * 3_600_000;
    const { values, logOdds } = aLead(random, at);
    const chance = 1 / (1 + Math.exp(-logOdds));
    return { id: `lead-${row}`, at, won: random() < chance, values, chance };
  });
}
