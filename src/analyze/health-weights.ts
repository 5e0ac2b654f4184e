// How much each part of a health index counts: the preset, and what stands in its place for some customers.
import { z } from 'zod';
import { type Part, partCodes } from './finding.ts';

const share = z.number().min(0).max(1);
export const partWeights = z.strictObject({
  use: share,
  breadth: share,
  support: share,
  relationship: share,
  commercial: share,
  sentiment: share,
});
export type PartWeights = Readonly<z.infer<typeof partWeights>>;

/** While all parts are known; of customers who say nothing, sentiment's share goes to the others. */
export const presetWeights: PartWeights = {
  ...{ use: 0.3, breadth: 0.1, support: 0.2, relationship: 0.15, commercial: 0.1, sentiment: 0.15 },
};

/** `version`: null is the preset. */
export type HealthWeights = { readonly version: number | null; readonly parts: PartWeights };
export const preset: HealthWeights = { version: null, parts: presetWeights };

/** The same with a sum of 1. */
export function inShares(weights: PartWeights): PartWeights {
  const sum = partCodes.reduce((all, code) => all + weights[code], 0);
  if (sum === 0) return presetWeights;
  return partWeights.parse(
    Object.fromEntries(partCodes.map((code) => [code, Math.round((1e4 * weights[code]) / sum) / 1e4])),
  );
}

/** What of the index is known, of all that could be; nobody has to answer surveys. */
export function knownShare(weights: PartWeights, known: readonly Part['code'][]): number {
  const sum = (codes: readonly Part['code'][]) => codes.reduce((all, code) => all + weights[code], 0);
  const whole = sum(partCodes.filter((code) => code !== 'sentiment' || known.includes(code)));
  return whole === 0 ? 0 : sum(known) / whole;
}

type Value = { readonly code: Part['code']; readonly value: number };

/**
 * The weights of the parts that are known, and sum to 1. Half of it goes by the weights, half to the worst part: a customer
 * who stopped using the product is endangered, however friendly the calls are.
 */
export function sharesOf(weights: PartWeights, known: readonly Value[]): ReadonlyMap<Part['code'], number> {
  const whole = known.reduce((sum, { code }) => sum + weights[code], 0);
  const worst = worstOf(known);
  return new Map(
    known.map(({ code }): [Part['code'], number] => {
      const plain = whole === 0 ? 1 / known.length : weights[code] / whole;
      return [code, worst === undefined ? plain : plain / 2 + (code === worst ? 0.5 : 0)];
    }),
  );
}

/** What a customer does, suffers or says endangers it; deals alone, or fewer features, do not. */
export function worstOf(known: readonly Value[]): Part['code'] | undefined {
  const lived = known.filter(({ code }) => code !== 'commercial' && code !== 'breadth');
  return lived.sort((one, other) => one.value - other.value)[0]?.code;
}

/** The index of parts under other weights; null where none is known. */
export function indexUnder(
  weights: PartWeights,
  parts: readonly Pick<Part, 'code' | 'value'>[],
): number | null {
  const known = parts.flatMap(({ code, value }) => (value === null ? [] : [{ code, value }]));
  if (known.length === 0) return null;
  const shares = sharesOf(weights, known);
  return known.reduce((sum, { code, value }) => sum + value * (shares.get(code) ?? 0), 0);
}

/** `all`: as everybody else. Texts: `health.basis.<name>`. */
export const weightBases = ['all', 'preset', 'hand', 'learned'] as const;

/** What somebody chose for a segment, or for everybody where it is null; `parts` is null where it goes by everybody's. */
export const weightChoice = z.strictObject({
  version: z.number().int(),
  segment: z.string().nullable(),
  basis: z.enum(weightBases),
  parts: partWeights.nullable(),
  who: z.string(),
  why: z.string().nullable(),
  at: z.date(),
});
export type WeightChoice = z.infer<typeof weightChoice>;

/** The weights of customers in a segment, from what counts of each now. */
export function weightsIn(choices: readonly WeightChoice[], segment: string | null): HealthWeights {
  const of = (name: string | null) => choices.find((one) => one.segment === name && one.parts !== null);
  const found = (segment === null ? undefined : of(segment)) ?? of(null);
  return found?.parts ? { version: found.version, parts: found.parts } : preset;
}
