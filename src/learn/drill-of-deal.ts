// What judges see of a deal beside its record: where it stands and since when, who is in it, and the company that it is with.
import { type DealScene, dealFacts } from '#analyze/deal-facts.ts';
import { dealSources, derivedOfDeal } from '#analyze/deal-sources.ts';
import type { Origins } from '#analyze/places.ts';
import { allows, type FieldGate, fieldNameOf } from '#sense/field-permission.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import type { SubjectKind } from '#sense/signal.ts';
import type { TenantSettings } from '#sense/tenant.ts';
import { namesOf } from '#sense/vocabulary.ts';
import { distinctLabels } from './distinct-labels.ts';
import type { DrillFact } from './drill.ts';
import { fieldFacts } from './drill-facts.ts';

export type Known = {
  readonly definitions: ReadonlyMap<SubjectKind, readonly PropertyDefinition[]>;
  readonly gate: FieldGate;
  readonly now: number;
};

/** What is made of a field is shown to nobody who may not see the field. */
const madeOf = {
  deal_stage: 'stage',
  deal_stage_days: 'stage',
  deal_due_days: 'closeDate',
  deal_pushes: 'closeDate',
  deal_amount: 'amount',
} as const;

/** A function that tells what is known of a deal at the moment: the same facts that it is scored by. */
export function dealSight(
  { definitions, gate, now }: Known,
  { outcomes, locale }: TenantSettings,
  origins: Origins,
): (scene: DealScene) => DrillFact[] {
  const [deal, company] = [definitions.get('deal') ?? [], definitions.get('company') ?? []];
  const looked = new Set(dealSources({ deal, company }, outcomes, []).map(({ name }) => name));
  const theirs = company.filter(({ name }) => looked.has(`company.${name}`));
  const labels = distinctLabels(
    [
      ...deal.map(({ name, label }) => ({ name: `deal.${name}`, label })),
      ...theirs.map(({ name, label }) => ({ name: `company.${name}`, label })),
    ],
    locale,
  );
  const ofCompany = theirs.map((one) => ({
    ...one,
    label: labels.find(({ name }) => name === `company.${one.name}`)?.label ?? one.label,
  }));
  const mayShow = (property: string) => {
    const label = deal.find(({ name }) => name === property)?.label ?? '';
    return allows(gate, 'show', fieldNameOf('deal', property), label);
  };
  const sources = derivedOfDeal.filter(({ name }) => {
    const concept = Object.entries(madeOf).find(([made]) => made === name)?.[1];
    return concept === undefined || namesOf(concept).every((one) => mayShow(one));
  });
  const stages = deal
    .filter(({ name }) => namesOf('stage').includes(name))
    .flatMap(({ options = [] }) => options);
  return (scene) => {
    const facts = dealFacts(scene, now, sources, { rules: outcomes, origins });
    const own = [...facts].flatMap(([code, { value }]): DrillFact[] => {
      if (typeof value === 'number') return [{ code, label: '', value: String(Math.round(value * 10) / 10) }];
      if (typeof value !== 'string' || value === '') return [];
      return [{ code, label: '', value: stages.find((one) => one.value === value)?.label ?? value }];
    });
    return [...own, ...(scene.company === null ? [] : fieldFacts(scene.company.twin, ofCompany, gate))];
  };
}

/** The fields of a deal less those that its sight tells already. */
export function untoldFields(
  definitions: readonly PropertyDefinition[],
  sight: readonly DrillFact[],
): PropertyDefinition[] {
  const told = new Set<string>(
    sight.flatMap(({ code }) =>
      code === 'deal_stage' || code === 'deal_amount' ? namesOf(madeOf[code]) : [],
    ),
  );
  return definitions.filter(({ name }) => !told.has(name));
}
