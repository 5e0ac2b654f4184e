// The facts of a case as judges see them: what the CRM says that may be shown, and what happened lately; no score of ours.
import { countIn } from '#analyze/activity.ts';
import { type CustomerScene, churnFacts } from '#analyze/churn-facts.ts';
import { derivedOfChurn } from '#analyze/churn-sources.ts';
import type { Circle } from '#analyze/circle.ts';
import { type FieldGate, permissionOf } from '#sense/field-permission.ts';
import type { PropertyDefinition } from '#sense/record.ts';
import { isOurs, personName, said } from '#sense/vocabulary.ts';
import type { Twin } from '#twin/twin.ts';
import type { DrillFact } from './drill.ts';

const mostFacts = 40;
const mostLetters = 300;
const windowDays = 30;
/** Scores of others would do the judging, and ids say nothing. */
const noFact = /(^|_)(id|ids)$|Id$|predictive|likelihood|leadscor|(^|_)score$|probability/i;

export function drillFacts(
  circle: Circle,
  definitions: readonly PropertyDefinition[],
  gate: FieldGate,
  now: number,
): DrillFact[] {
  const { twin } = circle;
  const name = said(twin.properties, 'name') ?? nameOfPerson(circle);
  const facts = fieldFacts(twin, definitions, gate);
  const once = [...new Map(facts.map((fact) => [`${fact.label} ${fact.value}`, fact])).values()];
  return [
    ...(name === null ? [] : [{ code: 'name', label: '', value: name }]),
    ...lately(circle, now),
    ...once.sort((a, b) => (a.label < b.label ? -1 : 1)).slice(0, mostFacts),
  ];
}

/** What the fields of a record say, those that may be shown. */
export function fieldFacts(
  twin: Twin,
  definitions: readonly PropertyDefinition[],
  gate: FieldGate,
): DrillFact[] {
  return definitions.flatMap((definition): DrillFact[] => {
    const value = twin.properties[definition.name]?.value?.trim();
    if (!value || isOurs(definition.name) || noFact.test(definition.name)) return [];
    if (!permissionOf(gate, twin.kind, definition).uses.show) return [];
    const label = definition.options?.find((option) => option.value === value)?.label ?? value;
    return [{ code: null, label: definition.label, value: label.slice(0, mostLetters) }];
  });
}

/** Of a customer what it did with the product, its tickets, talks and deals: the machine looks at these too. */
export function customerFacts(scene: CustomerScene, now: number): DrillFact[] {
  return [...churnFacts(scene, now, derivedOfChurn, 'hubspot')].flatMap(([code, { value }]): DrillFact[] =>
    typeof value === 'number' ? [{ code, label: '', value: String(Math.round(value * 10) / 10) }] : [],
  );
}

function nameOfPerson({ twin: { properties } }: Circle): string | null {
  const company = said(properties, 'company');
  const who = personName(properties);
  if (who === null) return company;
  return company === null ? who : `${who} (${company})`;
}

/** Of the last 30 days; what never happened at all is left away. */
function lately({ twin }: Circle, now: number): DrillFact[] {
  const counted = [
    ['mails_in', ['email.in']],
    ['mails_out', ['email.out']],
    ['calls', ['call']],
    ['meetings', ['meeting']],
  ] as const;
  const facts = counted.flatMap(([code, names]): DrillFact[] => {
    const known = names.flatMap((name) => twin.engagements[name] ?? []);
    if (known.length === 0) return [];
    const count = countIn(known, now, windowDays);
    return [{ code, label: '', value: String(count) }];
  });
  const created =
    twin.createdAt === null ? [] : [{ code: 'created', label: '', value: twin.createdAt.slice(0, 10) }];
  return [...created, ...facts];
}
