// The fields that Revloop writes to CRM records: their definitions, and their values from a finding.
import { type Advice, adviceTitle } from '#advise/advice.ts';
import { type Finding, foundOf } from '#analyze/finding.ts';
import type { FieldDefinition } from '#ports/crm.ts';
import type { Platform } from '#sense/connection.ts';
import { changeableFirst } from '#texts/reason-order.ts';
import { reasonText } from '#texts/reason-text.ts';
import { type Locale, text } from '#texts/texts.ts';
import { gistOf } from './explain.ts';

const prefix = 'revloop_';
const common = ['confidence', 'top_reasons', 'next_action', 'data_as_of', 'scored_at'] as const;
const lead = ['lead_score', 'lead_grade', 'convert_probability'] as const;
const own = {
  contact: lead,
  lead,
  company: ['health_score', 'health_band', 'churn_probability', 'journey_stage'],
  deal: ['win_probability'],
} as const;

const types: Readonly<Record<string, FieldDefinition['type']>> = {
  top_reasons: 'text',
  explanation: 'text',
  next_action: 'string',
  journey_stage: 'string',
  data_as_of: 'datetime',
  scored_at: 'datetime',
  lead_grade: 'enumeration',
  health_band: 'enumeration',
};

/** Most reasons in the field; the card shows all. */
const mostReasons = 5;

/** The field that only a card needs which cannot ask our server: Salesforce's. */
export const explanationField = `${prefix}explanation`;

const kinds = {
  hubspot: ['contact', 'company', 'deal'],
  salesforce: ['lead', 'contact', 'company', 'deal'],
  slack: [],
} as const satisfies Record<Platform, readonly (keyof typeof own)[]>;

/** Definitions of every field, with labels in the tenant's language. */
export function fieldDefinitions(locale: Locale, platform: Platform = 'hubspot'): FieldDefinition[] {
  const more = platform === 'salesforce' ? (['explanation'] as const) : [];
  return kinds[platform].flatMap((objectType) =>
    [...own[objectType], ...common, ...more].map((name): FieldDefinition => {
      const options = optionsOf(locale, name);
      return {
        objectType,
        name: `${prefix}${name}`,
        label: text(locale, `crm.field.${name}`),
        type: types[name] ?? 'number',
        ...(options === null ? {} : { options }),
      };
    }),
  );
}

function optionsOf(locale: Locale, name: string): NonNullable<FieldDefinition['options']> | null {
  if (name === 'lead_grade') return ['A', 'B', 'C', 'D'].map((value) => ({ value, label: value }));
  if (name !== 'health_band') return null;
  return (['healthy', 'watch', 'at_risk'] as const).map((value) => ({
    value,
    label: text(locale, `field.option.${value}`),
  }));
}

/**
 * Values of a finding as the CRM takes them; empty text clears a field. Rounding: scores are whole numbers,
 * probabilities have 3 decimals, the confidence has 2; times are ISO 8601 in UTC.
 */
export function toFields(
  finding: Finding,
  advice: Pick<Advice, 'code' | 'words'> | null,
  locale: Locale,
  now: Date,
  stage: string | null = null,
): Record<string, string> {
  const { kind, score, band, probability, confidence, reasons, dataAsOf } = finding;
  const scoreText = score === null ? '' : String(Math.round(score));
  const probabilityText = probability === null ? '' : probability.toFixed(3);
  const values = {
    contact: { lead_score: scoreText, lead_grade: band ?? '', convert_probability: probabilityText },
    company: {
      ...{ health_score: scoreText, health_band: band ?? '', churn_probability: probabilityText },
      journey_stage: stage ?? '',
    },
    deal: { win_probability: probabilityText },
  }[foundOf(kind)];
  const lines = changeableFirst(reasons)
    .slice(0, mostReasons)
    .map((reason) => {
      const { line } = reasonText(locale, reason);
      return text(locale, reason.points < 0 ? 'field.reason.against' : 'field.reason.for', { line });
    });
  const all = {
    ...values,
    confidence: confidence.toFixed(2),
    top_reasons: lines.join('\n'),
    next_action: advice === null ? '' : adviceTitle(locale, advice),
    data_as_of: dataAsOf ?? '',
    scored_at: now.toISOString(),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** Empty values of everything that a finding of that kind fills, but the stage: that is there without one. */
export function noFields(
  kind: Finding['kind'],
  now: Date,
  stage: string | null = null,
): Record<string, string> {
  const names = [...own[foundOf(kind)], ...common];
  const empty = names.map((name) => [`${prefix}${name}`, name === 'journey_stage' ? (stage ?? '') : '']);
  return { ...Object.fromEntries(empty), [`${prefix}scored_at`]: now.toISOString() };
}

const bands = new Set(['lead_grade', 'health_band'].map((name) => `${prefix}${name}`));

/** True where people would act otherwise: that is never put off. */
export function changesBand(properties: Readonly<Record<string, string>>): boolean {
  return Object.keys(properties).some((name) => bands.has(name));
}

/** Fields that never cause a write; they go along when something else is written. */
const riding = new Set(['data_as_of', 'scored_at'].map((name) => `${prefix}${name}`));

/**
 * What is to be written over what the CRM has from us: nothing unless a rounded value, the next step or the choice of
 * reasons changed. Reasons that differ in their numbers only ("12 days", "13 days") are no cause either.
 */
export function changedFields(
  wanted: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  const differs = ([name, value]: readonly [string, string]) => value !== (written?.[name] ?? '');
  const causes = Object.entries(wanted).some(([name, value]) => {
    if (riding.has(name) || !differs([name, value])) return false;
    const before = written?.[name] ?? '';
    if (name === explanationField) return gistOf(value) !== gistOf(before);
    return name !== `${prefix}top_reasons` || withoutNumbers(value) !== withoutNumbers(before);
  });
  return causes ? Object.fromEntries(Object.entries(wanted).filter(differs)) : {};
}

function withoutNumbers(value: string): string {
  return value.replace(/\d[\d.,]*/g, '#');
}
